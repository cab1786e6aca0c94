// The live line: nudges tell a page to ask again; after a break every page asks again once.
import { portalSocket, type Nudge, type PortalSocket } from '@finmart/shared/live'
import { defineStore } from 'pinia'
import { ref } from 'vue'

const LOST_AFTER_MS = 4_000

export const useLive = defineStore('live', () => {
  const lineLost = ref(false)
  const serverLost = ref(false)
  const hearers = new Set<(nudge: Nudge | null) => void>()
  const followed = new Map<string, number>()
  let socket: PortalSocket | null = null
  let lostTimer = 0

  function tell(nudge: Nudge | null): void {
    for (const hear of hearers) hear(nudge)
  }

  function say(what: 'follow' | 'unfollow', subject: string): void {
    if (!socket?.connected) return
    if (what === 'follow') socket.emit('follow', { subject_id: subject }, () => undefined)
    else socket.emit('unfollow', { subject_id: subject })
  }

  function watchForLoss(): void {
    window.clearTimeout(lostTimer)
    lostTimer = window.setTimeout(() => { lineLost.value = socket !== null && !socket.connected }, LOST_AFTER_MS)
  }

  function found(): void {
    const again = lineLost.value
    window.clearTimeout(lostTimer)
    lineLost.value = false
    for (const subject of followed.keys()) say('follow', subject)
    if (again) tell(null)
  }

  function connect(): void {
    if (socket) return
    socket = portalSocket()
    socket.on('connect', found)
    socket.on('disconnect', watchForLoss)
    socket.on('connect_error', watchForLoss)
    socket.on('nudge', tell)
    socket.connect()
  }

  function disconnect(): void {
    socket?.disconnect()
    socket = null
    followed.clear()
    lineLost.value = false
  }

  /** Hears every nudge, and null after the line was lost and found; answers with the way to stop. */
  function hear(hearer: (nudge: Nudge | null) => void): () => void {
    hearers.add(hearer)
    return () => { hearers.delete(hearer) }
  }

  function follow(subject: string): () => void {
    followed.set(subject, (followed.get(subject) ?? 0) + 1)
    say('follow', subject)
    return () => {
      const left = (followed.get(subject) ?? 1) - 1
      if (left > 0) followed.set(subject, left)
      else if (followed.delete(subject)) say('unfollow', subject)
    }
  }

  function reached(is: boolean): void {
    const again = serverLost.value && is
    serverLost.value = !is
    if (again) tell(null)
  }

  return { lineLost, serverLost, connect, disconnect, hear, follow, reached }
})
