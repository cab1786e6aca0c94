// Signing in without a line: what a terminal may tell by itself, what it keeps of today, and that nothing of it is left tomorrow.
import { Problem, asProblem } from '@finmart/shared/problem'
import type { EventsToKeep } from '@finmart/shared/events'
import { beforeEach, expect, test } from 'vitest'
import { alike } from '../src/events/alike'
import { makeOfflineEvents, type KeptEvents, type OfflineEvents } from '../src/events/offlineEvents'
import { AGAIN, CLOCK_OFF, NO_PASS, OTHER_EVENT, TOO_OLD, letsIn, shownAt } from '../src/events/offlineRules'
import { makeStoreTime } from '../src/events/storeTime'
import { makeDayFact } from '../src/offline/dayFact'
import { makeOutbox, mustBeTaken, type Kept } from '../src/offline/outbox'
import type { KeyRing } from '../src/offline/sealing'

const EVENT = '0b3f3c9e-5f0a-4c62-9a53-0d9c1c1e2f10'
const GUEST = '7'.repeat(32)
const NOW = '2026-12-02T02:00:00Z'
const SLOT_MS = 30_000
const LISTED = { attendee_id: 'a1', name_masked: '周*国', company_masked: '无锡*工有限公司', signed_in: false }
const TODAY = { id: EVENT, kind: 'roadshow', kind_label: '路演', title: '科创企业融资专场', begins_at: '2026-12-02T02:30:00Z', ends_at: '2026-12-02T04:00:00Z', open: true, attended: 0, seats: 60 }
const TOLD: EventsToKeep = { now: NOW, pass_slot_s: 30, pass_slots: 2, items: [{ ...TODAY, expected: [LISTED] }] }

const passOf = (at: number, event = EVENT, owner = GUEST): string => `P${event.replaceAll('-', '')}${owner}.${Math.floor(at / SLOT_MS)}.${'0'.repeat(24)}`

let disk: Map<string, unknown>
let key: CryptoKey | null
let day: string
let steady: number
let wall: number
const ring: KeyRing = { held: () => Promise.resolve(key), hold: (made) => { key = made; return Promise.resolve() } }
const shelf = {
  take: (name: string) => Promise.resolve(disk.get(name)),
  put: (name: string, value: unknown) => Promise.resolve(disk.set(name, value)),
  drop: (name: string) => Promise.resolve(disk.delete(name)),
}
let bodies: object[]
const fact = makeDayFact<KeptEvents>('events', shelf, ring, () => day)
const started = (): OfflineEvents => makeOfflineEvents(fact, makeStoreTime(() => steady, () => wall), { put: (_kind, body, id = '') => { bodies.push(body); return Promise.resolve(id) } })

beforeEach(() => {
  disk = new Map()
  key = null
  day = '2026-12-02'
  steady = 0
  wall = Date.parse(NOW) + 7_200_000 // two hours fast: the server's time counts
  bodies = []
})

test('who signs in is noted once, at the time of the store, and is looked for no more', async () => {
  const events = started()
  await events.keep(TOLD)
  steady += 90_000
  wall -= 86_400_000 // somebody sets the clock of the terminal
  const at = Date.parse(NOW) + 90_000
  expect(await events.signIn(EVENT, { attendee_id: 'a1', last_four: '4711' })).toEqual(new Date(at))
  expect(await events.signIn(EVENT, { attendee_id: 'a1', last_four: '0000' })).toBe(AGAIN)
  expect((await events.events())?.[0]?.expected).toEqual([])
  expect(await events.signIn(EVENT, { code: passOf(at) })).toEqual(new Date(at))
  expect(await events.signIn(EVENT, { code: passOf(at) })).toBe(AGAIN)
  expect(bodies).toEqual([
    expect.objectContaining({ event_id: EVENT, attendee_id: 'a1', last_four: '4711', arrived_at: new Date(at).toISOString() }),
    expect.objectContaining({ event_id: EVENT, code: passOf(at) }),
  ])
})

test('a pass of another event, an old one, a strange code and a clock that is off are said so at once', () => {
  const now = Date.parse(NOW)
  expect(shownAt('https://example.com', EVENT, now, TOLD)).toBe(NO_PASS)
  expect(shownAt(passOf(now, EVENT.replace('0b', '0c')), EVENT, now, TOLD)).toBe(OTHER_EVENT)
  expect(shownAt(passOf(now), EVENT, now + 2 * SLOT_MS, TOLD)).toBe(TOO_OLD)
  expect(shownAt(passOf(now), EVENT, now + 2 * SLOT_MS - 1, TOLD)).toBe(now + 2 * SLOT_MS - 1)
  expect(shownAt(passOf(now), EVENT, now - 300, TOLD)).toBe(now) // made by the server a breath after
  expect(shownAt(passOf(now), EVENT, now - 2 * SLOT_MS, TOLD)).toBe(CLOCK_OFF)
})

test('through a power cut it goes on by the terminal’s clock, unless that was put back', async () => {
  await started().keep(TOLD)
  const again = started()
  wall += 60_000
  expect(await again.signIn(EVENT, { attendee_id: 'a1', last_four: '4711' })).toEqual(new Date(Date.parse(NOW) + 60_000))
  wall -= 120_000
  expect(await again.signIn(EVENT, { code: passOf(Date.parse(NOW)) })).toBe(CLOCK_OFF)
  expect((await again.events())?.[0]?.open).toBe(false)
})

test('what is kept of people lies sealed, and the next day it is gone', async () => {
  const events = started()
  await events.keep(TOLD)
  const { bytes } = disk.get('events') as { bytes: ArrayBuffer }
  expect(new TextDecoder().decode(bytes)).not.toContain('周')
  day = '2026-12-03'
  await fact.tidy()
  expect(disk.size).toBe(0)
  expect(await events.events()).toBeNull()
  expect(await events.signIn(EVENT, { attendee_id: 'a1', last_four: '4711' })).toBe(CLOCK_OFF)
})

test('a door that had not opened yet opens an hour before, and shuts an hour after', () => {
  const hour = 3_600_000
  const shut = { ...TODAY, open: false }
  const begins = Date.parse(TODAY.begins_at)
  expect([begins - hour - 1, begins - hour].map((now) => letsIn(shut, now))).toEqual([false, true])
  expect([Date.parse(TODAY.ends_at) + hour, Date.parse(TODAY.ends_at) + hour + 1].map((now) => letsIn(TODAY, now))).toEqual([true, false])
})

test('a no inside an answer is kept for the staff; a disk that fails is said', async () => {
  const kept = new Map<string, Kept>()
  const paper = { all: () => Promise.resolve([...kept.values()]), put: (each: Kept) => Promise.resolve(kept.set(each.id, each)), drop: (id: string) => Promise.resolve(kept.delete(id)) }
  const send = (): Promise<void> => Promise.resolve().then(() => { mustBeTaken({ items: [{ accepted: false, reason: '未找到这场活动' }] }) })
  const outbox = makeOutbox(paper, ring, send, asProblem)
  await outbox.put('check-in', { id: 'x' })
  await outbox.forward()
  await outbox.forward()
  expect([outbox.waiting.value, outbox.refused.value.length, [...kept.values()][0]?.refusal]).toEqual([0, 1, '未找到这场活动'])
  const broken = makeOutbox({ ...paper, put: () => Promise.reject(new Error('QuotaExceededError')) }, ring, send, asProblem)
  await expect(broken.put('check-in', { id: 'y' })).rejects.toBeInstanceOf(Problem)
})

test('those who look alike on the list are one line, in the order of the list', () => {
  const people = [LISTED, { ...LISTED, attendee_id: 'a2', name_masked: '许*' }, { ...LISTED, attendee_id: 'a3' }]
  expect(alike(people).map(({ first, people: count }) => [first.attendee_id, count])).toEqual([['a1', 2], ['a2', 1]])
})
