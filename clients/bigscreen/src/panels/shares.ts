// The mix of products: the five largest kinds and the rest, in whole percents that add up to a hundred.
import type { Product } from '../wall/shapes'

export interface Slice { readonly kind: string; readonly label: string; readonly granted_fen: number; readonly percent: number }
export interface Mix { readonly total_fen: number; readonly slices: readonly Slice[] }

const NAMED_MAX = 5
const HUNDRED = 100

/** Largest remainders: no share is off by a whole percent, and nobody finds 99 or 101. */
export function wholePercents(amounts: readonly number[]): readonly number[] {
  const total = amounts.reduce((sum, each) => sum + each, 0)
  if (total <= 0) return amounts.map(() => 0)
  const exact = amounts.map((each) => (each / total) * HUNDRED)
  const floors = exact.map(Math.floor)
  const missing = HUNDRED - floors.reduce((sum, each) => sum + each, 0)
  const nearest = exact
    .map((each, place) => ({ place, rest: each - Math.floor(each) }))
    .toSorted((a, b) => b.rest - a.rest || a.place - b.place)
    .slice(0, missing)
  const raised = new Set(nearest.map(({ place }) => place))
  return floors.map((each, place) => each + (raised.has(place) ? 1 : 0))
}

export function sharesOf(products: readonly Product[]): Mix {
  const sorted = products.filter((each) => each.granted_fen > 0).toSorted((a, b) => b.granted_fen - a.granted_fen)
  const named = sorted.length > NAMED_MAX + 1 ? sorted.slice(0, NAMED_MAX) : sorted
  const rest = sorted.slice(named.length).reduce((sum, each) => sum + each.granted_fen, 0)
  const parts = named.map(({ kind, label, granted_fen }) => ({ kind, label, granted_fen }))
  if (rest > 0) parts.push({ kind: 'other', label: '其他', granted_fen: rest })
  const percents = wholePercents(parts.map((part) => part.granted_fen))
  return {
    total_fen: parts.reduce((sum, part) => sum + part.granted_fen, 0),
    slices: parts.map((part, place) => ({ ...part, percent: percents[place] ?? 0 })),
  }
}
