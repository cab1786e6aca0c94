// Store and forward: what was done without a line waits here, sealed, and is sent in its order once the line is back.
import { Problem } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref } from 'vue'
import { seal, unseal, type KeyRing, type Sealed } from './sealing'

export interface Kept extends Sealed {
  readonly id: string
  readonly kind: string
  /** In which order it was put in; two of one millisecond are told apart by `place`. */
  readonly at: number
  readonly place: number
  /** The server's no, once it has decided: kept for the staff, and no longer in the way of what follows. */
  readonly refusal?: string
}

export interface Shelf {
  all: () => Promise<Kept[]>
  put: (kept: Kept) => Promise<unknown>
  drop: (id: string) => Promise<unknown>
}

/** Sends one; throws a `Problem`. The id is its idempotency key, however often it is sent. */
export type Send = (kind: string, id: string, body: object) => Promise<unknown>

export interface Outbox {
  /** Resolves once it is on the disk, with the id by which it will be known. */
  put: (kind: string, body: object, id?: string) => Promise<string>
  /** Sends what waits, the oldest first; stops at the first that could not be delivered. */
  forward: () => Promise<void>
  count: () => Promise<void>
  waiting: Ref<number>
  /** What the server would not have: shown to the staff for a week, without what it says of people. */
  refused: Ref<readonly Refused[]>
}

export interface Refused { readonly id: string, readonly kind: string, readonly at: number, readonly refusal: string }

/** What the server says of each that was handed in to it. */
export interface HandedIn { readonly items: readonly { readonly accepted: boolean, readonly reason: string }[] }

const DECIDED = 409
const TOO_OFTEN = 429
const UNKNOWN_DEVICE = 401
const WAITING_MAX = 500
const REFUSED_KEPT_MS = 7 * 86_400_000
const UNREADABLE = '内容无法读取，可能已被改动。'
const NOT_KEPT = '本终端暂时不能离线登记，请联系现场工作人员。'
const FULL = '离线登记已满，请联系现场工作人员。'

const isDecided = ({ status }: Problem): boolean => status >= 400 && status < 500 && status !== TOO_OFTEN && status !== UNKNOWN_DEVICE

/** An upload is answered for each of what it brought: what was not taken is a no like any other. */
export function mustBeTaken({ items }: HandedIn): void {
  const refused = items.find(({ accepted }) => !accepted)
  if (refused) throw new Problem({ status: DECIDED, code: 'unmet', detail: refused.reason })
}

/** False: it could not be delivered now, and nothing after it may go before it. */
async function deliver(kept: Kept, shelf: Shelf, ring: KeyRing, send: Send, asProblem: (thrown: unknown) => Problem): Promise<boolean> {
  const body = await unseal(ring, kept.id, kept).catch(() => null)
  if (!body) {
    await shelf.put({ ...kept, refusal: UNREADABLE })
    return true
  }
  try {
    await send(kept.kind, kept.id, body)
  } catch (thrown) {
    const problem = asProblem(thrown)
    if (!isDecided(problem)) return false
    await shelf.put({ ...kept, refusal: problem.message })
    return true
  }
  await shelf.drop(kept.id)
  return true
}

export function makeOutbox(shelf: Shelf, ring: KeyRing, send: Send, asProblem: (thrown: unknown) => Problem): Outbox {
  const waiting = ref(0)
  const refused = shallowRef<readonly Refused[]>([])
  let going = false
  let place = 0

  const inOrder = async (): Promise<Kept[]> => (await shelf.all()).sort((one, other) => one.at - other.at || one.place - other.place)

  async function count(): Promise<void> {
    const kept = await inOrder().catch(() => [])
    const no = kept.flatMap(({ id, kind, at, refusal }) => refusal ? [{ id, kind, at, refusal }] : [])
    const old = no.filter(({ at }) => at < Date.now() - REFUSED_KEPT_MS)
    refused.value = no.slice(old.length)
    waiting.value = kept.length - no.length
    for (const { id } of old) await shelf.drop(id)
  }

  async function put(kind: string, body: object, id: string = crypto.randomUUID()): Promise<string> {
    if (waiting.value >= WAITING_MAX) throw new Problem({ status: DECIDED, code: 'unmet', detail: FULL })
    place += 1
    const sealed = await seal(ring, id, body)
    await shelf.put({ id, kind, at: Date.now(), place, ...sealed }).catch(() => { throw new Problem({ status: DECIDED, code: 'unavailable', detail: NOT_KEPT }) })
    await count()
    return id
  }

  async function forward(): Promise<void> {
    if (going) return
    going = true
    try {
      for (const kept of await inOrder()) {
        if (!kept.refusal && !await deliver(kept, shelf, ring, send, asProblem)) break
      }
      await count()
    } finally {
      going = false
    }
  }

  return { put, forward, count, waiting, refused }
}
