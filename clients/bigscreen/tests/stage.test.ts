// The stage fits every window without stretching, and the night's reload comes once a night.
import { expect, test } from 'vitest'
import { fitStage } from '../src/stage/fit'
import { freshness, spanText } from '../src/wall/freshness'
import { reloadMoment } from '../src/wall/nightly'

test('a full-HD window shows the stage as it is', () => {
  expect(fitStage(1920, 1080)).toEqual({ wide: false, width: 1920, scale: 1, left: 0, top: 0 })
})

test('a double window shows two halves, not a stretched one', () => {
  expect(fitStage(3840, 1080)).toEqual({ wide: true, width: 3840, scale: 1, left: 0, top: 0 })
  expect(fitStage(3840, 2160)).toMatchObject({ wide: false, scale: 2 })
})

test('other shapes are letterboxed in the middle', () => {
  expect(fitStage(1920, 1200)).toMatchObject({ wide: false, scale: 1, left: 0, top: 60 })
  expect(fitStage(2560, 1080)).toMatchObject({ wide: false, scale: 1, left: 320, top: 0 })
})

test('ten seconds of silence are fresh, eleven are not, and the wall says since when', () => {
  const time = '2026-11-22T06:32:08Z'
  expect(freshness(time, 10_000, false)).toEqual({ mark: 'fresh', text: '数据截至 14:32:08', detail: '' })
  expect(freshness(time, 23_400, false)).toEqual({ mark: 'stale', text: '数据停在 14:32:08', detail: '已 23 秒未更新' })
  expect(freshness(time, 2_000, true).mark).toBe('stale')
  expect([spanText(59), spanText(150), spanText(7300)]).toEqual(['59 秒', '2 分钟', '2 小时'])
})

test('the reload is at the next 04:10 of Suzhou, plus the screen’s own seconds', () => {
  const at = (text: string): number => Date.parse(`${text}+08:00`)
  expect(reloadMoment(at('2026-11-22T14:00:00'), 30)).toBe(at('2026-11-23T04:10:30'))
  expect(reloadMoment(at('2026-11-23T00:30:00'), 0)).toBe(at('2026-11-23T04:10:00'))
})

test('a page loaded right after the reload waits for the next night', () => {
  const at = (text: string): number => Date.parse(`${text}+08:00`)
  expect(reloadMoment(at('2026-11-23T04:10:00'), 200)).toBe(at('2026-11-24T04:13:20'))
})
