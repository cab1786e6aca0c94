// What a wall shows, worked out from what arrives: pure, so that every order of arrival can be tested.
import { isMoment, isRecord, readPanel, type PanelsOf, type Scene } from './wire'

export interface Wall<D, A> {
  readonly at: number
  readonly serverTime: string
  readonly store: string
  readonly panels: PanelsOf<D>
  /** What came with the latest update: it is lit; a snapshot lights nothing. */
  readonly arrived: readonly A[]
}

export interface Reducer<D, A> {
  /** A snapshot replaces everything, even what looks newer: after a break only the server knows. */
  readonly snapshot: (message: unknown) => Wall<D, A> | null
  /** An update brings whole panels; one that is older than the panel shown is left aside. */
  readonly update: (wall: Wall<D, A>, message: unknown) => Wall<D, A>
}

type Message = Record<string, unknown>

/** A tick says that the server is there and up to where it knows; time never runs backwards. */
export function applyTick<W extends Wall<unknown, unknown>>(wall: W, message: unknown): W {
  if (!isRecord(message)) return wall
  const time = message['server_time']
  const at = message['at']
  return {
    ...wall,
    at: Number.isSafeInteger(at) ? Math.max(wall.at, at as number) : wall.at,
    serverTime: isMoment(time) && Date.parse(time) > Date.parse(wall.serverTime) ? time : wall.serverTime,
  }
}

export function reducer<D extends object, A>({ readers, arrivals }: Scene<D, A>): Reducer<D, A> {
  const merge = (shown: PanelsOf<D>, arriving: Message): PanelsOf<D> => {
    const merged: { -readonly [N in keyof D]?: PanelsOf<D>[N] } = { ...shown }
    const take = <N extends keyof D & string>(name: N): void => {
      if (!(name in arriving)) return
      const panel = readPanel(readers[name], arriving[name])
      const before = shown[name]
      if (panel === null) console.error(`大屏收到无法识别的数据：${name}`)
      else if (before === undefined || panel.at >= before.at) merged[name] = panel
    }
    for (const name of Object.keys(readers)) take(name as keyof D & string)
    return merged
  }
  return {
    snapshot(message) {
      if (!isRecord(message) || !isRecord(message['panels']) || !isMoment(message['server_time'])) return null
      return {
        at: Number.isSafeInteger(message['at']) ? (message['at'] as number) : 0,
        serverTime: message['server_time'],
        store: typeof message['store'] === 'string' ? message['store'] : '',
        panels: merge({}, message['panels']),
        arrived: [],
      }
    },
    update(wall, message) {
      if (!isRecord(message) || !isRecord(message['panels'])) return wall
      const panels = merge(wall.panels, message['panels'])
      return { ...applyTick(wall, message), panels, arrived: arrivals(wall.panels, panels) }
    },
  }
}
