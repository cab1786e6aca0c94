// Devices counted by zone, in the order of a walk through the store; and those that are not well, worst first.
import type { ShownDevice } from './shapes'

export interface ZoneCount { readonly zone: string; readonly label: string; readonly healthy: number; readonly warning: number; readonly down: number }

const WALK = ['foyer', 'exhibition', 'roadshow', 'service']

export function countsOf(devices: readonly ShownDevice[]): readonly ZoneCount[] {
  return WALK.flatMap((zone) => {
    const here = devices.filter((each) => each.zone === zone)
    const many = (health: string): number => here.filter((each) => each.health === health).length
    const [first] = here
    return first ? [{ zone, label: first.zone_label, healthy: many('healthy'), warning: many('warning'), down: many('down') }] : []
  })
}

export function badOf(devices: readonly ShownDevice[]): readonly ShownDevice[] {
  return [...devices.filter((each) => each.health === 'down'), ...devices.filter((each) => each.health === 'warning')]
}
