// A minute without a touch, and the kiosk forgets: the ring counts it, a touch begins it anew.
import { onScopeDispose, reactive } from 'vue'
import { ask } from '../http'
import { state } from './kiosk'

export const IDLE_S = 60
export const WARN_S = 15
const TICK_MS = 250
const TOLD_EVERY_MS = 10_000

export const idle = reactive({ left: IDLE_S })

/** Counts while anything is on the screen that the next person should not see. */
export function useIdle(over: () => void): void {
  let touchedAt = performance.now()
  let toldAt = performance.now()

  function touched(): void {
    touchedAt = performance.now()
    idle.left = IDLE_S
    if (state.user && touchedAt - toldAt > TOLD_EVERY_MS) {
      toldAt = touchedAt
      void ask('/kiosk/user').catch(() => null) // the session on the server rests no longer than the ring
    }
  }

  function tick(): void {
    if (state.reading || (state.screen === 'home' && !state.user && !state.first && !state.next)) touched()
    idle.left = Math.max(0, IDLE_S - (performance.now() - touchedAt) / 1000)
    if (idle.left > 0) return
    touched()
    over()
  }

  const timer = window.setInterval(tick, TICK_MS)
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, touched, { capture: true, passive: true })
  onScopeDispose(() => {
    window.clearInterval(timer)
    for (const kind of ['pointerdown', 'keydown'] as const) window.removeEventListener(kind, touched, { capture: true })
  })
}
