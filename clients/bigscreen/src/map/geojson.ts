// The part of GeoJSON that the map of Suzhou uses.
export interface FeatureCollection {
  readonly features: readonly {
    readonly id: string
    readonly properties: { readonly name: string }
    readonly geometry: { readonly coordinates: readonly (readonly (readonly number[])[])[] }
  }[]
}
