// This terminal's own: today's events are kept ready while there is a line, in this browser, sealed by its key.
import { today } from '@finmart/shared/dates'
import type { EventsToKeep } from '@finmart/shared/events'
import { asProblem } from '@finmart/shared/problem'
import { ask, line } from '../http'
import { makeDayFact } from '../offline/dayFact'
import { outbox } from '../offline/kept'
import { ring } from '../offline/ring'
import { drop, put, take } from '../offline/shelves'
import { handle, state } from '../state/kiosk'
import { makeOfflineEvents, type KeptEvents } from './offlineEvents'
import { makeStoreTime } from './storeTime'

const EVERY_MS = 60_000
const SHELF = 'facts'
const shelf = {
  take: (key: string) => take(SHELF, key),
  put: (key: string, value: unknown) => put(SHELF, key, value),
  drop: (key: string) => drop(SHELF, key),
}
const fact = makeDayFact<KeptEvents>('events', shelf, ring, today)
let askedAt = -EVERY_MS

export const offlineEvents = makeOfflineEvents(fact, makeStoreTime(() => performance.now(), () => Date.now()), outbox)

/** May be called at any time: once a minute it keeps what is on today; without a line it clears away what was yesterday's. */
export async function keepEvents(): Promise<void> {
  if (!line.reached) await fact.tidy()
  else if (state.kiosk && performance.now() - askedAt >= EVERY_MS) {
    askedAt = performance.now()
    const told = await ask<EventsToKeep>('/kiosk/events/check-ins').catch((thrown: unknown) => { handle(asProblem(thrown)) })
    if (told) await offlineEvents.keep(told)
    else askedAt = -EVERY_MS
  }
}
