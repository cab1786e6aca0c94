// Tickets without a line: numbers of this kiosk's own series, kept until they can be handed in.
import { today } from '@finmart/shared/dates'
import type { ClassView, KioskQueueView, TicketProgress } from '@finmart/shared/queue'
import { outbox } from '../offline/kept'

const VIEW_KEY = 'finmart-kiosk-queue'
const NUMBERS_KEY = 'finmart-kiosk-numbers'
const DIGITS = 3

interface Remembered { readonly day: string, readonly view: KioskQueueView }
interface Numbers { readonly day: string, readonly last: Record<string, number> }

function kept<Value>(key: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null
  } catch {
    return null // written by another version: as if nothing were there
  }
}

/** What the server said last: without a line the classes and this kiosk's series are read from it. */
export function remember(view: KioskQueueView): void {
  localStorage.setItem(VIEW_KEY, JSON.stringify({ day: today(), view } satisfies Remembered))
}

export function remembered(): KioskQueueView | null {
  return kept<Remembered>(VIEW_KEY)?.view ?? null
}

/** The next number of a series today; written down before it is given, so that it is given once. */
function nextOf(series: string, told: number): number {
  const numbers = kept<Numbers>(NUMBERS_KEY)
  const last = numbers?.day === today() ? numbers.last : {}
  const next = Math.max((last[series] ?? 0) + 1, told)
  localStorage.setItem(NUMBERS_KEY, JSON.stringify({ day: today(), last: { ...last, [series]: next } } satisfies Numbers))
  return next
}

/** Null where this kiosk has never been told its series. */
export async function takeOffline(kind: ClassView, phone: string): Promise<TicketProgress | null> {
  const known = kept<Remembered>(VIEW_KEY)
  const own = known?.view.offline.find((each) => each.class_id === kind.id)
  if (!known || !own) return null
  const offlineNo = nextOf(own.series, known.day === today() ? own.next_no : 1)
  const takenAt = new Date().toISOString()
  const id = crypto.randomUUID()
  await outbox.put('ticket', { id, class_id: kind.id, offline_no: offlineNo, taken_at: takenAt, phone }, id)
  return {
    id, ticket_no: `${own.series}${String(offlineNo).padStart(DIGITS, '0')}`, state: 'waiting', state_label: '等候叫号',
    class_id: kind.id, class_name: kind.name, taken_at: takenAt, slot_at: null, ahead: null, estimate: null,
    counter_no: null, called_at: null, return_until: null,
  }
}
