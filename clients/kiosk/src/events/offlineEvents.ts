// Signing in without a line: today's events as they were told last, and who signed in here, kept until it can be handed in.
import type { EventsToKeep, EventToKeep } from '@finmart/shared/events'
import type { DayFact } from '../offline/dayFact'
import type { Outbox } from '../offline/outbox'
import { AGAIN, CLOCK_OFF, letsIn, ownerOf, shownAt } from './offlineRules'
import type { StoreTime, ToldTime } from './storeTime'

export interface KeptEvents {
  readonly told: EventsToKeep
  readonly time: ToldTime
  /** Who was taken in here since: of the list, or by the account of their pass. */
  readonly came: readonly string[]
}

/** A way to sign in that needs nobody's word at once: the pass, or the list with four digits. */
export type Shown = { readonly code: string } | { readonly attendee_id: string, readonly last_four: string }

export interface OfflineEvents {
  keep: (told: EventsToKeep) => Promise<void>
  /** Today's, as they were told last, less whoever was taken in here; null where nothing was told today. */
  events: () => Promise<EventToKeep[] | null>
  /** When they came; or, as a sentence, why they were not taken in. */
  signIn: (event: string, shown: Shown) => Promise<Date | string>
}

export function makeOfflineEvents(fact: DayFact<KeptEvents>, time: StoreTime, outbox: Pick<Outbox, 'put'>): OfflineEvents {
  async function events(): Promise<EventToKeep[] | null> {
    const kept = await fact.read()
    if (!kept) return null
    const now = time.at(kept.time)
    return kept.told.items.map((each) => ({
      ...each,
      open: now !== null && letsIn(each, now),
      expected: each.expected.filter(({ attendee_id }) => !kept.came.includes(`${each.id}/${attendee_id}`)),
    }))
  }

  async function signIn(event: string, shown: Shown): Promise<Date | string> {
    const kept = await fact.read()
    const now = kept && time.at(kept.time)
    if (!kept || now === null) return CLOCK_OFF
    const at = 'code' in shown ? shownAt(shown.code, event, now, kept.told) : now
    if (typeof at === 'string') return at
    const who = `${event}/${'code' in shown ? ownerOf(shown.code) : shown.attendee_id}`
    if (kept.came.includes(who)) return AGAIN
    const id = crypto.randomUUID()
    const cameAt = new Date(at)
    await outbox.put('check-in', { id, event_id: event, arrived_at: cameAt.toISOString(), ...shown }, id)
    await fact.keep({ ...kept, came: [...kept.came, who] })
    return cameAt
  }

  return { keep: (told) => fact.keep({ told, time: time.told(told.now), came: [] }), events, signIn }
}
