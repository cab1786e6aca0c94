// One question to the server: its answer, its refusal, whether it is under way, and asking again.
import { asProblem, type Problem } from '../problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Asked<Answer> {
  data: ShallowRef<Answer | null>
  problem: ShallowRef<Problem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

export function useAsk<Answer>(question: () => Promise<Answer>): Asked<Answer> {
  const data = shallowRef<Answer | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await question()
      if (mine !== turn) return
      data.value = answer
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  void reload()
  return { data, problem, loading, reload }
}
