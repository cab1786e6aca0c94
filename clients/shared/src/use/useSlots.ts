// The slots of a class of service on a day, asked for anew as either is chosen.
import type { Ask } from '../asking'
import { asProblem, type Problem } from '../problem'
import type { Slot } from '../queue'
import { shallowRef, watch, type ShallowRef } from 'vue'

export interface Slots {
  /** Null until the server has answered. */
  slots: ShallowRef<readonly Slot[] | null>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
}

/** `wanted` says which class and day, or null while that is open. */
export function useSlotsBy(ask: Ask, wanted: () => { readonly kind: string, readonly day: string } | null): Slots {
  const slots = shallowRef<readonly Slot[] | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    const now = wanted()
    slots.value = null
    problem.value = null
    if (!now) return
    try {
      const answer = await ask<{ items: Slot[] }>(`/service-classes/${now.kind}/slots`, { day: now.day })
      if (mine === turn) slots.value = answer.items
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    }
  }

  watch(() => JSON.stringify(wanted()), () => { void reload() }, { immediate: true })
  return { slots, problem, reload }
}
