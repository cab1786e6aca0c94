// One act: one idempotency key until the server has decided, the refusal in its own words, never twice at once.
import { isDecided, type Act } from '../asking'
import { asProblem, type Problem } from '../problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Acting {
  acting: Ref<boolean>
  problem: ShallowRef<Problem | null>
  begin: () => void
  run: <Answer>(path: string, body?: object, etag?: string) => Promise<Answer | null>
}

/** `act` and `newKey` are the client's own way to the server. */
export function useActBy(act: Act, newKey: () => string): Acting {
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
