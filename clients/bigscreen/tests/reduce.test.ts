// Whatever order messages arrive in, the wall never goes back, never half-believes, and lights only what is new.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { applyTick, reducer, type Wall } from '../src/wall/reduce'
import { FEED_ROWS_MAX, LOBBY, type Act, type PanelData } from '../src/wall/shapes'

const { snapshot: applySnapshot, update: applyUpdate } = reducer(LOBBY)

const T1 = '2026-11-22T06:00:00Z'
const T2 = '2026-11-22T06:00:05Z'

const hours = Array.from({ length: 24 }, () => ({ requests: 0, disbursed_fen: 0 }))
const day = (disbursed_fen: number): unknown => ({
  date: '2026-11-22', requests: 3, requests_fen: 900, grabbed: 1, granted: 1, granted_fen: 500, disbursed: 1, disbursed_fen, hours,
})
const act = (id: number): unknown => ({
  id, at: T1, code: 'loan_application.disburse', label: '放款', enterprise_masked: '苏州晨*精密有限公司', institution: '苏州银行',
  region: '320508', region_label: '姑苏区', amount_fen: 100,
})
const feed = (...ids: number[]): unknown => ids.map(act)
const snapshot = (panels: Record<string, unknown>): unknown => ({ at: 10, server_time: T1, store: '旗舰店', panels })

function wallOf(panels: Record<string, unknown>): Wall<PanelData, Act> {
  const wall = applySnapshot(snapshot(panels))
  if (wall === null) throw new Error('the snapshot was not read')
  return wall
}

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

test('a newer panel replaces the one shown, an older one is left aside', () => {
  const wall = wallOf({ today: { at: 10, data: day(100) } })
  const newer = applyUpdate(wall, { at: 12, server_time: T2, panels: { today: { at: 12, data: day(300) } } })
  const late = applyUpdate(newer, { at: 11, server_time: T2, panels: { today: { at: 11, data: day(200) } } })
  expect(newer.panels.today?.data.disbursed_fen).toBe(300)
  expect(late.panels.today?.data.disbursed_fen).toBe(300)
  expect(late.at).toBe(12)
})

test('panels age on their own: one update may bring one that is newer and one that is older', () => {
  const wall = wallOf({ today: { at: 10, data: day(100) }, feed: { at: 20, data: feed(1) } })
  const next = applyUpdate(wall, { at: 15, panels: { today: { at: 15, data: day(200) }, feed: { at: 15, data: feed(9) } } })
  expect(next.panels.today?.data.disbursed_fen).toBe(200)
  expect(next.panels.feed?.data.map((each) => each.id)).toEqual([1])
  expect(next.arrived).toEqual([])
})

test('a panel that an update does not name stays as it is', () => {
  const wall = wallOf({ today: { at: 10, data: day(100) } })
  expect(applyUpdate(wall, { at: 11, panels: {} }).panels.today).toBe(wall.panels.today)
})

test('a snapshot replaces everything, even what looks newer', () => {
  const wall = wallOf({ today: { at: 99, data: day(100) }, feed: { at: 99, data: feed(1) } })
  expect(wall.panels.today?.at).toBe(99)
  const again = wallOf({ today: { at: 3, data: day(0) } })
  expect(again.panels.today?.data.disbursed_fen).toBe(0)
  expect(again.panels.feed).toBeUndefined()
  expect(again.arrived).toEqual([])
})

test('only acts the wall has not shown are lit', () => {
  const wall = wallOf({ feed: { at: 10, data: feed(2, 1) } })
  const next = applyUpdate(wall, { at: 12, panels: { feed: { at: 12, data: feed(4, 3, 2, 1) } } })
  expect(next.arrived.map((each) => each.id)).toEqual([4, 3])
  expect(applyUpdate(next, { at: 13, panels: {} }).arrived).toEqual([])
})

test('a panel of another shape is refused whole and the old one stays', () => {
  const wall = wallOf({ today: { at: 10, data: day(100) } })
  const broken = [{ at: 11, data: { ...(day(1) as object), date: '今天' } }, { at: 11, data: { ...(day(1) as object), disbursed_fen: 1.5 } }, { at: 11, data: null }, { data: day(1) }, 'x']
  for (const today of broken) {
    expect(applyUpdate(wall, { at: 11, panels: { today } }).panels.today?.data.disbursed_fen).toBe(100)
  }
  expect(console.error).toHaveBeenCalledTimes(broken.length)
})

test('what is not a message changes nothing', () => {
  const wall = wallOf({})
  expect(applySnapshot(null)).toBeNull()
  expect(applySnapshot({ panels: {}, server_time: 'soon' })).toBeNull()
  expect(applyUpdate(wall, 'x')).toBe(wall)
  expect(applyTick(wall, undefined)).toBe(wall)
})

test('a tick moves time forward only', () => {
  const wall = applyTick(wallOf({}), { server_time: T2, at: 11 })
  expect(wall.serverTime).toBe(T2)
  expect(applyTick(wall, { server_time: T1, at: 5 })).toMatchObject({ serverTime: T2, at: 11 })
})

test('lists stay bounded whatever the server sends', () => {
  const many = Array.from({ length: 500 }, (_, id) => act(id))
  expect(wallOf({ feed: { at: 1, data: many } }).panels.feed?.data).toHaveLength(FEED_ROWS_MAX)
})
