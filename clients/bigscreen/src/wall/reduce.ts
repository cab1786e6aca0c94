// What the wall shows, worked out from what arrives: pure, so that every order of arrival can be tested.
import { isMoment, isRecord, PANEL_NAMES, readPanel, type Act, type PanelName, type Panels } from './shapes'

export interface Wall {
  readonly at: number
  readonly serverTime: string
  readonly store: string
  readonly panels: Panels
  /** Acts that came with the latest update: they are lit; a snapshot lights nothing. */
  readonly arrived: readonly Act[]
}

type Message = Record<string, unknown>

function merge(shown: Panels, arriving: Message): Panels {
  const merged: { -readonly [N in PanelName]?: Panels[N] } = { ...shown }
  const take = <N extends PanelName>(name: N): void => {
    if (!(name in arriving)) return
    const panel = readPanel(name, arriving[name])
    const before = shown[name]
    if (panel === null) console.error(`大屏收到无法识别的数据：${name}`)
    else if (before === undefined || panel.at >= before.at) merged[name] = panel as Panels[N]
  }
  PANEL_NAMES.forEach(take)
  return merged
}

function newcomers(before: Panels, after: Panels): readonly Act[] {
  if (before.feed === undefined || before.feed === after.feed) return []
  const known = new Set(before.feed.data.map((act) => act.id))
  return (after.feed?.data ?? []).filter((act) => !known.has(act.id))
}

/** A snapshot replaces everything, even what looks newer: after a break only the server knows. */
export function applySnapshot(message: unknown): Wall | null {
  if (!isRecord(message) || !isRecord(message['panels']) || !isMoment(message['server_time'])) return null
  return {
    at: Number.isSafeInteger(message['at']) ? (message['at'] as number) : 0,
    serverTime: message['server_time'],
    store: typeof message['store'] === 'string' ? message['store'] : '',
    panels: merge({}, message['panels']),
    arrived: [],
  }
}

/** An update brings whole panels; one that is older than the panel shown is left aside. */
export function applyUpdate(wall: Wall, message: unknown): Wall {
  if (!isRecord(message) || !isRecord(message['panels'])) return wall
  const panels = merge(wall.panels, message['panels'])
  return { ...applyTick(wall, message), panels, arrived: newcomers(wall.panels, panels) }
}

/** A tick says that the server is there and up to where it knows; time never runs backwards. */
export function applyTick(wall: Wall, message: unknown): Wall {
  if (!isRecord(message)) return wall
  const time = message['server_time']
  const at = message['at']
  return {
    ...wall,
    at: Number.isSafeInteger(at) ? Math.max(wall.at, at as number) : wall.at,
    serverTime: isMoment(time) && Date.parse(time) > Date.parse(wall.serverTime) ? time : wall.serverTime,
  }
}
