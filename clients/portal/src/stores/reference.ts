// The city's reference data, asked for once: regions, industries, and the Chinese names of every enumerated value.
import type { Reference } from '@finmart/shared/api'
import { wordsOf, type Choice, type EnumName } from '@finmart/shared/words'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ask } from '../http'

export const useReference = defineStore('reference', () => {
  const reference = shallowRef<Reference | null>(null)
  let asking: Promise<Reference> | null = null

  async function load(): Promise<Reference> {
    if (reference.value) return reference.value
    asking ??= ask<Reference>('/reference').finally(() => { asking = null })
    reference.value = await asking
    return reference.value
  }

  const words = computed(() => wordsOf(reference.value))
  const regions = computed(() => words.value.regions)
  const industries = computed(() => words.value.industries)
  const productKinds = computed(() => words.value.productKinds)
  const choices = (name: EnumName): Choice[] => words.value.choices(name)
  const label = (name: EnumName, value: string | null | undefined): string => words.value.label(name, value)
  const labels = (name: EnumName, values: readonly string[]): string => words.value.labels(name, values)
  const region = (code: string): string => words.value.region(code)

  return { reference, load, regions, industries, productKinds, choices, label, labels, region }
})
