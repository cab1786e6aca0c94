// The line says when it is lost, tells a refusal from a broken wire, and leaves nothing running when it is closed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openLine } from '../src/wall/line'
import type { Wall } from '../src/wall/reduce'
import { LOBBY, type Act, type PanelData } from '../src/wall/shapes'

type Listener = (message?: unknown) => void

class FakeSocket {
  active = true
  connects = 0
  private readonly listeners = new Map<string, Listener>()
  on(event: string, listener: Listener): void { this.listeners.set(event, listener) }
  off(): void { this.listeners.clear() }
  connect(): void { this.connects += 1 }
  disconnect(): void { this.active = false }
  hear(event: string, message?: unknown): void { this.listeners.get(event)?.(message) }
}

let socket = new FakeSocket()
vi.mock('@finmart/shared/live', () => ({ wallSocket: () => socket }))

const SNAPSHOT = { at: 1, server_time: '2026-11-22T06:00:00Z', store: '旗舰店', panels: {} }
let heard: string[] = []
let walls: Wall<PanelData, Act>[] = []
const open = (): (() => void) => openLine('k', LOBBY, {
  shown: (wall) => walls.push(wall),
  phase: (phase) => heard.push(phase),
  reload: () => heard.push('reload'),
}).close

beforeEach(() => {
  vi.useFakeTimers()
  socket = new FakeSocket()
  heard = []
  walls = []
})
afterEach(() => void vi.useRealTimers())

test('a snapshot makes the wall live, a broken wire takes it offline and is left to reconnect by itself', () => {
  open()
  socket.hear('snapshot', SNAPSHOT)
  socket.hear('disconnect')
  vi.advanceTimersByTime(60_000)
  expect(heard).toEqual(['live', 'offline'])
  expect(socket.connects).toBe(1)
})

test('a refused key is said so and asked again after half a minute', () => {
  open()
  socket.active = false
  socket.hear('connect_error')
  vi.advanceTimersByTime(29_000)
  expect([heard, socket.connects]).toEqual([['refused'], 1])
  vi.advanceTimersByTime(1_000)
  expect(socket.connects).toBe(2)
})

test('a server that dismisses the screen is asked again', () => {
  open()
  socket.hear('snapshot', SNAPSHOT)
  socket.active = false
  socket.hear('disconnect')
  vi.advanceTimersByTime(3_000)
  expect(socket.connects).toBe(2)
})

test('what comes before the first snapshot shows nothing', () => {
  open()
  socket.hear('update', { at: 2, panels: {} })
  socket.hear('tick', { at: 2, server_time: SNAPSHOT.server_time })
  expect(walls).toEqual([])
  socket.hear('snapshot', SNAPSHOT)
  socket.hear('tick', { at: 7, server_time: '2026-11-22T06:00:05Z' })
  expect(walls.map((wall) => wall.at)).toEqual([1, 7])
})

test('a closed line hears nothing and starts nothing', () => {
  const close = open()
  socket.active = false
  socket.hear('connect_error')
  close()
  vi.advanceTimersByTime(120_000)
  socket.hear('snapshot', SNAPSHOT)
  expect([socket.connects, walls.length, vi.getTimerCount()]).toEqual([1, 0, 0])
})
