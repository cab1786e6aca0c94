// What was done without a line: nothing lost, nothing doubled, in its order, and not readable where it lies.
import { Problem, asProblem, offlineProblem } from '@finmart/shared/problem'
import { beforeEach, expect, test } from 'vitest'
import { makeOutbox, type Kept, type Outbox, type Shelf } from '../src/offline/outbox'
import type { KeyRing } from '../src/offline/sealing'

/** A disk: what is put on it stays through a power cut. */
class Disk implements Shelf {
  readonly kept = new Map<string, Kept>()
  key: CryptoKey | null = null
  ring: KeyRing = { held: () => Promise.resolve(this.key), hold: (key) => { this.key = key; return Promise.resolve() } }
  all = (): Promise<Kept[]> => Promise.resolve([...this.kept.values()].reverse())
  put = (each: Kept): Promise<unknown> => Promise.resolve(this.kept.set(each.id, each))
  drop = (id: string): Promise<unknown> => Promise.resolve(this.kept.delete(id))
}

/** The server behind a line: it remembers what it was sent by its id, and may lose its answer on the way back. */
class Line {
  up = true
  answers = true
  sent: string[] = []
  readonly done = new Map<string, object>()
  refuse: string | null = null
  send = (_kind: string, id: string, body: object): Promise<unknown> => {
    if (!this.up) return Promise.reject(offlineProblem())
    this.sent.push(id)
    if ((body as { no: number }).no === 13 && this.refuse) return Promise.reject(new Problem({ status: 409, code: 'not_now', detail: this.refuse }))
    if (!this.done.has(id)) this.done.set(id, body)
    return this.answers ? Promise.resolve({}) : Promise.reject(offlineProblem())
  }
}

let disk: Disk
let line: Line
let outbox: Outbox
const started = (): Outbox => makeOutbox(disk, disk.ring, line.send, asProblem)

beforeEach(() => {
  disk = new Disk()
  line = new Line()
  outbox = started()
})

const numbers = (): number[] => [...line.done.values()].map((body) => (body as { no: number }).no)

test('what was taken offline is sent once the line is back, in its order, through a power cut', async () => {
  line.up = false
  for (const no of [1, 2, 3]) await outbox.put('ticket', { no, phone: '13861234711' })
  await outbox.forward()
  expect(line.done.size).toBe(0)
  outbox = started() // the power was cut
  await outbox.count()
  expect(outbox.waiting.value).toBe(3)
  line.up = true
  await outbox.forward()
  expect(numbers()).toEqual([1, 2, 3])
  expect([outbox.waiting.value, disk.kept.size]).toEqual([0, 0])
})

test('an answer that was lost on the way back is asked for again under the same id', async () => {
  const id = await outbox.put('ticket', { no: 1 })
  line.answers = false
  await outbox.forward()
  expect(outbox.waiting.value).toBe(1)
  line.answers = true
  await outbox.forward()
  expect(line.sent).toEqual([id, id])
  expect(numbers()).toEqual([1])
})

test('two that forward at once send nothing twice', async () => {
  await outbox.put('ticket', { no: 1 })
  await outbox.put('ticket', { no: 2 })
  await Promise.all([outbox.forward(), outbox.forward()])
  expect(line.sent).toHaveLength(2)
})

test('two kiosks that were offline at once both deliver everything, under ids of their own', async () => {
  const other = new Disk()
  const second = makeOutbox(other, other.ring, line.send, asProblem)
  line.up = false
  await Promise.all([outbox.put('ticket', { no: 1 }), second.put('ticket', { no: 1 })])
  line.up = true
  await Promise.all([outbox.forward(), second.forward()])
  expect(new Set(line.sent).size).toBe(2)
  expect(numbers()).toEqual([1, 1])
})

test('what the server will not have is kept for the staff and holds nothing up', async () => {
  line.refuse = '该活动已结束'
  await outbox.put('ticket', { no: 13 })
  await outbox.put('ticket', { no: 14 })
  await outbox.forward()
  expect(numbers()).toEqual([14])
  expect([outbox.waiting.value, outbox.refused.value.length]).toEqual([0, 1])
  const [refused] = outbox.refused.value
  expect(refused).toEqual(expect.objectContaining({ kind: 'ticket', refusal: '该活动已结束' }))
  const week = 7 * 86_400_000
  for (const [id, kept] of disk.kept) disk.kept.set(id, { ...kept, at: kept.at - week - 1 })
  await outbox.put('ticket', { no: 15 }) // what waits is never too old
  expect([outbox.waiting.value, outbox.refused.value, disk.kept.size]).toEqual([1, [], 1])
})

test('nothing of a person can be read where it lies, and nothing can be put in its place', async () => {
  const id = await outbox.put('ticket', { no: 1, phone: '13861234711' })
  const kept = disk.kept.get(id)
  expect(new TextDecoder().decode(kept?.bytes)).not.toContain('1386')
  expect(disk.key?.extractable).toBe(false)
  const moved = await outbox.put('ticket', { no: 2 })
  const other = disk.kept.get(moved)
  if (!kept || !other) throw new Error('not kept')
  disk.kept.set(id, { ...other, id })
  disk.kept.delete(moved)
  await outbox.forward()
  expect(line.sent).toEqual([])
  expect(outbox.refused.value).toHaveLength(1)
})
