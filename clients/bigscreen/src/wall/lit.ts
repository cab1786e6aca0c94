// What has just happened stays lit for three seconds, once.
import { onUnmounted, shallowReactive, watch } from 'vue'

export const LIT_MS = 3_000

/** The set of lit keys, fed by what arrives; every timer ends with the component. */
export function useLit<A, K>(arrived: () => readonly A[], keyOf: (act: A) => K | null): ReadonlySet<K> {
  const lit = shallowReactive(new Set<K>())
  const timers = new Map<K, number>()
  const light = (key: K): void => {
    window.clearTimeout(timers.get(key))
    lit.add(key)
    timers.set(key, window.setTimeout(() => {
      lit.delete(key)
      timers.delete(key)
    }, LIT_MS))
  }
  watch(arrived, (acts) => acts.forEach((act) => {
    const key = keyOf(act)
    if (key !== null) light(key)
  }))
  onUnmounted(() => timers.forEach((timer) => window.clearTimeout(timer)))
  return lit
}
