// Money is whole fen everywhere; people read it in 万元 or 亿元 with two decimals and find the exact sum on hover.

const FEN_PER_YUAN = 100
const FEN_PER_WAN = 1_000_000
const FEN_PER_YI = 10_000_000_000

/** 3500000.01 → "3,500,000.01". Written out, since WeChat on Android has no `Intl`. */
function twoDecimals(value: number): string {
  const [whole = '', part = ''] = Math.abs(value).toFixed(2).split('.')
  const sign = value < 0 && Number(value.toFixed(2)) !== 0 ? '-' : ''
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`
}

export interface MoneyParts {
  readonly number: string
  readonly unit: '万元' | '亿元'
}

/** 350000000 → {number: "350.00", unit: "万元"}. */
export function moneyParts(fen: number): MoneyParts {
  const large = Math.abs(fen) >= FEN_PER_YI
  const unit = large ? '亿元' : '万元'
  return { number: twoDecimals(fen / (large ? FEN_PER_YI : FEN_PER_WAN)), unit }
}

/** 350000000 → "350.00 万元"; nothing known → "—". */
export function moneyText(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—'
  const { number, unit } = moneyParts(fen)
  return `${number} ${unit}`
}

/** The exact sum, to the fen: "3,500,000.00 元". */
export function exactMoney(fen: number): string {
  return `${twoDecimals(fen / FEN_PER_YUAN)} 元`
}

/** What a person types in 万元 becomes whole fen; nonsense becomes null. */
export function fenFromWan(wan: number | string | null | undefined): number | null {
  if (wan === null || wan === undefined || wan === '') return null
  const value = typeof wan === 'number' ? wan : Number(wan)
  if (!Number.isFinite(value)) return null
  return Math.round(value * FEN_PER_WAN)
}

export function wanFromFen(fen: number): number {
  return fen / FEN_PER_WAN
}

/** "50.00 万元 – 1,000.00 万元", the unit said once when both share it. */
export function moneyRange(fromFen: number, toFen: number): string {
  const from = moneyParts(fromFen)
  const to = moneyParts(toFen)
  if (from.unit === to.unit) return `${from.number}–${to.number} ${to.unit}`
  return `${from.number} ${from.unit}–${to.number} ${to.unit}`
}

/** A yearly rate in basis points: 385 → "3.85%". */
export function rateText(bp: number | null | undefined): string {
  return bp === null || bp === undefined ? '—' : `${(bp / 100).toFixed(2)}%`
}

/** "3.45%–4.80%"; a product without a price has none. */
export function rateRange(fromBp: number | null, toBp: number | null): string {
  if (fromBp === null || toBp === null) return '—'
  return fromBp === toBp ? rateText(fromBp) : `${(fromBp / 100).toFixed(2)}%–${rateText(toBp)}`
}

/** "3.85" typed by a person → 385; nonsense → null. */
export function bpFromPercent(percent: number | string | null | undefined): number | null {
  if (percent === null || percent === undefined || percent === '') return null
  const value = Number(percent)
  return Number.isFinite(value) ? Math.round(value * 100) : null
}

export function monthsText(months: number | null | undefined): string {
  return months === null || months === undefined ? '—' : `${months} 个月`
}

export function monthsRange(from: number, to: number): string {
  return from === to ? monthsText(from) : `${from}–${to} 个月`
}
