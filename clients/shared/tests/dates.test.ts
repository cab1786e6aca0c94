// Dates are those of Suzhou, whatever the zone of the machine.
import { expect, test } from 'vitest'
import { agoText, dateText, deadlineText, momentText, monthText, today } from '../src/dates'

const now = new Date('2026-11-22T16:30:00Z')

test('a calendar date never moves with the zone', () => {
  expect(dateText('2026-11-22')).toBe('2026年11月22日')
  expect(momentText('2026-11-22T16:05:00Z')).toBe('2026年11月23日 00:05')
  expect(today(now)).toBe('2026-11-23')
})

test('the last day is told relatively', () => {
  expect(agoText('2026-11-22T16:29:40Z', now.getTime())).toBe('刚刚')
  expect(agoText('2026-11-22T16:05:00Z', now.getTime())).toBe('25 分钟前')
  expect(agoText('2026-11-22T06:05:00Z', now.getTime())).toBe('10 小时前')
  expect(agoText('2026-11-20T06:05:00Z', now.getTime())).toBe('2026年11月20日 14:05')
})

test('deadlines say what is left or how late it is', () => {
  expect(deadlineText('2026-11-23', now)).toBe('今天到期')
  expect(deadlineText('2026-11-26', now)).toBe('还剩 3 天')
  expect(deadlineText('2026-11-20', now)).toBe('已超期 3 天')
  expect(deadlineText(null, now)).toBe('—')
})

test('months carry the year in January', () => {
  expect(monthText('2026-06')).toBe('6月')
  expect(monthText('2027-01')).toBe('2027年1月')
})
