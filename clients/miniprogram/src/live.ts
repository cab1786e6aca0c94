// The live line: Socket.IO written out over the phone's own WebSocket, since its library does not run in WeChat.
import { held } from './held'
import { followMessage, NAMESPACE, nudgeIn, PING, PONG, unfollowMessage } from './wire'
import { lineAddress } from './server'

const RETRY_MIN_MS = 1_000
const RETRY_MAX_MS = 16_000

type Hearer = () => void

const hearers = new Map<string, Set<Hearer>>()
let line: UniApp.SocketTask | null = null
let joined = false
let wasJoined = false
let wanted = false
let pause = RETRY_MIN_MS
let timer: ReturnType<typeof setTimeout> | undefined

function say(text: string): void {
  line?.send({ data: text })
}

function tellAll(): void {
  for (const each of hearers.values()) for (const hear of each) hear()
}

/** After a break everything followed is asked for again: what moved meanwhile was not heard. */
function join(): void {
  joined = true
  pause = RETRY_MIN_MS
  for (const subject of hearers.keys()) say(followMessage(subject))
  if (wasJoined) tellAll()
  wasJoined = true
}

function heard(text: string): void {
  if (text === PING) say(PONG)
  else if (text.startsWith('0')) say(`40${NAMESPACE},${JSON.stringify({ token: held.token })}`)
  else if (text.startsWith(`40${NAMESPACE}`)) join()
  else for (const hear of hearers.get(nudgeIn(text)) ?? []) hear()
}

function lost(task: UniApp.SocketTask): void {
  if (task !== line) return
  line = null
  joined = false
  if (!wanted || !held.token) return
  timer = setTimeout(openLine, pause)
  pause = Math.min(RETRY_MAX_MS, pause * 2)
}

/** Opens the line while somebody is logged in and the mini-program is before their eyes. */
export function openLine(): void {
  clearTimeout(timer)
  wanted = true
  if (line || !held.token) return
  const task = uni.connectSocket({ url: lineAddress(), complete: () => undefined })
  line = task
  task.onMessage(({ data }) => { heard(String(data)) })
  task.onClose(() => { lost(task) })
  task.onError(() => { lost(task) })
}

export function closeLine(): void {
  wanted = false
  clearTimeout(timer)
  const task = line
  line = null
  joined = false
  task?.close({})
}

/** Hears whenever the subject moves; answers with the way to stop. */
export function follow(subject: string, hear: Hearer): () => void {
  const all = hearers.get(subject) ?? new Set<Hearer>()
  hearers.set(subject, all.add(hear))
  openLine()
  if (joined && all.size === 1) say(followMessage(subject))
  return () => {
    all.delete(hear)
    if (all.size > 0) return
    hearers.delete(subject)
    if (joined) say(unfollowMessage(subject))
  }
}
