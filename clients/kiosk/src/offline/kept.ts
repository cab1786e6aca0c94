// The outbox of this terminal: on this browser's disk, sealed by its own key, sent through its own door.
import { asProblem } from '@finmart/shared/problem'
import { act } from '../http'
import { makeOutbox, type Kept } from './outbox'
import { all, drop, put, take } from './shelves'

interface Destination {
  readonly path: (body: object) => string
  readonly wrap: (body: object) => object
}

/** Where what waits is sent, by its kind. A line here is all that a new kind needs. */
const DESTINATIONS: Record<string, Destination> = {
  ticket: { path: () => '/kiosk/tickets/upload', wrap: (ticket) => ({ tickets: [ticket] }) },
}

const KEY = 'outbox'

async function send(kind: string, id: string, body: object): Promise<unknown> {
  const destination = DESTINATIONS[kind]
  if (!destination) throw new Error(`nobody takes ${kind}`)
  return act(destination.path(body), destination.wrap(body), id)
}

export const outbox = makeOutbox(
  { all: async () => await all('outbox') as Kept[], put: (kept) => put('outbox', kept.id, kept), drop: (id) => drop('outbox', id) },
  { held: async () => (await take('keys', KEY) as CryptoKey | undefined) ?? null, hold: async (key) => { await put('keys', KEY, key) } },
  send,
  asProblem,
)
