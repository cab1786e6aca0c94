// A form: its values, what is wrong with them, and the server's own words for a field.
import type { Problem } from '../problem'
import { reactive, ref, type Ref, type ShallowRef } from 'vue'

export type Rules<Values> = { [Name in keyof Values]?: (value: Values[Name]) => string }

export interface Form<Values> {
  values: Values
  wrong: Ref<Partial<Record<keyof Values, string>>>
  check: () => boolean
  errorOf: (name: keyof Values & string) => string
  reset: (values: Values) => void
}

export function useForm<Values extends object>(initial: Values, rules: Rules<Values>, problem: ShallowRef<Problem | null>): Form<Values> {
  const values = reactive({ ...initial }) as Values
  const wrong = ref({}) as Ref<Partial<Record<keyof Values, string>>>

  function check(): boolean {
    const found: Partial<Record<keyof Values, string>> = {}
    for (const name of Object.keys(rules) as (keyof Values)[]) {
      const message = rules[name]?.(values[name]) ?? ''
      if (message) found[name] = message
    }
    wrong.value = found
    return Object.keys(found).length === 0
  }

  const errorOf = (name: keyof Values & string): string => wrong.value[name] ?? problem.value?.of(name) ?? ''

  function reset(again: Values): void {
    Object.assign(values, again)
    wrong.value = {}
  }

  return { values, wrong, check, errorOf, reset }
}

export function required(what: string): (value: unknown) => string {
  return (value) => (value === null || value === undefined || value === '' || value === 0 ? `请填写${what}。` : '')
}

export function chosen(what: string): (value: unknown) => string {
  return (value) => (value ? '' : `请选择${what}。`)
}

export function phoneNumber(value: string): string {
  return /^1\d{10}$/.test(value) ? '' : '请填写 11 位手机号码。'
}
