// One thing done within a case: its refusal said where it was tried, and the case read anew.
import type { Acting } from './useAct'

export interface Taking extends Pick<Acting, 'acting' | 'problem' | 'begin'> {
  take: (verb: string, body?: object, said?: string) => Promise<boolean>
}

/** `say` is the client's own short word at the top of the screen. */
export function takingBy({ acting, problem, begin, run }: Acting, say: (text: string, kind?: 'error') => void, base: () => string, done: () => unknown): Taking {
  async function take(verb: string, body: object = {}, said = '已登记。'): Promise<boolean> {
    const after = await run<object>(`${base()}/${verb}`, body)
    if (!after) {
      if (problem.value) say(problem.value.message, 'error')
      return false
    }
    if (said) say(said)
    await done()
    return true
  }

  return { acting, problem, begin, take }
}
