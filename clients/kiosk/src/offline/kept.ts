// The outbox of this terminal: on this browser's disk, sealed by its own key, sent through its own door.
import { asProblem } from '@finmart/shared/problem'
import { act } from '../http'
import { makeOutbox, mustBeTaken, type HandedIn, type Kept } from './outbox'
import { ring } from './ring'
import { all, drop, put } from './shelves'

interface Destination {
  /** What people call it. */
  readonly label: string
  readonly path: (body: object) => string
  readonly wrap: (body: object) => object
}

/** Where what waits is sent, by its kind. A line here is all that a new kind needs. */
const DESTINATIONS: Record<string, Destination> = {
  ticket: { label: '离线取号', path: () => '/kiosk/tickets/upload', wrap: (ticket) => ({ tickets: [ticket] }) },
  'check-in': { label: '离线签到', path: () => '/kiosk/events/check-ins/upload', wrap: (checkIn) => ({ check_ins: [checkIn] }) },
}

export const labelOf = (kind: string): string => DESTINATIONS[kind]?.label ?? kind

async function send(kind: string, id: string, body: object): Promise<void> {
  const destination = DESTINATIONS[kind]
  if (!destination) throw new Error(`nobody takes ${kind}`)
  mustBeTaken(await act<HandedIn>(destination.path(body), destination.wrap(body), id))
}

export const outbox = makeOutbox(
  { all: async () => await all('outbox') as Kept[], put: (kept) => put('outbox', kept.id, kept), drop: (id) => drop('outbox', id) },
  ring,
  send,
  asProblem,
)
