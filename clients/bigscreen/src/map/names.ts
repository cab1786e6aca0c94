// Where each unit's name stands on the map, and how long it may be there.

/** Longitude and latitude of the middle of the name, chosen by eye: a unit's centre may lie in a lake or under a neighbour. */
export const NAME_AT: Readonly<Record<string, readonly [number, number]>> = {
  '320508': [120.582, 31.325],
  '320505': [120.4, 31.328],
  '320506': [120.42, 31.14],
  '320507': [120.64, 31.452],
  '320509': [120.64, 30.985],
  '320571': [120.779, 31.318],
  '320581': [120.795, 31.66],
  '320582': [120.61, 31.885],
  '320583': [120.99, 31.3],
  '320585': [121.15, 31.57],
}

const SHORT: Readonly<Record<string, string>> = { '320571': '工业园区' }

export function mapName(code: string, name: string): string {
  return SHORT[code] ?? name
}

/** None, or one of five equal steps up to the most: what the key beside the map says. */
export const STEPS = 5
export function stepOf(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0
  return Math.min(STEPS, Math.ceil((value / most) * STEPS))
}
