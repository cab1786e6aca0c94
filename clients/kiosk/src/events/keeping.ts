// Today's events, kept in this browser and sealed by its key.
import { today } from '@finmart/shared/dates'
import type { EventsToKeep } from '@finmart/shared/events'
import { ask } from '../http'
import { makeDayFact } from '../offline/dayFact'
import { outbox } from '../offline/kept'
import { ring } from '../offline/ring'
import { drop, put, take } from '../offline/shelves'
import { makeOfflineEvents, type KeptEvents } from './offlineEvents'
import { makeStoreTime } from './storeTime'

const SHELF = 'facts'
const shelf = {
  take: (key: string) => take(SHELF, key),
  put: (key: string, value: unknown) => put(SHELF, key, value),
  drop: (key: string) => drop(SHELF, key),
}
const fact = makeDayFact<KeptEvents>('events', shelf, ring, today)
export const offlineEvents = makeOfflineEvents(fact, makeStoreTime(() => performance.now(), () => Date.now()), outbox)

export async function keepEvents(): Promise<void> {
  await offlineEvents.keep(await ask<EventsToKeep>('/kiosk/events/check-ins'))
}

/** Without a line nothing takes the place of what was yesterday's: it is cleared away. */
export const tidyEvents = fact.tidy
