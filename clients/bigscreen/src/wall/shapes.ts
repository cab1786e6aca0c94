// The lobby wall's panels as tables of fields, and which of its acts are new.
import { isRow, rows, type PanelsOf, type Row, type Scene } from './wire'

export type { Panel } from './wire'

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

export const FEED_ROWS_MAX = 20

function today(value: unknown): Today | null {
  if (!isRow(TODAY, value) || !('hours' in value)) return null
  const hours = rows(HOUR, value.hours, 24)
  return hours?.length === 24 ? { ...value, hours } : null
}

function newcomers(before: PanelsOf<PanelData>, after: PanelsOf<PanelData>): readonly Act[] {
  if (before.feed === undefined || before.feed === after.feed) return []
  const known = new Set(before.feed.data.map((act) => act.id))
  return (after.feed?.data ?? []).filter((act) => !known.has(act.id))
}

export const LOBBY: Scene<PanelData, Act> = {
  path: '/wall',
  readers: {
    today,
    stages: (value) => rows(STAGE, value),
    districts: (value) => rows(DISTRICT, value),
    institutions: (value) => rows(INSTITUTION, value),
    industries: (value) => rows(INDUSTRY, value),
    products: (value) => rows(PRODUCT, value),
    feed: (value) => rows(ACT, value, FEED_ROWS_MAX),
  },
  arrivals: newcomers,
}
