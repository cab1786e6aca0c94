// Which stages of the flow are drawn as bars, and which are only mentioned.
import type { Stage } from '../wall/shapes'

const OFF_THE_WAY = new Set(['rejected', 'withdrawn'])
/** What every loan passes through is drawn even when nobody waits there. */
const ALWAYS = new Set(['to_accept', 'to_review', 'to_grant', 'to_disburse', 'completed'])
const BARS_MAX = 8

/** Bars in flow order: the common way always; of the rest where somebody is, the fullest that still fit. */
export function onTheWay(stages: readonly Stage[]): readonly Stage[] {
  const common = stages.filter((stage) => ALWAYS.has(stage.state))
  const fullest = stages
    .filter((stage) => !ALWAYS.has(stage.state) && !OFF_THE_WAY.has(stage.state) && stage.count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, BARS_MAX - common.length)
  const drawn = new Set([...common, ...fullest])
  return stages.filter((stage) => drawn.has(stage))
}

export function aside(stages: readonly Stage[]): readonly Stage[] {
  return stages.filter((stage) => OFF_THE_WAY.has(stage.state))
}
