// One file on its way to the server: how far it is, the refusal in its own words, never two at once.
import { asProblem, type Problem } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { isDecided, type Query } from '@finmart/shared/asking'
import { newKey, send } from '../http'

export interface Uploading {
  /** How much has been sent, 0 to 1; null when nothing is under way. */
  share: Ref<number | null>
  problem: ShallowRef<Problem | null>
  upload: <Answer>(path: string, file: File, query?: Query) => Promise<Answer | null>
}

export function useUpload(): Uploading {
  const share = ref<number | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let undecided = { file: '', key: '' }

  /** The same file again, when nobody knows what became of it, goes under the same key. */
  function keyOf(file: File): string {
    const name = `${file.name}/${file.size}/${file.lastModified}`
    if (undecided.file !== name) undecided = { file: name, key: newKey() }
    return undecided.key
  }

  /** Null means refused: `problem` says why. */
  async function upload<Answer>(path: string, file: File, query: Query = {}): Promise<Answer | null> {
    if (share.value !== null) return null
    share.value = 0
    problem.value = null
    try {
      const answer = await send<Answer>(path, file, keyOf(file), (sent) => { share.value = sent }, query)
      undecided = { file: '', key: '' }
      return answer
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (isDecided(problem.value)) undecided = { file: '', key: '' }
      return null
    } finally {
      share.value = null
    }
  }

  return { share, problem, upload }
}
