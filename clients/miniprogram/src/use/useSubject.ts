// One subject on a page of its own: asked for by the id in the page's address, asked again when it moves or is shown again.
import { onHide, onLoad, onShow, onUnload } from '@dcloudio/uni-app'
import { asProblem, type Problem } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ask } from '../http'
import { follow } from '../live'

export interface Shown<Subject> {
  id: Ref<string>
  subject: ShallowRef<Subject | null>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
}

/** The question is an address, or whatever asks for the subject. */
export function useSubject<Subject>(question: (id: string) => string | Promise<Subject>): Shown<Subject> {
  const id = ref('')
  const subject = shallowRef<Subject | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let turn = 0
  let stop = (): void => undefined

  async function reload(): Promise<void> {
    const mine = ++turn
    try {
      const asked = question(id.value)
      const answer = await (typeof asked === 'string' ? ask<Subject>(asked) : asked)
      if (mine !== turn) return
      subject.value = answer
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    }
  }

  function watchIt(): void {
    stop()
    stop = follow(id.value, () => { void reload() })
  }
  onLoad((query) => { id.value = String(query?.['id'] ?? '') })
  onShow(() => {
    void reload()
    watchIt()
  })
  onHide(() => { stop() })
  onUnload(() => { stop() })
  return { id, subject, problem, reload }
}
