// When something happened, as short as the day allows: 14:32:08 today, 昨天 17:02, 11月20日.
import { clockText, dateText, today } from '@finmart/shared/dates'

const DAY_MS = 86_400_000

/** Whose figures they are: 今日, or after midnight the date they still belong to. */
export function dayName(date: string | undefined, now: number): string {
  return date === undefined || date === today(new Date(now)) ? '今日' : dateText(date).replace(/^\d+年/, '')
}

export function feedTime(at: string, now: number): string {
  const day = today(new Date(at))
  if (day === today(new Date(now))) return clockText(at)
  if (day === today(new Date(now - DAY_MS))) return `昨天 ${clockText(at).slice(0, 5)}`
  return dateText(day).replace(/^\d+年/, '')
}
