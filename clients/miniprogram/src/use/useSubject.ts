// One subject on a page of its own: asked for by the id in the page's address, asked again when it moves or is shown again.
import { onHide, onLoad, onShow, onUnload } from '@dcloudio/uni-app'
import { asProblem, Problem, type ProblemBody } from '@finmart/shared/problem'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ask } from '../http'
import { follow } from '../live'

const NOTHING_ASKED: ProblemBody = { status: 404, code: 'not_found', detail: '没有找到这条记录，请返回列表重新打开。' }

export interface Shown<Subject> {
  id: Ref<string>
  subject: ShallowRef<Subject | null>
  problem: ShallowRef<Problem | null>
  reload: () => Promise<void>
}

/** The question is an address, or whatever asks for the subject. */
export function useSubject<Subject>(question: (id: string) => string | Promise<Subject>): Shown<Subject> {
  const asked = (id: string): Promise<Subject> => {
    if (!id) return Promise.reject(new Problem(NOTHING_ASKED))
    const found = question(id)
    return typeof found === 'string' ? ask<Subject>(found) : found
  }
  return useShown<Subject>(asked, (_, id) => id)
}

/** `question` finds it by what the address says, perhaps nothing; `followed` is the id under which it moves. */
export function useShown<Subject>(question: (id: string) => Promise<Subject>, followed: (subject: Subject | null, id: string) => string): Shown<Subject> {
  const id = ref('')
  const subject = shallowRef<Subject | null>(null)
  const problem = shallowRef<Problem | null>(null)
  let turn = 0
  let seen = false
  let watched = ''
  let stop = (): void => undefined

  function watchIt(): void {
    const now = seen ? followed(subject.value, id.value) : ''
    if (now === watched) return
    stop()
    watched = now
    stop = now ? follow(now, () => { void reload() }) : () => undefined
  }

  async function reload(): Promise<void> {
    const mine = ++turn
    try {
      const answer = await question(id.value)
      if (mine !== turn) return
      subject.value = answer
      problem.value = null
      watchIt()
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    }
  }

  function turnTo(before: boolean): void {
    seen = before
    watchIt()
  }
  onLoad((query) => { id.value = String(query?.['id'] ?? '') })
  onShow(() => {
    void reload()
    turnTo(true)
  })
  onHide(() => { turnTo(false) })
  onUnload(() => { turnTo(false) })
  return { id, subject, problem, reload }
}
