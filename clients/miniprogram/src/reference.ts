// The city's words, asked for once and kept while the mini-program is open.
import type { Reference } from '@finmart/shared/api'
import { wordsOf, type Words } from '@finmart/shared/words'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { ask } from './http'

const reference = shallowRef<Reference | null>(null)
const words = computed(() => wordsOf(reference.value))
let asking: Promise<void> | null = null

async function load(): Promise<void> {
  reference.value = await ask<Reference>('/reference')
}

/** The words as they are known now; until they have come a value stands for itself. */
export function useWords(): ComputedRef<Words> {
  if (!reference.value) asking ??= load().catch(() => undefined).finally(() => { asking = null })
  return words
}

export const demoLogIns = computed(() => (reference.value?.demo ?? []).filter((each) => each.terminals.includes('miniprogram')))
export const limits = computed(() => reference.value?.limits ?? {})
