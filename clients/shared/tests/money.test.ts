// Money is read in 万元 and 亿元, typed in 万元, and never loses a fen.
import { expect, test } from 'vitest'
import { bpFromPercent, exactMoney, fenFromWan, moneyRange, moneyText, rateRange, rateText } from '../src/money'

test('sums are read in 万元 until they reach 亿元', () => {
  expect(moneyText(350_000_000)).toBe('350.00 万元')
  expect(moneyText(9_999_999_999)).toBe('10,000.00 万元')
  expect(moneyText(12_345_678_900)).toBe('1.23 亿元')
  expect(moneyText(null)).toBe('—')
})

test('the exact sum keeps every fen', () => {
  expect(exactMoney(350_000_001)).toBe('3,500,000.01 元')
})

test('what is typed in 万元 becomes whole fen', () => {
  expect(fenFromWan('0.29')).toBe(290_000)
  expect(fenFromWan(1.13)).toBe(1_130_000)
  expect(fenFromWan('')).toBeNull()
  expect(fenFromWan('三百万')).toBeNull()
})

test('ranges name the unit once when both ends share it', () => {
  expect(moneyRange(50_000_000, 1_000_000_000)).toBe('50.00–1,000.00 万元')
  expect(moneyRange(50_000_000, 20_000_000_000)).toBe('50.00 万元–2.00 亿元')
})

test('rates are basis points', () => {
  expect(rateText(385)).toBe('3.85%')
  expect(rateRange(345, 435)).toBe('3.45%–4.35%')
  expect(bpFromPercent('3.85')).toBe(385)
})
