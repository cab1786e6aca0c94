// The store wall's panels as tables of fields. A panel that is added has its line in `StoreData` and in the readers.
import type { Scene } from '../wall/wire'

export type StoreData = Record<never, never>

export const STORE: Scene<StoreData, never> = {
  path: '/store',
  readers: {},
  arrivals: () => [],
}
