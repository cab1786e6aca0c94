// How a wait is read: what is short, what is sure, and that nobody serves.
import { describe, expect, it } from 'vitest'
import { bookableDays, callText, spanText, ticketSays, type TicketProgress, waitText, type Estimate } from '../src/queue'

const told = (low_s: number, median_s: number, high_s: number): Estimate => ({ low_s, median_s, high_s, learned: true })

describe('waitText', () => {
  it('gives the middle and the interval in whole minutes', () => {
    expect(waitText(told(290, 600, 1070))).toBe('约 10 分钟（5–18 分钟）')
    expect(waitText(told(600, 600, 600))).toBe('约 10 分钟')
  })
  it('says what is nearly nothing, and what nobody can say', () => {
    expect(waitText(told(0, 0, 0))).toBe('随到随办')
    expect(waitText(told(0, 0, 120))).toBe('2 分钟以内')
    expect(waitText(null)).toBe('暂无窗口开放')
  })
})

it('says spans and calls as people do', () => {
  expect([spanText(45), spanText(120), spanText(200), spanText(null)]).toEqual(['45 秒', '2 分钟', '3 分 20 秒', '—'])
  expect(callText('A012', 3)).toBe('请 A012 号到 3 号窗口')
})

describe('bookableDays', () => {
  it('begins with today by the clock of Suzhou and goes two weeks ahead', () => {
    const days = bookableDays(Date.parse('2026-11-30T16:30:00Z'))
    expect(days[0]).toEqual({ value: '2026-12-01', label: '12月1日 周二' })
    expect(days.at(-1)).toEqual({ value: '2026-12-15', label: '12月15日 周二' })
  })
})

describe('ticketSays', () => {
  const ticket = { ticket_no: 'A001', state: 'no_show', counter_no: null, ahead: null, return_until: '2026-12-01T02:30:00Z' } as TicketProgress

  it('sends whoever missed the call to the button or to the staff', () => {
    expect(ticketSays(ticket, true)).toBe('您已过号，10:30 前请点“重新排队”。')
    expect(ticketSays(ticket)).toBe('您已过号，10:30 前请联系工作人员重新排队。')
  })
})
