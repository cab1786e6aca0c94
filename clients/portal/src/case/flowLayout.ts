// Where each state and step of a flow stands in its picture: the way to the end in one row, side states below.
import type { FlowPicture, FlowState, FlowStep } from '@finmart/shared/api'

export interface PlacedState extends FlowState { x: number, y: number, main: boolean }
export interface PlacedStep { key: string, label: string, path: string, x: number, y: number, anchor: 'middle' | 'start' | 'end' }
export interface Layout { states: PlacedState[], steps: PlacedStep[], width: number, height: number }

export const BOX = { width: 88, height: 40 }
const GAP = { x: 172, y: 74 }
const MARGIN = { x: 56, y: 58 }
const LANE = 24

/** Ends that nobody works towards. */
const REFUSALS = ['rejected', 'withdrawn', 'removed']

/**
 * The longest way forward from the first state, and the end that it leads to: the work when all goes well.
 * Where only giving up ends a flow (a product is kept for years), it is the longest way forward.
 */
export function mainWay(picture: FlowPicture): string[] {
  const finals = new Set(picture.states.filter((state) => state.final).map((state) => state.state))
  const order = picture.states.map((state) => state.state)
  let best: string[] = []
  let longest: string[] = []
  function walk(way: string[]): void {
    const here = way[way.length - 1] ?? ''
    if (finals.has(here)) return
    if (way.length > longest.length) longest = way
    if (way.length > best.length && endOf(way)) best = way
    for (const step of picture.steps) {
      if (step.from.includes(here) && !way.includes(step.to) && isForward(order, here, step.to)) walk([...way, step.to])
    }
  }
  /** The first end, no refusal if there is one, that some state of the way leads to. */
  function endOf(way: string[]): string | undefined {
    const ends = order.filter((state) => finals.has(state) && picture.steps.some((step) => step.to === state && step.from.some((each) => way.includes(each))))
    return ends.find((state) => !REFUSALS.includes(state)) ?? (way.length === 1 ? ends[0] : undefined)
  }
  const first = order[0]
  if (first) walk([first])
  const end = endOf(best)
  return end && (best.length > 1 || longest.length === 1) ? [...best, end] : longest
}

function isForward(order: string[], from: string, to: string): boolean {
  return to !== 'to_amend' && order.indexOf(to) > order.indexOf(from)
}

export function layOut(picture: FlowPicture): Layout {
  const way = mainWay(picture)
  const sides = picture.states.filter((state) => !way.includes(state.state))
  const top = MARGIN.y + (lanes(picture, way) - 1) * LANE
  const states = picture.states.map((state): PlacedState => {
    const column = way.indexOf(state.state)
    if (column >= 0) return { ...state, main: true, x: MARGIN.x + column * GAP.x, y: top }
    return { ...state, main: false, x: state.final ? MARGIN.x + (way.length - 1) * GAP.x : sideX(picture, way, state.state), y: top + (sides.indexOf(state) + 1) * GAP.y }
  })
  const at = new Map(states.map((state) => [state.state, state]))
  const steps = joined(picture.steps).flatMap((step) => drawStep(step, at))
  const width = Math.max(...states.map((state) => state.x), 0) + MARGIN.x + 24
  return { states, steps, width, height: top + sides.length * GAP.y + BOX.height }
}

/** How many lanes the arrows above the row need: one that passes over more states runs higher. */
function lanes(picture: FlowPicture, way: string[]): number {
  const spans = picture.steps.flatMap((step) => step.from.map((from) => spanOf(way.indexOf(from), way.indexOf(step.to))))
  return Math.max(1, ...spans)
}

/** Columns between two states of the row that are joined by an arrow above it; 0 for any other. */
function spanOf(from: number, to: number): number {
  return from < 0 || to < 0 || from === to || to === from + 1 ? 0 : Math.abs(to - from)
}

/** Two ways of doing the same (grab, accept) are one arrow with both names. */
function joined(steps: FlowStep[]): FlowStep[] {
  const byWay = new Map<string, FlowStep>()
  for (const step of steps) {
    const way = `${step.from.join()}>${step.to}`
    const same = byWay.get(way)
    byWay.set(way, same ? { ...same, label: `${same.label} / ${step.label}` } : step)
  }
  return [...byWay.values()]
}

/** A side state stands right of the last state that leads to it; those that end the case stand below the end. */
function sideX(picture: FlowPicture, way: string[], state: string): number {
  const from = picture.steps.filter((step) => step.to === state).flatMap((step) => step.from)
  const last = Math.max(0, ...from.map((each) => way.indexOf(each)))
  return MARGIN.x + Math.min(last + 0.68, way.length - 1) * GAP.x
}

function drawStep(step: FlowStep, at: Map<string, PlacedState>): PlacedStep[] {
  const to = at.get(step.to)
  if (!to) return []
  const sources = step.from.map((name) => at.get(name)).filter((state) => state !== undefined)
  return sources.map((from, place) => {
    const key = `${step.verb}-${from.state}`
    const label = place === 0 ? step.label : ''
    if (from.state === to.state) return loop(key, step.label, from)
    if (from.main && to.main) return to.x - from.x === GAP.x ? along(key, step.label, from, to) : over(key, step.label, from, to)
    return to.main ? back(key, label, from, to) : down(key, label, from, to)
  })
}

function loop(key: string, label: string, state: PlacedState): PlacedStep {
  const top = state.y - BOX.height / 2
  return { key, label, anchor: 'middle', x: state.x, y: top - 20, path: `M${state.x - 20} ${top}v-14h40v12` }
}

function along(key: string, label: string, from: PlacedState, to: PlacedState): PlacedStep {
  const [start, end] = [from.x + BOX.width / 2, to.x - BOX.width / 2]
  return { key, label, anchor: 'middle', x: (start + end) / 2, y: from.y - 8, path: `M${start} ${from.y}H${end - 2}` }
}

/** Along the row past other states, or back: in an arc above it, the higher the further. */
function over(key: string, label: string, from: PlacedState, to: PlacedState): PlacedStep {
  const top = from.y - BOX.height / 2
  const lane = 14 + (Math.round(Math.abs(to.x - from.x) / GAP.x) - 1) * LANE
  const side = to.x > from.x ? 16 : -16
  return { key, label, anchor: 'middle', x: (from.x + to.x) / 2, y: top - lane - 6, path: `M${from.x + side} ${top}v${-lane}H${to.x - side}v${lane - 2}` }
}

/** From a state of the row down and along to a side state. */
function down(key: string, label: string, from: PlacedState, to: PlacedState): PlacedStep {
  const x = from.x - 12
  const left = to.x - BOX.width / 2
  const start = from.main ? from.y + BOX.height / 2 : from.y
  return { key, label, anchor: 'start', x: x + 8, y: to.y - 6, path: `M${x} ${start}V${to.y}H${left - 2}` }
}

/** From a side state back up to the row. */
function back(key: string, label: string, from: PlacedState, to: PlacedState): PlacedStep {
  const right = from.x + BOX.width / 2
  const up = to.x + 24
  const bottom = to.y + BOX.height / 2 + 2
  if (up > from.x - BOX.width / 2 && up < right) return { key, label, anchor: 'start', x: up + 8, y: (bottom + from.y - BOX.height / 2) / 2 + 4, path: `M${up} ${from.y - BOX.height / 2}V${bottom}` }
  const lane = from.y - BOX.height / 2 - 8
  return { key, label, anchor: 'start', x: up + 8, y: lane - 5, path: `M${from.x} ${from.y - BOX.height / 2}V${lane}H${up}V${bottom}` }
}
