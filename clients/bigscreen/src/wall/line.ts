// The wall's line to the server: what arrives goes through the reducer, what breaks is said, what is closed leaves nothing running.
import { wallSocket, type WallSays } from '@finmart/shared/live'
import type { Phase } from './freshness'
import { applyTick, reducer, type Wall } from './reduce'
import type { Scene } from './wire'

interface WallHears {
  snapshot: (message: unknown) => void
  update: (message: unknown) => void
  tick: (message: unknown) => void
  reload: () => void
}

export interface LineNews<D, A> {
  /** The reduced wall, and that the server was heard just now. */
  readonly shown: (wall: Wall<D, A>) => void
  readonly phase: (phase: Phase) => void
  readonly reload: () => void
}

/** A refused screen asks again: somebody may have renewed its key meanwhile. */
const REFUSED_RETRY_MS = 30_000
const DISMISSED_RETRY_MS = 3_000
const ANSWER_MS_MAX = 4_000

export interface Line {
  readonly close: () => void
  /** Asks the server something; rejects when it does not answer in time. */
  readonly ask: (event: keyof WallSays) => Promise<unknown>
}

/** Open the line. */
export function openLine<D extends object, A>(key: string, scene: Scene<D, A>, news: LineNews<D, A>): Line {
  const socket = wallSocket<WallHears>(scene.path, key)
  const reduce = reducer(scene)
  let wall: Wall<D, A> | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  const reconnectIn = (ms: number): void => {
    clearTimeout(retry)
    retry = setTimeout(() => socket.connect(), ms)
  }
  const show = (next: Wall<D, A> | null): void => {
    if (next === null) return
    wall = next
    news.shown(next)
  }

  socket.on('snapshot', (message: unknown) => {
    show(reduce.snapshot(message))
    if (wall !== null) news.phase('live')
  })
  socket.on('update', (message: unknown) => show(wall && reduce.update(wall, message)))
  socket.on('tick', (message: unknown) => show(wall && applyTick(wall, message)))
  socket.on('reload', () => news.reload())
  socket.on('disconnect', () => {
    news.phase('offline')
    if (!socket.active) reconnectIn(DISMISSED_RETRY_MS)
  })
  socket.on('connect_error', () => {
    news.phase(socket.active ? 'offline' : 'refused')
    if (!socket.active) reconnectIn(REFUSED_RETRY_MS)
  })
  socket.connect()

  return {
    close: () => {
      clearTimeout(retry)
      socket.off()
      socket.disconnect()
    },
    ask: (event) => socket.timeout(ANSWER_MS_MAX).emitWithAck(event),
  }
}
