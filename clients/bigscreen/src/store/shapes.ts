// The store wall's panels as tables of fields. A panel that is added has its line in `StoreData` and in the readers.
import { rows, type Row, type Scene } from '../wall/wire'

const DEVICES_MAX = 200
const device = { id: 'text', name: 'text', kind_label: 'text', zone: 'text', zone_label: 'text', health: 'text' } as const
export type ShownDevice = Row<typeof device>

export interface StoreData {
  readonly devices: readonly ShownDevice[]
}

export const STORE: Scene<StoreData, never> = {
  path: '/store',
  readers: {
    devices: (value) => rows(device, value, DEVICES_MAX),
  },
  arrivals: () => [],
}
