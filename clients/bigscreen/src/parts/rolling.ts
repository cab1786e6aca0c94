// A number that changed rolls once to its new value; whoever asked for calm sees it change at once.
import { onUnmounted, ref, watch, type Ref } from 'vue'

const ROLL_MS = 640

function calm(): boolean {
  return document.hidden || window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

const easeOut = (share: number): number => 1 - (1 - share) ** 3

/** The value to paint; it ends exactly at the source's value. */
export function useRolling(source: () => number): Readonly<Ref<number>> {
  const painted = ref(source())
  let frame = 0
  const roll = (from: number, to: number, began: number): void => {
    const share = (performance.now() - began) / ROLL_MS
    if (share >= 1 || calm()) {
      painted.value = to
      return
    }
    painted.value = Math.round(from + (to - from) * easeOut(share))
    frame = requestAnimationFrame(() => roll(from, to, began))
  }
  watch(source, (to) => {
    cancelAnimationFrame(frame)
    roll(painted.value, to, performance.now())
  })
  onUnmounted(() => cancelAnimationFrame(frame))
  return painted
}
