// A photograph on its way to the server: too large is said before it is sent.
import type { Query } from '@finmart/shared/asking'
import type { Problem } from '@finmart/shared/problem'
import { sizeText } from '@finmart/shared/sizes'
import { useUploadBy } from '@finmart/shared/use/useUpload'
import { computed, ref, type ComputedRef, type ShallowRef } from 'vue'
import { newKey, send } from '../http'
import type { Picture } from '../phone'
import { limits } from '../reference'

export interface Sending {
  sending: ComputedRef<boolean>
  problem: ShallowRef<Problem | null>
  /** What is to be said of it, or nothing. */
  refusal: ComputedRef<string>
  upload: <Answer>(path: string, picture: Picture, query?: Query) => Promise<Answer | null>
}

/** `limit`: by which of the platform's limits a photograph is too large. */
export function useUpload(limit: string): Sending {
  const tooLarge = ref('')
  const { share, problem, upload: take } = useUploadBy<Picture>((path, { content, media, name }, key, _told, query) => send(path, content, media, name, key, query), newKey, ({ path }) => path)
  const sending = computed(() => share.value !== null)
  const refusal = computed(() => tooLarge.value || problem.value?.message || '')

  async function upload<Answer>(path: string, picture: Picture, query: Query = {}): Promise<Answer | null> {
    const most = limits.value[limit]
    problem.value = null
    tooLarge.value = most && picture.content.byteLength > most ? `这张照片超过 ${sizeText(most)}，请重新拍摄或选择较小的照片。` : ''
    return tooLarge.value ? null : take<Answer>(path, picture, query)
  }

  return { sending, problem, refusal, upload }
}
