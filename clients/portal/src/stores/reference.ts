// The city's reference data: regions, industries, and the Chinese names of every enumerated value.
import type { Coded, Reference } from '@finmart/shared/api'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ask } from '../http'

export interface Choice {
  readonly value: string
  readonly label: string
}

export const useReference = defineStore('reference', () => {
  const reference = shallowRef<Reference | null>(null)
  let asking: Promise<Reference> | null = null

  async function load(): Promise<Reference> {
    if (reference.value) return reference.value
    asking ??= ask<Reference>('/reference').finally(() => { asking = null })
    reference.value = await asking
    return reference.value
  }

  const choicesOfCoded = (coded: Coded[] | undefined): Choice[] =>
    (coded ?? []).map(({ code, name }) => ({ value: code, label: name }))
  const regions = computed(() => choicesOfCoded(reference.value?.regions))
  const industries = computed(() => choicesOfCoded(reference.value?.industries))

  /** Every value of an enumeration with its Chinese name, in the server's order. */
  function choices(name: string): Choice[] {
    return Object.entries(reference.value?.labels[name] ?? {}).map(([value, label]) => ({ value, label }))
  }

  function label(name: string, value: string | null | undefined): string {
    if (!value) return '—'
    return reference.value?.labels[name]?.[value] ?? value
  }

  function labels(name: string, values: readonly string[]): string {
    return values.map((value) => label(name, value)).join('、') || '—'
  }

  function region(code: string): string {
    return regions.value.find((each) => each.value === code)?.label ?? code
  }

  return { reference, load, regions, industries, choices, label, labels, region }
})
