// What is done within an event: one act, its refusal said where it was tried, and the case read anew.
import type { Ref, ShallowRef } from 'vue'
import type { Problem } from '@finmart/shared/problem'
import { note } from '../parts/note'
import { useAct } from '../use/useAct'

export interface EventActing {
  acting: Ref<boolean>
  problem: ShallowRef<Problem | null>
  begin: () => void
  take: (verb: string, body?: object, said?: string) => Promise<boolean>
}

export function useEventAct(base: () => string, done: () => unknown): EventActing {
  const { acting, problem, begin, run } = useAct()

  async function take(verb: string, body: object = {}, said = '已登记。'): Promise<boolean> {
    const after = await run<object>(`${base()}/${verb}`, body)
    if (!after) {
      if (problem.value) note(problem.value.message, 'error')
      return false
    }
    if (said) note(said)
    await done()
    return true
  }

  return { acting, problem, begin, take }
}
