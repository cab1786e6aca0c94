// The portal's way to the server: ask (GET), act (POST, with an idempotency key), send a file and fetch one.
import { pairsOf, type Query } from '@finmart/shared/asking'
import { assistingFor } from './assisting'
import { ticketFor } from './ticket'
import { offlineProblem, Problem, problemOf } from '@finmart/shared/problem'

let whenLoggedOut: () => void = () => undefined
let whenAskedToProve: (problem: Problem) => Promise<boolean> = () => Promise.resolve(false)
let whenReached: (reached: boolean) => void = () => undefined

/** Called once at start: what to do when the server no longer knows us, whether it can be reached at all, and how one proves again who one is. */
export function listenToAnswers(loggedOut: () => void, reached: (reached: boolean) => void, prove: (problem: Problem) => Promise<boolean>): void {
  whenLoggedOut = loggedOut
  whenReached = reached
  whenAskedToProve = prove
}

export function addressOf(path: string, query: Query = {}): string {
  const tail = new URLSearchParams(pairsOf(query)).toString()
  return `/api${path}${tail ? `?${tail}` : ''}`
}

async function answerTo(address: string, init: RequestInit): Promise<Response> {
  const headers = { 'X-Terminal': 'portal', Accept: 'application/json', ...ticketFor(address), ...assistingFor(address), ...init.headers }
  return answered(() => fetch(address, { ...init, headers, credentials: 'same-origin' }).catch(() => null))
}

/** Where the server wants a fresh proof of who asks, the person gives it and the same request is made again. */
async function answered(request: () => Promise<Response | null>): Promise<Response> {
  try {
    return await judged(await request())
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'step_up' || !await whenAskedToProve(thrown)) throw thrown
    return judged(await request())
  }
}

/** The answer, if it is one; otherwise the problem it tells of is thrown. */
async function judged(response: Response | null): Promise<Response> {
  whenReached(response !== null)
  if (response === null) throw offlineProblem()
  if (response.ok) return response
  const problem = await problemOf(response)
  if (problem.code === 'not_logged_in') whenLoggedOut()
  throw problem
}

/** GET: the answer's shape is the contract's. */
export async function ask<Answer>(path: string, query?: Query): Promise<Answer> {
  const response = await answerTo(addressOf(path, query), { method: 'GET' })
  return (await response.json()) as Answer
}

/** POST with an idempotency key: repeating it repeats the answer, not the act. With an etag, only if nothing has changed since. */
export async function act<Answer>(path: string, body: object = {}, key: string = newKey(), etag = ''): Promise<Answer> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': key }
  if (etag) headers['If-Match'] = `"${etag}"`
  const response = await answerTo(addressOf(path), { method: 'POST', body: JSON.stringify(body), headers })
  return (await response.json()) as Answer
}

/** POST a file as the body, telling how much of it has left (0 to 1); otherwise like `act`. */
export async function send<Answer>(path: string, file: File, key: string, told: (share: number) => void, query: Query = {}): Promise<Answer> {
  const response = await answered(() => sent(addressOf(path, query), file, key, told))
  return (await response.json()) as Answer
}

/** POST pictures as the body; nothing of them is kept, so a try is never repeated under the same key. */
export async function sendBlob<Answer>(path: string, content: Blob): Promise<Answer> {
  const response = await answerTo(addressOf(path), { method: 'POST', body: content, headers: { 'Content-Type': content.type } })
  return (await response.json()) as Answer
}

/** By XMLHttpRequest: `fetch` does not tell how far an upload is. */
function sent(address: string, file: File, key: string, told: (share: number) => void): Promise<Response | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.onprogress = (event) => { told(event.total ? event.loaded / event.total : 0) }
    request.onload = () => { resolve(new Response(request.responseText, { status: request.status })) }
    request.onerror = request.onabort = () => { resolve(null) }
    request.open('POST', address)
    request.setRequestHeader('X-Terminal', 'portal')
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.setRequestHeader('Idempotency-Key', key)
    for (const [name, value] of Object.entries({ ...ticketFor(address), ...assistingFor(address) })) request.setRequestHeader(name, value)
    request.send(file)
  })
}

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Fetches a picture for the page alone: the address lives until it is revoked, and nothing is cached. */
export async function pictureAt(path: string): Promise<string> {
  const response = await answerTo(addressOf(path), { method: 'GET', headers: { Accept: 'image/*' } })
  return URL.createObjectURL(await response.blob())
}

/** Fetches a file and hands it to the browser under the server's or our name. */
export async function saveFile(path: string, query: Query, fallbackName: string): Promise<void> {
  const response = await answerTo(addressOf(path, query), { method: 'GET', headers: { Accept: '*/*' } })
  const said = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = said ? decodeURIComponent(said) : fallbackName
  link.click()
  URL.revokeObjectURL(address)
}
