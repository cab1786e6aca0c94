// How full the house is, summed from what the other panels know.
import type { PanelsOf } from '../wall/wire'
import type { StoreData } from './shapes'

export interface Occupancy {
  readonly waiting: number
  readonly serving: number
  readonly visitors: number
  readonly attending: number
}

type Known = PanelsOf<Pick<StoreData, 'tickets' | 'visits' | 'roadshows'>>

/** People in the store by what they are here for; null until everything that is counted has been heard of. */
export function occupancyOf(panels: Known): Occupancy | null {
  const { tickets, visits, roadshows } = panels
  if (!tickets || !visits || !roadshows) return null
  return {
    waiting: tickets.data.waiting.reduce((sum, each) => sum + each.waiting, 0),
    serving: tickets.data.calls.filter((call) => call.state === 'serving').length,
    visitors: visits.data.filter((each) => each.state === 'receiving').reduce((sum, each) => sum + each.attended, 0),
    attending: roadshows.data.filter((each) => ['open', 'running'].includes(each.state)).reduce((sum, each) => sum + each.attended, 0),
  }
}
