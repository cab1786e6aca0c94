// An instalment stands as it stands on the day in Suzhou, whatever the zone of the machine.
import { expect, test } from 'vitest'
import { lineState, type LoanLine } from '../src/servicing'

const line: LoanLine = { no: 1, kind: 'instalment', due_on: '2026-11-28', principal_fen: 1, interest_fen: 0, penalty_fen: 0, paid_fen: 0, left_fen: 1, balance_fen: 0, overdue_days: 0 }

test.each([
  [{}, '2026-11-27', '未到期'],
  [{ paid_fen: 1 }, '2026-11-27', '部分归还'],
  [{}, '2026-11-28', '已到期'],
  [{ overdue_days: 3 }, '2026-12-01', '逾期 3 天'],
  [{ left_fen: 0, overdue_days: 0 }, '2026-12-01', '已还清'],
  [{ kind: 'prepayment' }, '2026-12-01', '提前还款'],
])('%o on %s: %s', (changed, on, said) => {
  expect(lineState({ ...line, ...changed }, on)).toBe(said)
})
