// Which fields a step asks for: by its verb, else only a reason, else nothing but a confirmation.
import type { OpenStep } from '@finmart/shared/api'
import type { Component } from 'vue'
import { pathOf } from './verbs'
import AssessFields from './AssessFields.vue'
import CommitmentFields from './CommitmentFields.vue'
import ConfirmGuaranteeFields from './ConfirmGuaranteeFields.vue'
import DisburseFields from './DisburseFields.vue'
import GrantFields from './GrantFields.vue'
import GuarantorFields from './GuarantorFields.vue'
import InvestigateFields from './InvestigateFields.vue'
import LetterOpinionFields from './LetterOpinionFields.vue'
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
  investigate: InvestigateFields,
  'assess-risk': AssessFields,
  'confirm-guarantee': ConfirmGuaranteeFields,
  'confirm-commitment': CommitmentFields,
  grant: GrantFields,
  'amend-line': GrantFields,
  disburse: DisburseFields,
  resubmit: ResubmitFields,
}

/** A certification is approved with a note, or none. */
const certificationFieldsOf: Record<string, Component> = { approve: NoteFields }

/** An institution is admitted and renewed with a note, or none; it asks for renewal with its licence. */
const onboardingFieldsOf: Record<string, Component> = { approve: NoteFields, 'extend-admission': NoteFields, 'ask-renewal': RenewalFields }

/** A letter of guarantee is approved with its fee. */
const letterFieldsOf: Record<string, Component> = { approve: LetterOpinionFields }

const fieldsOfKind = { application: fieldsOf, certification: certificationFieldsOf, onboarding: onboardingFieldsOf, letter: letterFieldsOf }

export type SubjectKind = keyof typeof fieldsOfKind

export function fieldsFor(step: OpenStep, kind: SubjectKind): Component | null {
  return fieldsOfKind[kind][pathOf(step.verb)] ?? (step.needs_reason ? ReasonFields : null)
}
