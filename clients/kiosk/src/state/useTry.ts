// One try at something: under way or not, and the refusal in the server's own words.
import { asProblem } from '@finmart/shared/problem'
import { ref, type Ref } from 'vue'
import { handle } from './kiosk'

export interface Trying {
  trying: Ref<boolean>
  refusal: Ref<string>
  attempt: <Answer>(what: () => Promise<Answer>) => Promise<Answer | null>
}

export function useTry(): Trying {
  const trying = ref(false)
  const refusal = ref('')

  /** Null means refused: `refusal` says why. Never two at once. */
  async function attempt<Answer>(what: () => Promise<Answer>): Promise<Answer | null> {
    if (trying.value) return null
    trying.value = true
    refusal.value = ''
    try {
      return await what()
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (!handle(problem)) refusal.value = problem.message
      return null
    } finally {
      trying.value = false
    }
  }

  return { trying, refusal, attempt }
}
