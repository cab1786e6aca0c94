// The panels of the wall as tables of fields: the types and the check of what arrives are both read from here.

interface FieldTypes {
  readonly whole: number
  readonly text: string
  readonly date: string
  readonly moment: string
  readonly key: string | number
  readonly 'whole?': number | null
  readonly 'text?': string | null
}

type Fields = Readonly<Record<string, keyof FieldTypes>>
type Row<F extends Fields> = { readonly [K in keyof F]: FieldTypes[F[K]] }

const HOUR = { requests: 'whole', disbursed_fen: 'whole' } as const
const TODAY = {
  date: 'date', requests: 'whole', requests_fen: 'whole', grabbed: 'whole', granted: 'whole', granted_fen: 'whole',
  disbursed: 'whole', disbursed_fen: 'whole',
} as const
const STAGE = { state: 'text', label: 'text', count: 'whole', amount_fen: 'whole' } as const
const DISTRICT = { code: 'text', name: 'text', requests: 'whole', requests_fen: 'whole', disbursed_fen: 'whole' } as const
const INSTITUTION = { id: 'key', name: 'text', accepted: 'whole', granted_fen: 'whole', disbursed_fen: 'whole' } as const
const INDUSTRY = DISTRICT
const PRODUCT = { kind: 'text', label: 'text', count: 'whole', granted_fen: 'whole' } as const
const ACT = {
  id: 'key', at: 'moment', code: 'text', label: 'text', enterprise_masked: 'text', institution: 'text?', region: 'text?',
  region_label: 'text?', amount_fen: 'whole?',
} as const

export type Hour = Row<typeof HOUR>
export type Today = Row<typeof TODAY> & { readonly hours: readonly Hour[] }
export type Stage = Row<typeof STAGE>
export type District = Row<typeof DISTRICT>
export type Institution = Row<typeof INSTITUTION>
export type Industry = Row<typeof INDUSTRY>
export type Product = Row<typeof PRODUCT>
export type Act = Row<typeof ACT>

export interface PanelData {
  readonly today: Today
  readonly stages: readonly Stage[]
  readonly districts: readonly District[]
  readonly institutions: readonly Institution[]
  readonly industries: readonly Industry[]
  readonly products: readonly Product[]
  readonly feed: readonly Act[]
}
export type PanelName = keyof PanelData
export interface Panel<T> { readonly at: number; readonly data: T }
export type Panels = { readonly [N in PanelName]?: Panel<PanelData[N]> }

/** No list on the wall grows beyond this, whatever the server sends. */
export const ROWS_MAX = 60
export const FEED_ROWS_MAX = 20

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function fits(kind: keyof FieldTypes, value: unknown): boolean {
  if (value === null || value === undefined) return kind.endsWith('?')
  if (kind === 'key') return typeof value === 'string' || Number.isSafeInteger(value)
  if (kind === 'date') return isMoment(value) && /^\d{4}-\d{2}-\d{2}$/.test(value)
  if (kind === 'moment') return isMoment(value)
  return kind.startsWith('whole') ? Number.isSafeInteger(value) : typeof value === 'string'
}

function isRow<F extends Fields>(fields: F, value: unknown): value is Row<F> {
  return isRecord(value) && Object.entries(fields).every(([name, kind]) => fits(kind, value[name]))
}

function rows<F extends Fields>(fields: F, value: unknown, max: number): readonly Row<F>[] | null {
  if (!Array.isArray(value)) return null
  const kept: unknown[] = value.slice(0, max)
  return kept.every((each): each is Row<F> => isRow(fields, each)) ? kept : null
}

function today(value: unknown): Today | null {
  if (!isRow(TODAY, value) || !('hours' in value)) return null
  const hours = rows(HOUR, value.hours, 24)
  return hours?.length === 24 ? { ...value, hours } : null
}

type Readers = { readonly [N in PanelName]: (value: unknown) => PanelData[N] | null }

const READERS: Readers = {
  today,
  stages: (value) => rows(STAGE, value, ROWS_MAX),
  districts: (value) => rows(DISTRICT, value, ROWS_MAX),
  institutions: (value) => rows(INSTITUTION, value, ROWS_MAX),
  industries: (value) => rows(INDUSTRY, value, ROWS_MAX),
  products: (value) => rows(PRODUCT, value, ROWS_MAX),
  feed: (value) => rows(ACT, value, FEED_ROWS_MAX),
}

export const PANEL_NAMES = Object.keys(READERS) as readonly PanelName[]

/** Read one panel from the wire; null when it is not what was agreed, and the wall keeps what it shows. */
export function readPanel<N extends PanelName>(name: N, value: unknown): Panel<PanelData[N]> | null {
  if (!isRecord(value) || !Number.isSafeInteger(value['at'])) return null
  const data = READERS[name](value['data'])
  return data === null ? null : { at: value['at'] as number, data }
}
