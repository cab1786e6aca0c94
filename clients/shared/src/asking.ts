// What a client's way to the server can do, whatever carries it: the browser's fetch or WeChat's request.
import type { Problem } from './problem'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Record<string, QueryValue | string[]>

/** GET: the answer's shape is the contract's. */
export type Ask = <Answer>(path: string, query?: Query) => Promise<Answer>

/** POST with an idempotency key: repeating it repeats the answer, not the act. With an etag, only if nothing has changed since. */
export type Act = <Answer>(path: string, body?: object, key?: string, etag?: string) => Promise<Answer>

/** The pairs of a query that say something, a list joined by commas. */
export function pairsOf(query: Query): [string, string][] {
  return Object.entries(query)
    .map(([name, value]): [string, QueryValue] => [name, Array.isArray(value) ? value.join(',') : value])
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, String(value)])
}

/** Whether the server has decided: such an answer will not change, so a corrected try needs a key of its own. */
export function isDecided(problem: Problem): boolean {
  return problem.status >= 400 && problem.status < 500 && problem.status !== 429
}
