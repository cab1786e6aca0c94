// One act: one idempotency key until the server has decided, the refusal in its own words, never twice at once.
import { asProblem, type Problem } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { act, isDecided, newKey } from '../http'

export interface Acting {
  acting: Ref<boolean>
  problem: ShallowRef<Problem | null>
  begin: () => void
  run: <Answer>(path: string, body?: object, etag?: string) => Promise<Answer | null>
}

export function useAct(): Acting {
  const acting = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let key = newKey()

  /** A dialog opens: a new act. */
  function begin(): void {
    key = newKey()
    problem.value = null
  }

  /** Null means refused: `problem` says why. */
  async function run<Answer>(path: string, body: object = {}, etag = ''): Promise<Answer | null> {
    if (acting.value) return null
    acting.value = true
    problem.value = null
    try {
      const answer = await act<Answer>(path, body, key, etag)
      key = newKey()
      return answer
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (isDecided(problem.value)) key = newKey()
      return null
    } finally {
      acting.value = false
    }
  }

  return { acting, problem, begin, run }
}
