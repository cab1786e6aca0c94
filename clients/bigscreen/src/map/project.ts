// From degrees to the wall: ten outlines as SVG paths, fitted into a box.
import type { FeatureCollection } from './geojson'

export interface Box { readonly width: number; readonly height: number }
export interface Spot { readonly x: number; readonly y: number }
export interface Outline { readonly code: string; readonly name: string; readonly path: string }
export interface Drawing { readonly outlines: readonly Outline[]; readonly spot: (lonLat: readonly number[]) => Spot }

type Ring = readonly (readonly number[])[]

function ringsOf(map: FeatureCollection): readonly Ring[] {
  return map.features.flatMap((feature) => feature.geometry.coordinates)
}

/** Equirectangular about the middle latitude: at the size of one city nobody can tell. */
export function draw(map: FeatureCollection, box: Box): Drawing {
  const points = ringsOf(map).flat()
  const lons = points.map((point) => point[0] ?? 0)
  const lats = points.map((point) => point[1] ?? 0)
  const west = Math.min(...lons)
  const east = Math.max(...lons)
  const south = Math.min(...lats)
  const north = Math.max(...lats)
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = Math.min(box.width / ((east - west) * squeeze), box.height / (north - south))
  const left = (box.width - (east - west) * squeeze * scale) / 2
  const top = (box.height - (north - south) * scale) / 2
  const spot = (lonLat: readonly number[]): Spot => ({
    x: left + ((lonLat[0] ?? 0) - west) * squeeze * scale,
    y: top + (north - (lonLat[1] ?? 0)) * scale,
  })
  const line = (ring: Ring): string =>
    `M${ring.map((point) => spot(point)).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`
  const outlines = map.features.map((feature) => ({
    code: feature.id,
    name: feature.properties.name,
    path: feature.geometry.coordinates.map(line).join(''),
  }))
  return { outlines, spot }
}
