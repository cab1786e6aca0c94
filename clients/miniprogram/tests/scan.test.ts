import { expect, test } from 'vitest'
import { destinationOf } from '../src/scan'

const ID = '0193f1d2-7c3a-7000-8000-5b1c0a9e4d21'
const MAC = 'a'.repeat(24)
const at = (tail: string): string => `https://mart.example.gov.cn/portal/${tail}`

test('every code that a screen of the store shows leads to its page', () => {
  const entry = `E${ID.replaceAll('-', '')}.58900123.${MAC}`
  expect(destinationOf(at(`sign-in/${ID}?code=${entry}`))).toEqual({ kind: 'page', page: `/pages/events/sign-in?id=${ID}&code=${entry}` })
  expect(destinationOf(entry)).toEqual({ kind: 'page', page: `/pages/events/sign-in?id=${ID}&code=${entry}` })
  expect(destinationOf(at(`scan/${ID}`))).toEqual({ kind: 'page', page: `/pages/scan/agree?id=${ID}` })
  expect(destinationOf(` ${at(`ticket/${ID.toUpperCase()}`)}\n`)).toEqual({ kind: 'page', page: `/pages/store/ticket?id=${ID}` })
  expect(destinationOf(at('own-tickets?from=x&store_code=0a1b2c3d4e5f60718293'))).toEqual({ kind: 'store', code: '0a1b2c3d4e5f60718293' })
})

test.each([
  ['foreign', 'https://pay.example.com/collect?id=8', '不是本平台'],
  ['a sign-in without its code', at(`sign-in/${ID}`), '没有签到码'],
  ['a code that would say more than a code', at(`sign-in/${ID}?code=E1&x=2/../`), ''],
  ['an id that is none', at('scan/../../account'), '不是本平台'],
  ['a store code that is none', at('own-tickets?store_code=<script>'), '不是本平台'],
  ['a letter to be verified', at('verify/BH202611270001'), '保函核验码'],
  ['one’s own pass', `P${'0'.repeat(64)}.58900123.${MAC}`, '本人签到码'],
  ['a store code of the kind shown before', at('home?store_code=0a1b2c3d4e5f60718293'), '不是本平台'],
  ['nonsense', '你好', '不是本平台'],
  ['nothing', '  ', '不是本平台'],
])('what leads nowhere says so: %s', (_name, text, sentence) => {
  const to = destinationOf(text)
  if (sentence) expect(to).toMatchObject({ kind: 'none', said: expect.stringContaining(sentence) as string })
  else expect(to).toEqual({ kind: 'page', page: `/pages/events/sign-in?id=${ID}&code=E1` })
})
