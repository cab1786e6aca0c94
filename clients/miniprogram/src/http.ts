// The mini-program's way to the server, by the phone's own request: a bearer token, and a key on every act.
import { pairsOf, type Query } from '@finmart/shared/asking'
import { offlineProblem, problemFrom } from '@finmart/shared/problem'
import { drop, held } from './held'
import { SERVER } from './server'

const PATIENCE_MS = 15_000
const UPLOAD_PATIENCE_MS = 60_000 // a photograph is sent, and read, before it is answered
const KEY_PARTS = 4

interface Asking {
  readonly method: 'GET' | 'POST'
  readonly data?: object | ArrayBuffer
  readonly header?: Record<string, string>
  readonly patience?: number
}

export function addressOf(path: string, query: Query = {}): string {
  const tail = pairsOf(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return `${SERVER}/api${path}${tail ? `?${tail}` : ''}`
}

export function headers(): Record<string, string> {
  const common = { 'X-Terminal': 'miniprogram', Accept: 'application/json' }
  return held.token ? { ...common, Authorization: `Bearer ${held.token}` } : common
}

function answerTo<Answer>(url: string, { method, data, header, patience = PATIENCE_MS }: Asking): Promise<Answer> {
  return new Promise((resolve, reject) => {
    uni.request({
      url,
      method,
      ...(data === undefined ? {} : { data }),
      header: { ...headers(), ...header },
      timeout: patience,
      success: (answer) => {
        if (answer.statusCode >= 200 && answer.statusCode < 300) { resolve(answer.data as Answer); return }
        const problem = problemFrom(answer.statusCode, answer.data)
        if (problem.code === 'not_logged_in') drop()
        reject(problem)
      },
      fail: () => { reject(offlineProblem()) },
    })
  })
}

/** GET: the answer's shape is the contract's. */
export function ask<Answer>(path: string, query?: Query): Promise<Answer> {
  return answerTo(addressOf(path, query), { method: 'GET' })
}

/** POST with an idempotency key: repeating it repeats the answer, not the act. With an etag, only if nothing has changed since. */
export function act<Answer>(path: string, body: object = {}, key: string = newKey(), etag = ''): Promise<Answer> {
  const header: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': key }
  if (etag) header['If-Match'] = `"${etag}"`
  return answerTo(addressOf(path), { method: 'POST', data: body, header })
}

/** POST a file as the body. */
export function send<Answer>(path: string, content: ArrayBuffer, media: string, name: string, key: string = newKey(), query: Query = {}): Promise<Answer> {
  const header = { 'Content-Type': media, 'X-File-Name': encodeURIComponent(name), 'Idempotency-Key': key }
  return answerTo(addressOf(path, query), { method: 'POST', data: content, header, patience: UPLOAD_PATIENCE_MS })
}

/** Different each time; it has to be unlike every other, not secret: WeChat gives secrets only to those who wait. */
export function newKey(): string {
  const part = (): string => Math.floor(Math.random() * 0x1_0000_0000).toString(16).padStart(8, '0')
  return `${Date.now().toString(16)}-${Array.from({ length: KEY_PARTS }, part).join('')}`
}
