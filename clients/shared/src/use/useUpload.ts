// One file on its way to the server: how far it is, the refusal in its own words, never two at once.
import { isDecided, type Query } from '../asking'
import { asProblem, type Problem } from '../problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Uploading<Thing> {
  /** How much has been sent, 0 to 1; null when nothing is under way. */
  share: Ref<number | null>
  problem: ShallowRef<Problem | null>
  upload: <Answer>(path: string, thing: Thing, query?: Query) => Promise<Answer | null>
}

/** A client's own way to send a file; `told` says how much of it is there. */
export type Send<Thing> = <Answer>(path: string, thing: Thing, key: string, told: (share: number) => void, query: Query) => Promise<Answer>

/** `nameOf` tells one file from another. */
export function useUploadBy<Thing>(send: Send<Thing>, newKey: () => string, nameOf: (thing: Thing) => string): Uploading<Thing> {
  const share = ref<number | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let undecided = { name: '', key: '' }

  /** The same file again, when nobody knows what became of it, goes under the same key. */
  function keyOf(thing: Thing): string {
    const name = nameOf(thing)
    if (undecided.name !== name) undecided = { name, key: newKey() }
    return undecided.key
  }

  /** Null means refused: `problem` says why. */
  async function upload<Answer>(path: string, thing: Thing, query: Query = {}): Promise<Answer | null> {
    if (share.value !== null) return null
    share.value = 0
    problem.value = null
    try {
      const answer = await send<Answer>(path, thing, keyOf(thing), (sent) => { share.value = sent }, query)
      undecided = { name: '', key: '' }
      return answer
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (isDecided(problem.value)) undecided = { name: '', key: '' }
      return null
    } finally {
      share.value = null
    }
  }

  return { share, problem, upload }
}
