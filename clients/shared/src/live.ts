// The live line to the server: Socket.IO over WebSocket alone. What arrives is a nudge or a snapshot, never a command.
import { io, type Socket } from 'socket.io-client'

export interface Nudge {
  readonly code: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly at: string
}

interface PortalHears {
  nudge: (nudge: Nudge) => void
}

interface PortalSays {
  follow: (subject: { subject_id: string }, answer: (ack: { ok: boolean }) => void) => void
  unfollow: (subject: { subject_id: string }) => void
}

export type PortalSocket = Socket<PortalHears, PortalSays>

const RETRY_MIN_MS = 500
const RETRY_MAX_MS = 8_000

/** The portal's own line; the session cookie says who is there. */
export function portalSocket(): PortalSocket {
  return io('/portal', { ...lineOptions, withCredentials: true })
}

const lineOptions = {
  path: '/socket.io',
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelay: RETRY_MIN_MS,
  reconnectionDelayMax: RETRY_MAX_MS,
}

/** What a wall asks: the codes of the moment, of the store's own line alone. */
export interface WallSays {
  codes: (answer: (ack: unknown) => void) => void
}

/** A wall's line: `Hears` names the events and their shapes, the key proves the device, or the session cookie the person. */
export function wallSocket<Hears extends Record<keyof Hears, (...given: never[]) => void>>(path: '/wall' | '/store' | '/cockpit', key: string): Socket<Hears, WallSays> {
  return io(path, { ...lineOptions, auth: { key }, withCredentials: true }) as unknown as Socket<Hears, WallSays>
}
