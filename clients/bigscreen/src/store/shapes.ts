// The store wall's panels as tables of fields. A panel that is added has its line in `StoreData` and in the readers.
import { isRecord, rows, type PanelsOf, type Row, type Scene } from '../wall/wire'

const CALLED = { ticket_no: 'text', counter_no: 'whole', class_name: 'text', at: 'moment', calls: 'whole', state: 'text' } as const
const WAITING = { prefix: 'text', name: 'text', waiting: 'whole' } as const

export type Called = Row<typeof CALLED>
export type Waiting = Row<typeof WAITING>
export interface Tickets { readonly day: string; readonly calls: readonly Called[]; readonly waiting: readonly Waiting[] }

export interface StoreData {
  readonly tickets: Tickets
}

function tickets(value: unknown): Tickets | null {
  if (!isRecord(value) || typeof value['day'] !== 'string') return null
  const calls = rows(CALLED, value['calls'])
  const waiting = rows(WAITING, value['waiting'])
  return calls && waiting ? { day: value['day'], calls, waiting } : null
}

/** Calls that were made since: spoken and lit. Called once more is a call of its own. */
export function newCalls(before: PanelsOf<StoreData>, after: PanelsOf<StoreData>): readonly Called[] {
  if (before.tickets === undefined || before.tickets === after.tickets) return []
  const known = new Set(before.tickets.data.calls.map((call) => `${call.ticket_no} ${call.at}`))
  return (after.tickets?.data.calls ?? []).filter((call) => call.state === 'called' && !known.has(`${call.ticket_no} ${call.at}`)).reverse()
}

export const STORE: Scene<StoreData, Called> = {
  path: '/store',
  readers: { tickets },
  arrivals: newCalls,
}
