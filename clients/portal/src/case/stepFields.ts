// Which fields a step asks for: by its verb, else only a reason, else nothing but a confirmation.
import type { OpenStep } from '@finmart/shared/api'
import type { Component } from 'vue'
import { pathOf } from '@finmart/shared/verbs'
import ClaimFields from './ClaimFields.vue'
import CollectionFields from './CollectionFields.vue'
import AssessFields from './AssessFields.vue'
import CommitmentFields from './CommitmentFields.vue'
import ConfirmVisitFields from './ConfirmVisitFields.vue'
import ConfirmGuaranteeFields from './ConfirmGuaranteeFields.vue'
import DisburseFields from './DisburseFields.vue'
import CoverPayoutFields from './CoverPayoutFields.vue'
import GrantFields from './GrantFields.vue'
import GuarantorFields from './GuarantorFields.vue'
import LoanRenewalFields from './LoanRenewalFields.vue'
import InvestigateFields from './InvestigateFields.vue'
import LetterOpinionFields from './LetterOpinionFields.vue'
import MoveEventFields from './MoveEventFields.vue'
import NoteFields from './NoteFields.vue'
import OpinionFields from './OpinionFields.vue'
import PauseFields from './PauseFields.vue'
import ReasonFields from './ReasonFields.vue'
import PayoutCheckFields from './PayoutCheckFields.vue'
import PayoutRequestFields from './PayoutRequestFields.vue'
import ProgrammeFields from './ProgrammeFields.vue'
import RenewalFields from './RenewalFields.vue'
import RepaymentFields from './RepaymentFields.vue'
import RescheduleFields from './RescheduleFields.vue'
import ResubmitFields from './ResubmitFields.vue'
import RoadshowFields from './RoadshowFields.vue'
import RunSheetFields from './RunSheetFields.vue'
import SecurityFields from './SecurityFields.vue'
import UnderwriteFields from './UnderwriteFields.vue'
import StoreFields from '../store/StoreFields.vue'
import { storeForms } from '../store/storeForms'
import WrapUpFields from './WrapUpFields.vue'

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
  underwrite: UnderwriteFields,
  'request-payout': PayoutRequestFields,
  'confirm-payout': PayoutCheckFields,
}

/** A certification is approved with a note, or none. */
const certificationFieldsOf: Record<string, Component> = { approve: NoteFields }

/** An institution is admitted and renewed with a note, or none; it asks for renewal with its licence. */
const onboardingFieldsOf: Record<string, Component> = { approve: NoteFields, 'extend-admission': NoteFields, 'ask-renewal': RenewalFields }

/** A live loan: money in, terms, overdue, claims. */
const loanFieldsOf: Record<string, Component> = {
  repay: RepaymentFields,
  prepay: RepaymentFields,
  reschedule: RescheduleFields,
  renew: LoanRenewalFields,
  pause: PauseFields,
  collect: CollectionFields,
  'file-claim': ClaimFields,
}

const claimFieldsOf: Record<string, Component> = { 'agree-claim': ClaimFields, 'pay-claim': ClaimFields, recover: ClaimFields }

const programmeFieldsOf: Record<string, Component> = { revise: ProgrammeFields }
const coverFieldsOf: Record<string, Component> = { 'amend-security': SecurityFields, underwrite: UnderwriteFields, disburse: CoverPayoutFields }

/** A letter of guarantee is approved with its fee. */
const letterFieldsOf: Record<string, Component> = { approve: LetterOpinionFields }

/** A product's review brings its verdicts from the page; what is left to say is why. */
const productFieldsOf: Record<string, Component> = {}

/** What the store's steps ask for is described in a table. */
const storeFieldsOf: Record<string, Component> = Object.fromEntries(Object.keys(storeForms).map((verb) => [pathOf(verb), StoreFields]))
/** A notice is written on a page of its own; what is left to say is why. */
const noticeFieldsOf: Record<string, Component> = {}
const visitFieldsOf: Record<string, Component> = { confirm: ConfirmVisitFields, move: MoveEventFields, 'wrap-up': WrapUpFields }
const roadshowFieldsOf: Record<string, Component> = { reapply: RoadshowFields, schedule: MoveEventFields, move: MoveEventFields, plan: RunSheetFields, debrief: WrapUpFields }

/** What a ticket's holder does asks for nothing but a confirmation. */
const ticketFieldsOf: Record<string, Component> = {}

const fieldsOfKind = {
  application: fieldsOf,
  certification: certificationFieldsOf,
  onboarding: onboardingFieldsOf,
  loan: loanFieldsOf,
  claim: claimFieldsOf,
  programme: programmeFieldsOf,
  cover: coverFieldsOf,
  letter: letterFieldsOf,
  product: productFieldsOf,
  inspection: storeFieldsOf,
  fault: storeFieldsOf,
  meeting: storeFieldsOf,
  notice: noticeFieldsOf,
  visit: visitFieldsOf,
  roadshow: roadshowFieldsOf,
  ticket: ticketFieldsOf,
}

export type SubjectKind = keyof typeof fieldsOfKind

export function fieldsFor(step: OpenStep, kind: SubjectKind): Component | null {
  return fieldsOfKind[kind][pathOf(step.verb)] ?? (step.needs_reason ? ReasonFields : null)
}
