// The cockpit's panels as tables of fields; those it shares with the lobby's wall are read as there.
import { STORE, type StoreData } from '../store/shapes'
import { LOBBY, type PanelData } from '../wall/shapes'
import { isRecord, rows, type Row, type Scene } from '../wall/wire'

const WARNED = { id: 'key', subject_no: 'text', flow_title: 'text', state_label: 'text', owner: 'text', expected_on: 'date' } as const
const MONTH = {
  month: 'text', requests: 'whole', requests_fen: 'whole', granted: 'whole', granted_fen: 'whole', disbursed: 'whole', disbursed_fen: 'whole',
} as const
const STANDING = { state: 'text', label: 'text', count: 'whole', balance_fen: 'whole' } as const

export type Warned = Row<typeof WARNED>
export interface Warnings { readonly count: number, readonly oldest: readonly Warned[] }
export type Month = Row<typeof MONTH>
export type Standing = Row<typeof STANDING>

export type CockpitData = Omit<PanelData, 'feed'> & StoreData & {
  readonly warnings: Warnings
  readonly months: readonly Month[]
  readonly portfolio: readonly Standing[]
}

function warnings(value: unknown): Warnings | null {
  if (!isRecord(value) || !Number.isSafeInteger(value['count'])) return null
  const oldest = rows(WARNED, value['oldest'])
  return oldest && { count: value['count'] as number, oldest }
}

export const COCKPIT: Scene<CockpitData, never> = {
  path: '/cockpit',
  title: '苏州企业金融服务超市 · 监管驾驶舱',
  readers: {
    today: LOBBY.readers.today,
    stages: LOBBY.readers.stages,
    districts: LOBBY.readers.districts,
    institutions: LOBBY.readers.institutions,
    industries: LOBBY.readers.industries,
    products: LOBBY.readers.products,
    ...STORE.readers,
    warnings,
    months: (value) => rows(MONTH, value),
    portfolio: (value) => rows(STANDING, value),
  },
  arrivals: () => [],
}
