// Moments and dates as people of Suzhou read them: 2026年11月22日, and "3 分钟前" within the last day.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Suzhou has no summer time: its clock is the world's plus eight hours. Written out, since WeChat on Android has no `Intl`. */
function inSuzhou(when: Date): Date {
  return new Date(when.getTime() + 8 * HOUR_MS)
}

const two = (number: number): string => String(number).padStart(2, '0')

/** 14:05. */
function timeOf(when: Date): string {
  const there = inSuzhou(when)
  return `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`
}

/** A calendar date (YYYY-MM-DD) or a moment, as a Date; a calendar date is noon so that no zone moves it. */
function moment(text: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00:00+08:00` : text)
}

/** 2026年11月22日. */
export function dateText(text: string | null | undefined): string {
  if (!text) return '—'
  const there = inSuzhou(moment(text))
  return `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日`
}

/** 2026年11月22日 14:05. */
export function momentText(text: string | null | undefined): string {
  return text ? `${dateText(text)} ${timeOf(moment(text))}` : '—'
}

/** 2026年11月22日 14:00–16:00; the day is said again only when it is another. */
export function spanText(from: string, until: string): string {
  return `${momentText(from)}–${dateText(from) === dateText(until) ? timeOf(moment(until)) : momentText(until)}`
}

/** 14:05:09. */
export function clockText(text: string): string {
  const when = moment(text)
  return `${timeOf(when)}:${two(when.getUTCSeconds())}`
}

/** "刚刚", "3 分钟前", "5 小时前" within the last day, else the date and time. */
export function agoText(text: string | null | undefined, now: number = Date.now()): string {
  if (!text) return '—'
  const age = now - moment(text).getTime()
  if (age >= DAY_MS || age < -MINUTE_MS) return momentText(text)
  if (age < MINUTE_MS) return '刚刚'
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} 分钟前`
  return `${Math.floor(age / HOUR_MS)} 小时前`
}

/** Today in Suzhou as YYYY-MM-DD. */
export function today(now: Date = new Date()): string {
  return inSuzhou(now).toISOString().slice(0, 10)
}

/** Whole days from today to a date: negative when it has passed. */
export function daysUntil(date: string, now: Date = new Date()): number {
  return Math.round((moment(date.slice(0, 10)).getTime() - moment(today(now)).getTime()) / DAY_MS)
}

/** "今天到期", "还剩 3 天", "已超期 2 天". */
export function deadlineText(date: string | null | undefined, now: Date = new Date()): string {
  if (!date) return '—'
  const days = daysUntil(date, now)
  if (days < 0) return `已超期 ${-days} 天`
  return days === 0 ? '今天到期' : `还剩 ${days} 天`
}

/** "2026-06" → "6月", with the year where it changes. */
export function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return number === '01' ? `${year}年1月` : `${Number(number)}月`
}

/** A moment as the clock of Suzhou shows it, without a zone: 2026-12-02T10:00:00. */
export function wallClock(text: string): string {
  return text ? inSuzhou(moment(text)).toISOString().slice(0, 19) : ''
}
