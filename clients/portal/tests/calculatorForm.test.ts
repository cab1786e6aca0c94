// The loan calculator's own words: the first day it proposes, what it sends, and the file it hands over.
import { expect, test } from 'vitest'
import { bodyOf, csvOf, nextMonth } from '../src/forms/calculatorForm'

test.each([
  [new Date(2026, 10, 27), '2026-12-27'],
  [new Date(2027, 0, 31), '2027-02-28'],
  [new Date(2026, 11, 31), '2027-01-31'],
])('a month after %s', (today, expected) => {
  expect(nextMonth(today)).toBe(expected)
})

test('an empty day of drawing is left to the server', () => {
  const draft = { principal_fen: 1, rate_bp: 385, term_months: 1, method: 'bullet', day_count: '30/360', first_due_on: '2026-12-27', drawn_on: '' }
  expect(bodyOf(draft)).not.toHaveProperty('drawn_on')
  expect(bodyOf({ ...draft, drawn_on: '2026-11-01' })).toHaveProperty('drawn_on', '2026-11-01')
})

test('the file says yuan to the fen', () => {
  const rows = [{ no: 1, due_on: '2026-12-27', principal_fen: 33_212_791, interest_fen: 362_500, balance_fen: 66_787_209 }]
  expect(csvOf({ rows, total_interest_fen: 362_500, apr_bp: 435 }).split('\r\n')[1]).toBe('1,2026年12月27日,335752.91,332127.91,3625.00,667872.09')
})
