// Which fields a step asks for: by its verb, else only a reason, else nothing but a confirmation.
import type { OpenStep } from '@finmart/shared/api'
import type { Component } from 'vue'
import { pathOf } from './verbs'
import DisburseFields from './DisburseFields.vue'
import GrantFields from './GrantFields.vue'
import GuarantorFields from './GuarantorFields.vue'
import NoteFields from './NoteFields.vue'
import OpinionFields from './OpinionFields.vue'
import ReasonFields from './ReasonFields.vue'
import RenewalFields from './RenewalFields.vue'
import ResubmitFields from './ResubmitFields.vue'

/** Fields answer with the body to send, or null when something is still missing. */
export interface StepFields {
  body: () => object | null
}

const fieldsOf: Record<string, Component> = {
  approve: OpinionFields,
  'require-guarantor': GuarantorFields,
  'confirm-guarantee': OpinionFields,
  grant: GrantFields,
  'amend-line': GrantFields,
  disburse: DisburseFields,
  resubmit: ResubmitFields,
}

/** A certification is approved with a note, or none. */
const certificationFieldsOf: Record<string, Component> = { approve: NoteFields }

/** An institution is admitted and renewed with a note, or none; it asks for renewal with its licence. */
const onboardingFieldsOf: Record<string, Component> = { approve: NoteFields, 'extend-admission': NoteFields, 'ask-renewal': RenewalFields }

/** A product's review brings its verdicts from the page; what is left to say is why. */
const productFieldsOf: Record<string, Component> = {}

const fieldsOfKind = { application: fieldsOf, certification: certificationFieldsOf, onboarding: onboardingFieldsOf, product: productFieldsOf }

export type SubjectKind = keyof typeof fieldsOfKind

export function fieldsFor(step: OpenStep, kind: SubjectKind): Component | null {
  return fieldsOfKind[kind][pathOf(step.verb)] ?? (step.needs_reason ? ReasonFields : null)
}
