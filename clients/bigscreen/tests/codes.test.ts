// A code that nobody could draw is none.
import { expect, test } from 'vitest'
import { readCodes } from '../src/store/codes'

const CODE = { kind: '路演', title: '专场', says: '扫一扫', rows: ['10', '01'], good_for_s: 12.5 }

test('what is a square of squares is taken, and anything else is no answer', () => {
  expect(readCodes({ ok: true, codes: [CODE] })).toEqual([CODE])
  for (const wrong of [null, { ok: false }, { codes: [] }, { codes: [{ ...CODE, rows: ['10', '0'] }] }, { codes: [{ ...CODE, rows: ['12', '01'] }] }, { codes: [{ ...CODE, good_for_s: -1 }] }]) {
    expect(readCodes(wrong)).toBeNull()
  }
})
