// How old the data on the wall is, said in words a passer-by understands.
import { clockText } from '@finmart/shared/dates'

export const STALE_AFTER_MS = 10_000
const SECONDS_PER_MINUTE = 60
const MINUTES_PER_HOUR = 60

export type Phase = 'connecting' | 'live' | 'offline' | 'refused'
export interface Freshness { readonly mark: 'fresh' | 'stale'; readonly text: string; readonly detail: string }

/** 23 → "23 秒", 150 → "2 分钟", 7300 → "2 小时". */
export function spanText(seconds: number): string {
  if (seconds < SECONDS_PER_MINUTE) return `${seconds} 秒`
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE)
  return minutes < MINUTES_PER_HOUR ? `${minutes} 分钟` : `${Math.floor(minutes / MINUTES_PER_HOUR)} 小时`
}

/** Judge by the time since the server was last heard, on a clock that only runs forward; a lost line is never fresh. */
export function freshness(serverTime: string, silentMs: number, lost: boolean): Freshness {
  const since = clockText(serverTime)
  if (!lost && silentMs <= STALE_AFTER_MS) return { mark: 'fresh', text: `数据截至 ${since}`, detail: '' }
  return { mark: 'stale', text: `数据停在 ${since}`, detail: `已 ${spanText(Math.floor(silentMs / 1000))}未更新` }
}
