// The kiosk's way to the server: its own token on every call, and the session's while somebody is logged in.
import { offlineProblem, problemOf } from '@finmart/shared/problem'
import { reactive } from 'vue'

const TOKEN_KEY = 'finmart-kiosk-token'

/** The gate stands, and the platform behind it does not answer: for whoever stands here the line is down. */
const UNANSWERED = new Set([502, 504])

/** What the terminal keeps: its own credential. A person's session lives in memory alone. */
const held = { session: '', firstProof: '' }
export const line = reactive({ reached: true })

export function deviceToken(): string {
  return localStorage.getItem(TOKEN_KEY) ?? ''
}

export function keepDeviceToken(token: string): void {
  localStorage.setItem(TOKEN_KEY, token)
}

export function forgetDeviceToken(): void {
  localStorage.removeItem(TOKEN_KEY)
}

export function holdSession(token: string): void {
  held.session = token
}

/** The ticket of a log-in that wants a second proof: every way in that follows is that proof. */
export function holdFirstProof(ticket: string): void {
  held.firstProof = ticket
}

async function answerTo<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Device-Token': deviceToken() }
  if (held.session) headers['Authorization'] = `Bearer ${held.session}`
  if (held.firstProof) headers['X-Log-In-Ticket'] = held.firstProof
  const options: RequestInit = { ...init, headers: { ...headers, ...init.headers }, credentials: 'omit', cache: 'no-store' }
  const response = await fetch(`/api${path}`, options).catch(() => null)
  line.reached = response !== null && !UNANSWERED.has(response.status)
  if (response === null || !line.reached) throw offlineProblem()
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Answer
}

export function ask<Answer>(path: string): Promise<Answer> {
  return answerTo(path, { method: 'GET' })
}

/** With a key, repeating it repeats the answer, not the act. */
export function act<Answer>(path: string, body: object = {}, key = ''): Promise<Answer> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (key) headers['Idempotency-Key'] = key
  return answerTo(path, { method: 'POST', body: JSON.stringify(body), headers })
}

export function send<Answer>(path: string, content: Blob): Promise<Answer> {
  return answerTo(path, { method: 'POST', body: content, headers: { 'Content-Type': content.type } })
}
