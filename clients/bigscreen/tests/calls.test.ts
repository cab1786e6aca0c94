// What of an update is a new call: it alone is spoken and lit.
import { expect, it } from 'vitest'
import { newCalls, STORE, type Called } from '../src/store/shapes'
import { sentenceOf } from '../src/store/voice'

const call = (ticket_no: string, at: string, state = 'called'): Called => ({ ticket_no, counter_no: 3, class_name: '融资咨询', at, calls: 1, state })
const panel = (...calls: Called[]) => ({ tickets: { at: 1, data: { day: '2026-11-23', calls, waiting: [] } } })

it('speaks a call once, a repeated one again, the older first, and a snapshot never', () => {
  const first = call('A001', '2026-11-23T02:00:00Z')
  const again = call('A001', '2026-11-23T02:01:00Z')
  const next = call('B001', '2026-11-23T02:02:00Z')
  expect(newCalls({}, panel(first))).toEqual([])
  expect(newCalls(panel(first), panel(next, again))).toEqual([again, next])
  expect(newCalls(panel(next, again), panel({ ...next, state: 'serving' }, again))).toEqual([])
})

it('reads digits one by one', () => {
  expect(sentenceOf({ ticket_no: 'A012', counter_no: 3 })).toBe('请 A 零 一 二 号，到 3 号窗口办理')
})

it('refuses a panel of another shape', () => {
  expect(STORE.readers.tickets({ day: '2026-11-23', calls: [{ ticket_no: 1 }], waiting: [] })).toBeNull()
})
