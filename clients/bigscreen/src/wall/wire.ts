// Panels as they come over the wire: tables of fields from which both the types and the check of what arrives are read.

interface FieldTypes {
  readonly whole: number
  readonly text: string
  readonly date: string
  readonly moment: string
  readonly flag: boolean
  readonly key: string | number
  readonly 'whole?': number | null
  readonly 'text?': string | null
  readonly 'moment?': string | null
}

export type Fields = Readonly<Record<string, keyof FieldTypes>>
export type Row<F extends Fields> = { readonly [K in keyof F]: FieldTypes[F[K]] }
export interface Panel<T> { readonly at: number; readonly data: T }
export type PanelsOf<D> = { readonly [N in keyof D]?: Panel<D[N]> }
export type ReadersOf<D> = { readonly [N in keyof D]: (value: unknown) => D[N] | null }

/** One wall: its line, its panels, and what of an update is new enough to be lit or spoken. */
export interface Scene<D, A> {
  readonly path: '/wall' | '/store' | '/cockpit'
  /** What this wall is called; the lobby's goes by the store's own name. */
  readonly title?: string
  readonly readers: ReadersOf<D>
  readonly arrivals: (before: PanelsOf<D>, after: PanelsOf<D>) => readonly A[]
}

/** No list on a wall grows beyond this, whatever the server sends. */
export const ROWS_MAX = 60

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}

function fits(kind: keyof FieldTypes, value: unknown): boolean {
  if (value === null || value === undefined) return kind.endsWith('?')
  if (kind === 'flag') return typeof value === 'boolean'
  if (kind === 'key') return typeof value === 'string' || Number.isSafeInteger(value)
  if (kind === 'date') return isMoment(value) && /^\d{4}-\d{2}-\d{2}$/.test(value)
  if (kind.startsWith('moment')) return isMoment(value)
  return kind.startsWith('whole') ? Number.isSafeInteger(value) : typeof value === 'string'
}

export function isRow<F extends Fields>(fields: F, value: unknown): value is Row<F> {
  return isRecord(value) && Object.entries(fields).every(([name, kind]) => fits(kind, value[name]))
}

export function rows<F extends Fields>(fields: F, value: unknown, max = ROWS_MAX): readonly Row<F>[] | null {
  if (!Array.isArray(value)) return null
  const kept: unknown[] = value.slice(0, max)
  return kept.every((each): each is Row<F> => isRow(fields, each)) ? kept : null
}

/** Read one panel from the wire; null when it is not what was agreed, and the wall keeps what it shows. */
export function readPanel<T>(read: (value: unknown) => T | null, value: unknown): Panel<T> | null {
  if (!isRecord(value) || !Number.isSafeInteger(value['at'])) return null
  const data = read(value['data'])
  return data === null ? null : { at: value['at'] as number, data }
}
