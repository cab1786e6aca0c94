// A device is named by the browser people know, not by the engines it claims to be.
import { describe, expect, it } from 'vitest'
import { deviceText } from '../src/device'

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0'

describe('a device in words', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`, 'Chrome 浏览器，Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/131.0`, 'Edge 浏览器，Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/605.1.15 Version/17.1 Safari/605.1.15', 'Safari 浏览器，macOS'],
    [`Mozilla/5.0 (Linux; Android 14) ${CHROME} Mobile Safari/537.36 MicroMessenger/8.0`, '微信，安卓'],
    ['curl/8.5', ''],
    ['', ''],
  ])('%s', (agent, text) => {
    expect(deviceText(agent)).toBe(text)
  })
})
