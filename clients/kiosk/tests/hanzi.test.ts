// Characters are found by how they are read, the exact reading first; half a reading finds what begins so.
import { expect, test } from 'vitest'
import { sentenceOf } from '../src/certify/glimpse'
import { charactersOf } from '../src/hanzi'

test('a name can be typed by how it is read', () => {
  for (const [reading, sign] of [['su', '苏'], ['zhou', '州'], ['xi', '曦'], ['jing', '璟'], ['lv', '吕'], ['chong', '重'], ['zhong', '重']] as const) {
    expect(charactersOf(reading)).toContain(sign)
  }
  expect(charactersOf('xia').indexOf('夏')).toBeLessThan(charactersOf('xia').indexOf('香'))
  expect(charactersOf('')).toEqual([])
  expect(charactersOf('qqq')).toEqual([])
})

const PIXELS = 100
const grey = (light: number, spot = 0): Uint8ClampedArray => Uint8ClampedArray.from({ length: PIXELS * 4 }, (_, at) => (at / 4 < spot ? 255 : light))

test('what is wrong under the camera is said before the picture is taken', () => {
  expect(sentenceOf(grey(30), null)).toContain('太暗')
  expect(sentenceOf(grey(120), grey(160))).toContain('不要晃动')
  expect(sentenceOf(grey(120, 8), null)).toContain('反光')
  expect(sentenceOf(grey(200), grey(200))).toContain('拍照')
})
