// Which products fit what is being written: asked a short pause after the last key, never twice for one pause.
import type { MatchItem, Page } from '@finmart/shared/api'
import { asProblem, type Problem } from '@finmart/shared/problem'
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { act } from '../http'

const TYPING_PAUSE_MS = 500

export interface Matching {
  matches: ShallowRef<MatchItem[] | null>
  matching: Ref<boolean>
  problem: ShallowRef<Problem | null>
  again: () => Promise<void>
}

/** `wish` is watched; null while something is still missing. */
export function useMatching(wish: () => object | null): Matching {
  const matches = shallowRef<MatchItem[] | null>(null)
  const matching = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let turn = 0
  let timer = 0

  async function again(): Promise<void> {
    const body = wish()
    const mine = ++turn
    if (!body) {
      matches.value = problem.value = null
      return
    }
    matching.value = true
    try {
      const answer = await act<Page<MatchItem>>('/financing-requests/match', body)
      if (mine !== turn) return
      matches.value = answer.items
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    } finally {
      if (mine === turn) matching.value = false
    }
  }

  watch(() => JSON.stringify(wish()), () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void again(), TYPING_PAUSE_MS)
  })
  onScopeDispose(() => { window.clearTimeout(timer) })
  return { matches, matching, problem, again }
}
