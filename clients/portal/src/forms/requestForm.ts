// The form in which an enterprise says what money it needs.
import type { Problem } from '@finmart/shared/problem'
import { requestRules, type RequestDraft } from '@finmart/shared/request'
import { useForm, type Form } from '@finmart/shared/use/useForm'
import type { ShallowRef } from 'vue'

export function useRequestForm(initial: RequestDraft, problem: Readonly<ShallowRef<Problem | null>>): Form<RequestDraft> {
  return useForm(initial, requestRules, problem)
}
