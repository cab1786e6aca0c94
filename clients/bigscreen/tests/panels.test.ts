// What the panels work out for themselves: shares, spans, stages, places on the map, the time of an act.
import { expect, test } from 'vitest'
import suzhou from '../src/assets/suzhou10.json'
import { NAME_AT, STEPS, stepOf } from '../src/map/names'
import { draw } from '../src/map/project'
import { dayName, feedTime } from '../src/panels/feedTime'
import { hourSpan, peak } from '../src/panels/hours'
import { sharesOf, wholePercents } from '../src/panels/shares'
import { aside, onTheWay } from '../src/panels/stages'

test('whole percents add up to a hundred', () => {
  expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33])
  expect(wholePercents([0, 0])).toEqual([0, 0])
  expect(wholePercents([999, 1]).reduce((a, b) => a + b)).toBe(100)
})

test('beyond six kinds the smallest become the rest, and no fen is lost', () => {
  const products = [7, 6, 5, 4, 3, 2, 1, 0].map((granted_fen) => ({ kind: `k${granted_fen}`, label: `${granted_fen}`, count: 1, granted_fen }))
  const mix = sharesOf(products)
  expect(mix.slices.map((slice) => slice.label)).toEqual(['7', '6', '5', '4', '3', '其他'])
  expect(mix.slices.at(-1)?.granted_fen).toBe(3)
  expect(mix.total_fen).toBe(28)
  expect(sharesOf(products.slice(0, 6)).slices.at(-1)?.label).toBe('2')
})

test('the hours shown are the opening hours, widened by what happened outside them', () => {
  const hours = Array.from({ length: 24 }, () => ({ requests: 0, disbursed_fen: 0 }))
  expect(hourSpan(hours)).toEqual([8, 17])
  expect(hourSpan(hours.map((hour, at) => (at === 21 ? { ...hour, disbursed_fen: 1 } : hour)))).toEqual([8, 21])
  expect(hourSpan(hours.map((hour, at) => (at === 6 ? { ...hour, requests: 1 } : hour)))).toEqual([6, 17])
  expect([peak([0, 0]), peak([1, 5, 5])]).toEqual([-1, 1])
})

test('the common way is always drawn, side ways when somebody is there, endings are mentioned', () => {
  const stage = (state: string, count: number) => ({ state, label: state, count, amount_fen: 0 })
  const stages = [stage('to_accept', 0), stage('to_amend', 0), stage('to_guarantee', 2), stage('completed', 0), stage('rejected', 1)]
  expect(onTheWay(stages).map((each) => each.state)).toEqual(['to_accept', 'to_guarantee', 'completed'])
  const crowd = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((state, place) => stage(state, place + 1))
  expect(onTheWay([...crowd, stage('completed', 0)]).map((each) => each.state)).toEqual(['c', 'd', 'e', 'f', 'g', 'h', 'i', 'completed'])
  expect(aside(stages).map((each) => each.state)).toEqual(['rejected'])
})

test('ten units are drawn inside the box, each with a place for its name', () => {
  const { outlines, spot } = draw(suzhou, { width: 600, height: 584 })
  expect(outlines).toHaveLength(10)
  for (const { code, path } of outlines) {
    const numbers = (path.match(/[\d.-]+/g) ?? []).map(Number)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThanOrEqual(600)
    const { x, y } = spot(NAME_AT[code] ?? [0, 0])
    expect(x > 0 && x < 600 && y > 0 && y < 584).toBe(true)
  }
})

test('a unit with one request is lighter than one with none, in equal steps up to the most', () => {
  expect([0, 1, 20, 21, 100].map((value) => stepOf(value, 100))).toEqual([0, 1, 1, 2, STEPS])
  expect(stepOf(0, 0)).toBe(0)
})

test('an act of today has seconds, an older one its day', () => {
  const now = Date.parse('2026-11-22T15:00:00+08:00')
  expect(feedTime('2026-11-22T14:32:08+08:00', now)).toBe('14:32:08')
  expect([undefined, '2026-11-22', '2026-11-21'].map((date) => dayName(date, now))).toEqual(['今日', '今日', '11月21日'])
  expect(feedTime('2026-11-21T17:02:59+08:00', now)).toBe('昨天 17:02')
  expect(feedTime('2026-11-19T17:02:59+08:00', now)).toBe('11月19日')
})
