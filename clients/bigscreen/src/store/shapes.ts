// The store wall's panels as tables of fields. A panel that is added has its line in `StoreData` and in the readers.
import { isRow, rows, ROWS_MAX, type Row, type Scene } from '../wall/wire'

const WELCOMED = { id: 'key', name: 'text', begins_at: 'moment', ends_at: 'moment', state: 'text', state_label: 'text', attended: 'whole' } as const
const SHOW = {
  id: 'key', topic: 'text', presenter: 'text', begins_at: 'moment', ends_at: 'moment', room: 'text', state: 'text', state_label: 'text',
  item: 'text', next_item: 'text', attended: 'whole', seats: 'whole', row_seats: 'whole',
} as const
const SEATS_MAX = 500

export type Welcomed = Row<typeof WELCOMED>
export type Show = Row<typeof SHOW> & { readonly taken: readonly number[] }

export interface StoreData {
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

export const STORE: Scene<StoreData, never> = {
  path: '/store',
  readers: {
    visits: (value) => rows(WELCOMED, value),
    roadshows: shows,
  },
  arrivals: () => [],
}
