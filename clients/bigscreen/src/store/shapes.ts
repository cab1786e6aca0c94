// The store wall's panels as tables of fields. A panel that is added has its line in `StoreData` and in the readers.
import { isRecord, isRow, rows, ROWS_MAX, type PanelsOf, type Row, type Scene } from '../wall/wire'

const WELCOMED = { id: 'key', name: 'text', begins_at: 'moment', ends_at: 'moment', state: 'text', state_label: 'text', attended: 'whole' } as const
const SHOW = {
  id: 'key', topic: 'text', presenter: 'text', begins_at: 'moment', ends_at: 'moment', room: 'text', state: 'text', state_label: 'text',
  item: 'text', next_item: 'text', attended: 'whole', seats: 'whole', row_seats: 'whole',
} as const
const SEATS_MAX = 500

export type Welcomed = Row<typeof WELCOMED>
export type Show = Row<typeof SHOW> & { readonly taken: readonly number[] }

const DEVICES_MAX = 200
const device = { id: 'text', name: 'text', kind_label: 'text', zone: 'text', zone_label: 'text', health: 'text' } as const
export type ShownDevice = Row<typeof device>

export interface StoreData {
  readonly devices: readonly ShownDevice[]
  readonly tickets: Tickets
  readonly visits: readonly Welcomed[]
  readonly roadshows: readonly Show[]
}

function show(value: unknown): Show | null {
  if (!isRow(SHOW, value) || !('taken' in value) || !Array.isArray(value.taken)) return null
  return { ...value, taken: value.taken.filter((no): no is number => Number.isSafeInteger(no)).slice(0, SEATS_MAX) }
}

function shows(value: unknown): readonly Show[] | null {
  if (!Array.isArray(value)) return null
  const kept: (Show | null)[] = value.slice(0, ROWS_MAX).map(show)
  return kept.every((each) => each !== null) ? kept : null
}

const CALLED = { ticket_no: 'text', counter_no: 'whole', class_name: 'text', at: 'moment', calls: 'whole', state: 'text' } as const
const WAITING = { prefix: 'text', name: 'text', waiting: 'whole' } as const

export type Called = Row<typeof CALLED>
export type Waiting = Row<typeof WAITING>
export interface Tickets { readonly day: string; readonly calls: readonly Called[]; readonly waiting: readonly Waiting[] }

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

/** What of events decides which codes are shown: and their states. */
export function signingIn(panels: PanelsOf<StoreData>): string {
  return [...panels.visits?.data ?? [], ...panels.roadshows?.data ?? []].map((each) => `${each.id} ${each.state}`).join()
}

export const STORE: Scene<StoreData, Called> = {
  path: '/store',
  readers: {
    devices: (value) => rows(device, value, DEVICES_MAX),
    tickets,
    visits: (value) => rows(WELCOMED, value),
    roadshows: shows,
  },
  arrivals: newCalls,
}
