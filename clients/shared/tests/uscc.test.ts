// The check digit of a unified social credit code, and how one may be typed.
import { expect, test } from 'vitest'
import { compactUscc, usccFault } from '../src/uscc'

test('true codes pass, however they are typed', () => {
  expect(usccFault('91320594MA1MXXXX00')).not.toBe('')
  expect(usccFault('91350100M000100Y43')).toBe('')
  expect(usccFault(' 9135 0100 m000100y43 ')).toBe('')
  expect(compactUscc('９１３５０１００M000100Y43')).toBe('91350100M000100Y43')
})

test('every change of one character is seen', () => {
  const code = '91350100M000100Y43'
  for (let place = 0; place < code.length; place += 1) {
    const other = code[place] === '7' ? '8' : '7'
    expect(usccFault(code.slice(0, place) + other + code.slice(place + 1))).not.toBe('')
  }
})

test('what is wrong is said in words', () => {
  expect(usccFault('9135')).toBe('统一社会信用代码应为 18 位，现为 4 位。')
  expect(usccFault('91350100M000100Y4I')).toContain('不含 I、O、Z、S、V')
})
