// Which hours of the day the chart shows: the store's own, widened by whatever happened outside them.
import type { Hour } from '../wall/shapes'

const OPENS = 8
const CLOSES = 18

/** From the first to the last hour shown, both included. */
export function hourSpan(hours: readonly Hour[]): readonly [number, number] {
  const busy = hours.flatMap((hour, at) => (hour.requests > 0 || hour.disbursed_fen > 0 ? [at] : []))
  return [Math.min(OPENS, ...busy), Math.max(CLOSES - 1, ...busy)]
}

/** The place of the largest value, the one that is labelled; -1 when all are zero. */
export function peak(values: readonly number[]): number {
  const most = Math.max(0, ...values)
  return most === 0 ? -1 : values.indexOf(most)
}
