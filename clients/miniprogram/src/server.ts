// Where the platform answers.

/** In WeChat there is no "here": the address is built in. A phone's browser asks where its pages came from. */
export const SERVER = (import.meta.env.VITE_SERVER ?? '').replace(/\/$/, '')

/** Where the live line is, as WebSocket writes it. */
export function lineAddress(): string {
  const base = SERVER || window.location.origin
  return `${base.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
}
