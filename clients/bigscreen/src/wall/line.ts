// The wall's line to the server: what arrives goes through the reducer, what breaks is said, what is closed leaves nothing running.
import { wallSocket } from '@finmart/shared/live'
import { applySnapshot, applyTick, applyUpdate, type Wall } from './reduce'
import type { Phase } from './freshness'

interface WallHears {
  snapshot: (message: unknown) => void
  update: (message: unknown) => void
  tick: (message: unknown) => void
  reload: () => void
}

export interface LineNews {
  /** The reduced wall, and that the server was heard just now. */
  readonly shown: (wall: Wall) => void
  readonly phase: (phase: Phase) => void
  readonly reload: () => void
}

/** A refused screen asks again: somebody may have renewed its key meanwhile. */
const REFUSED_RETRY_MS = 30_000
const DISMISSED_RETRY_MS = 3_000

/** Open the line; the answer closes it. */
export function openLine(key: string, news: LineNews): () => void {
  const socket = wallSocket<WallHears>(key)
  let wall: Wall | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  const reconnectIn = (ms: number): void => {
    clearTimeout(retry)
    retry = setTimeout(() => socket.connect(), ms)
  }
  const show = (next: Wall | null): void => {
    if (next === null) return
    wall = next
    news.shown(next)
  }

  socket.on('snapshot', (message: unknown) => {
    show(applySnapshot(message))
    if (wall !== null) news.phase('live')
  })
  socket.on('update', (message: unknown) => show(wall && applyUpdate(wall, message)))
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

  return () => {
    clearTimeout(retry)
    socket.off()
    socket.disconnect()
  }
}
