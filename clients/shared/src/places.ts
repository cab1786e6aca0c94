// Where a place is drawn: maps of the mainland shift what satellites say (WGS-84) by some hundred metres (GCJ-02).
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

const RADIUS_M = 6_378_245 // of the ellipsoid (Krasovsky) on which the shift is defined
const FLATNESS = 0.00669342162296594323
const ORIGIN: Point = { latitude: 35, longitude: 105 }
const radians = (degrees: number): number => degrees * Math.PI / 180

type Wave = readonly [strength: number, turns: number]

function waves(at: number, ...all: Wave[]): number {
  return all.reduce((sum, [strength, turns]) => sum + strength * Math.sin(at * Math.PI * turns), 0) * 2 / 3
}

/** The ripple that both shifts share, by how far east one is. */
const ripple = (x: number): number => waves(x, [20, 6], [20, 2])

function northwards(x: number, y: number): number {
  const slope = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  return slope + ripple(x) + waves(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30])
}

function eastwards(x: number, y: number): number {
  const slope = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  return slope + ripple(x) + waves(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30])
}

/** A satellite's position as the mainland's maps draw it. */
export function onTheMap({ latitude, longitude }: Point): Point {
  const [x, y] = [longitude - ORIGIN.longitude, latitude - ORIGIN.latitude]
  const bend = 1 - FLATNESS * Math.sin(radians(latitude)) ** 2
  const alongMeridian = RADIUS_M * (1 - FLATNESS) / (bend * Math.sqrt(bend))
  const alongParallel = RADIUS_M / Math.sqrt(bend) * Math.cos(radians(latitude))
  return {
    latitude: latitude + northwards(x, y) / radians(alongMeridian),
    longitude: longitude + eastwards(x, y) / radians(alongParallel),
  }
}
