// Which stages of the flow are drawn as bars, and which are only mentioned.
import type { Stage } from '../wall/shapes'

const OFF_THE_WAY = new Set(['rejected', 'withdrawn'])
/** What every loan passes through is drawn even when nobody waits there. */
const ALWAYS = new Set(['to_accept', 'to_review', 'to_grant', 'to_disburse', 'completed'])
const BARS_MAX = 8

/** Bars in flow order: the common way always, the rest when somebody is there. */
export function onTheWay(stages: readonly Stage[]): readonly Stage[] {
  return stages
    .filter((stage) => !OFF_THE_WAY.has(stage.state) && (ALWAYS.has(stage.state) || stage.count > 0))
    .slice(0, BARS_MAX)
}

export function aside(stages: readonly Stage[]): readonly Stage[] {
  return stages.filter((stage) => OFF_THE_WAY.has(stage.state))
}
