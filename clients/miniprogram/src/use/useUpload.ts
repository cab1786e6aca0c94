// A photograph on its way to the server: too large is said before it is sent, the refusal in its own words, never two at once.
import { isDecided, type Query } from '@finmart/shared/asking'
import { asProblem, type Problem } from '@finmart/shared/problem'
import { sizeText } from '@finmart/shared/sizes'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { newKey, send } from '../http'
import type { Picture } from '../phone'
import { limits } from '../reference'

export interface Uploading {
  sending: Ref<boolean>
  problem: ShallowRef<Problem | null>
  /** What is to be said of it, or nothing. */
  refusal: ComputedRef<string>
  upload: <Answer>(path: string, picture: Picture, query?: Query) => Promise<Answer | null>
}

/** `limit`: by which of the platform's limits a photograph is too large. */
export function useUpload(limit: string): Uploading {
  const sending = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const tooLarge = ref('')
  const refusal = computed(() => tooLarge.value || problem.value?.message || '')
  let undecided = { path: '', key: '' }

  /** The same picture again, when nobody knows what became of it, goes under the same key. */
  function keyOf(picture: Picture): string {
    if (undecided.path !== picture.path) undecided = { path: picture.path, key: newKey() }
    return undecided.key
  }

  async function upload<Answer>(path: string, picture: Picture, query: Query = {}): Promise<Answer | null> {
    if (sending.value) return null
    const most = limits.value[limit]
    problem.value = null
    tooLarge.value = most && picture.content.byteLength > most ? `这张照片超过 ${sizeText(most)}，请重新拍摄或选择较小的照片。` : ''
    if (tooLarge.value) return null
    sending.value = true
    try {
      const answer = await send<Answer>(path, picture.content, picture.media, picture.name, keyOf(picture), query)
      undecided = { path: '', key: '' }
      return answer
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (isDecided(problem.value)) undecided = { path: '', key: '' }
      return null
    } finally {
      sending.value = false
    }
  }

  return { sending, problem, refusal, upload }
}
