// The live line: nudges tell a page to ask again; after a break every page asks again once.
import { portalSocket, type Nudge, type PortalSocket } from '@finmart/shared/live'
import { defineStore } from 'pinia'
import { ref } from 'vue'

const LOST_AFTER_MS = 4_000

type Hearer = (nudge: Nudge | null) => void

/** What is followed, counted, so that two parts of a page may follow the same subject. */
class Followed {
  private readonly counts = new Map<string, number>()

  add(subject: string): void {
    this.counts.set(subject, (this.counts.get(subject) ?? 0) + 1)
  }

  /** True when nobody is left who follows the subject. */
  remove(subject: string): boolean {
    const left = (this.counts.get(subject) ?? 1) - 1
    if (left > 0) this.counts.set(subject, left)
    else this.counts.delete(subject)
    return left <= 0
  }

  all(): string[] {
    return [...this.counts.keys()]
  }
}

const hearers = new Set<Hearer>()
const followed = new Followed()

function tell(nudge: Nudge | null): void {
  for (const hear of hearers) hear(nudge)
}

/** Hears every nudge, and null after the line was lost and found; answers with the way to stop. */
function hear(hearer: Hearer): () => void {
  hearers.add(hearer)
  return () => { hearers.delete(hearer) }
}

function say(socket: PortalSocket | null, what: 'follow' | 'unfollow', subject: string): void {
  if (!socket?.connected) return
  if (what === 'follow') socket.emit('follow', { subject_id: subject }, () => undefined)
  else socket.emit('unfollow', { subject_id: subject })
}

export const useLive = defineStore('live', () => {
  const lineLost = ref(false)
  const serverLost = ref(false)
  let socket: PortalSocket | null = null
  let lostTimer = 0

  function watchForLoss(): void {
    window.clearTimeout(lostTimer)
    lostTimer = window.setTimeout(() => { lineLost.value = socket !== null && !socket.connected }, LOST_AFTER_MS)
  }

  let wasConnected = false
  function found(): void {
    window.clearTimeout(lostTimer)
    lineLost.value = false
    for (const subject of followed.all()) say(socket, 'follow', subject)
    if (wasConnected) tell(null)
    wasConnected = true
  }

  /** `sentAway`: the server has closed the line by itself, since the session has ended. */
  function connect(sentAway: () => void): void {
    if (socket) return
    wasConnected = false
    socket = portalSocket().on('connect', found).on('disconnect', (reason) => { if (reason === 'io server disconnect') sentAway(); watchForLoss() }).on('connect_error', watchForLoss).on('nudge', tell)
    socket.connect()
  }

  function disconnect(): void {
    window.clearTimeout(lostTimer)
    socket?.disconnect()
    socket = null
    lineLost.value = false
  }

  function follow(subject: string): () => void {
    followed.add(subject)
    say(socket, 'follow', subject)
    return () => { if (followed.remove(subject)) say(socket, 'unfollow', subject) }
  }

  function reached(is: boolean): void {
    const again = serverLost.value && is
    serverLost.value = !is
    if (again) tell(null)
  }

  return { lineLost, serverLost, connect, disconnect, hear, follow, reached }
})
