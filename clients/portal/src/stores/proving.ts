// Proving again who one is: a request that wants it waits here for the dialog, and is then repeated by itself.
import type { Problem } from '@finmart/shared/problem'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export const useProving = defineStore('proving', () => {
  const asked = shallowRef<Problem | null>(null)
  let waiting: Promise<boolean> | null = null
  let answer: (proved: boolean) => void = () => undefined

  /** Resolves when the dialog is done: true when the person has been proved. Asked twice, it is shown once. */
  function ask(problem: Problem): Promise<boolean> {
    asked.value = problem
    waiting ??= new Promise<boolean>((resolve) => { answer = resolve }).finally(() => { waiting = null })
    return waiting
  }

  function finish(proved: boolean): void {
    asked.value = null
    answer(proved)
  }

  return { asked, ask, finish }
})
