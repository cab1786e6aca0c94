// One try at something: under way or not, and the refusal in the server's own words.
import { asProblem, type Problem } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { handle } from './kiosk'

export interface Trying {
  trying: Ref<boolean>
  refusal: Ref<string>
  /** The refusal with what it says of single fields. */
  problem: ShallowRef<Problem | null>
  attempt: <Answer>(what: () => Promise<Answer>) => Promise<Answer | null>
}

export function useTry(): Trying {
  const trying = ref(false)
  const refusal = ref('')
  const problem = shallowRef<Problem | null>(null)

  /** Null means refused: `refusal` says why. Never two at once. */
  async function attempt<Answer>(what: () => Promise<Answer>): Promise<Answer | null> {
    if (trying.value) return null
    trying.value = true
    refusal.value = ''
    problem.value = null
    try {
      return await what()
    } catch (thrown) {
      const found = asProblem(thrown)
      if (handle(found)) return null
      problem.value = found
      refusal.value = found.message
      return null
    } finally {
      trying.value = false
    }
  }

  return { trying, refusal, problem, attempt }
}
