// The living wall for Vue: one line, one clock, and nothing left behind when the page goes.
import { computed, onMounted, onUnmounted, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { clockText } from '@finmart/shared/dates'
import { openLine, type Line } from './line'
import { freshness, type Freshness, type Phase } from './freshness'
import { reloadMoment, reloadWhenServed } from './nightly'
import type { Wall } from './reduce'
import type { Scene } from './wire'

const SECOND_MS = 1_000
const OWN_SECONDS_MAX = 240
const RELOAD_RETRY_MS = 30_000

export interface LivingWall<D, A> {
  readonly wall: Readonly<ShallowRef<Wall<D, A> | null>>
  readonly phase: Readonly<Ref<Phase>>
  /** Milliseconds since 1970 by the server's clock: a lobby computer's own clock may be wrong. */
  readonly now: Readonly<Ref<number>>
  readonly fresh: ComputedRef<Freshness | null>
  /** Since when the line has been lost, "14:32:08". */
  readonly lostSince: Readonly<Ref<string>>
  readonly ask: Line['ask']
}

/** The server's clock, carried on between messages by a clock nobody can set. */
class ServerClock {
  private serverTime = ''
  private aheadMs = Date.now() - performance.now()
  private heardAt = performance.now()

  hear(serverTime: string): void {
    this.heardAt = performance.now()
    if (serverTime === this.serverTime) return
    this.serverTime = serverTime
    this.aheadMs = Date.parse(serverTime) - this.heardAt
  }

  get heard(): boolean {
    return this.serverTime !== ''
  }

  get silentMs(): number {
    return performance.now() - this.heardAt
  }

  get now(): number {
    return performance.now() + this.aheadMs
  }
}

/** Once a whole second, on the second. */
function everySecond(now: () => number, tell: () => void): () => void {
  let timer = 0
  const next = (): void => {
    tell()
    timer = window.setTimeout(next, SECOND_MS - (now() % SECOND_MS) + 2)
  }
  next()
  return () => window.clearTimeout(timer)
}

/** Ask for the page again when its night has come or the server says so; a server that is away is asked later. */
function reloader(clock: ServerClock): { ask: () => void; perhaps: () => void } {
  const ownSeconds = Math.floor(Math.random() * OWN_SECONDS_MAX)
  let due: number | null = null
  let asked = false
  let triedAt = -Infinity
  return {
    ask: () => (asked = true),
    perhaps: () => {
      if (clock.heard) due ??= reloadMoment(clock.now, ownSeconds)
      const wanted = asked || (due !== null && clock.now >= due)
      if (!wanted || performance.now() - triedAt < RELOAD_RETRY_MS) return
      triedAt = performance.now()
      void reloadWhenServed()
    },
  }
}

export function useWall<D extends object, A>(key: string, scene: Scene<D, A>): LivingWall<D, A> {
  const wall = shallowRef<Wall<D, A> | null>(null)
  const phase = ref<Phase>('connecting')
  const now = ref(Date.now())
  const silentMs = ref(0)
  const lostSince = ref('')
  const clock = new ServerClock()
  const reload = reloader(clock)
  const closers: (() => void)[] = []
  let line: Line | null = null

  const beat = (): void => {
    now.value = clock.now
    silentMs.value = clock.silentMs
    reload.perhaps()
  }
  const turn = (next: Phase): void => {
    if (next === 'offline' && phase.value !== 'offline') lostSince.value = clockText(new Date(clock.now).toISOString())
    if (next === 'refused') wall.value = null // a screen that may not see shows nothing
    phase.value = next
  }
  const shown = (next: Wall<D, A>): void => {
    clock.hear(next.serverTime)
    silentMs.value = 0
    wall.value = next
  }
  onMounted(() => {
    closers.push(everySecond(() => clock.now, beat))
    line = openLine(key, scene, { shown, phase: turn, reload: reload.ask })
    closers.push(line.close)
  })
  onUnmounted(() => closers.splice(0).forEach((close) => close()))

  const fresh = computed(() => wall.value && freshness(wall.value.serverTime, silentMs.value, phase.value !== 'live'))
  const ask: Line['ask'] = (event) => line?.ask(event) ?? Promise.reject(new Error('the line is not open'))
  return { wall, phase, now, fresh, lostSince, ask }
}
