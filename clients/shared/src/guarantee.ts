// The shapes of guarantees and letters, as the server writes them.
import type { FlowPicture, Milestone, OpenStep, Page, SecurityKind } from './api'

export type CommitmentState = 'issued' | 'confirmed' | 'expired' | 'released'
export type LetterKind = 'tender' | 'performance' | 'advance_payment' | 'migrant_wage'
export type ClaimLiability = 'joint' | 'general_liability'

export interface DueDiligenceView {
  readonly visited_on: string
  readonly people: string
  readonly place: string
  readonly findings: string
  readonly attachment_ids: string[]
  readonly actor_name: string
  readonly at: string
}

export interface CounterGuaranteeView {
  readonly kind: SecurityKind
  readonly what: string
  readonly value_fen: number
}

export interface RiskAssessmentView {
  readonly statements_on: string
  readonly revenue_fen: number
  readonly profit_fen: number
  readonly assets_fen: number
  readonly liabilities_fen: number
  readonly operations: string
  readonly credit_report: string
  readonly counter_guarantees: CounterGuaranteeView[]
  readonly fee_bp: number
  readonly coverage_bp: number
  readonly claim_liability: ClaimLiability
  readonly term_months: number
  readonly opinion: string
  readonly actor_name: string
  readonly at: string
}

export interface CommitmentView {
  readonly guarantee_no: string
  readonly own_no: string
  readonly state: CommitmentState
  readonly state_label: string
  readonly application_id: string
  readonly application_no: string
  readonly loan_kind_label: string
  readonly enterprise_name: string
  readonly bank_name: string
  readonly guarantor_name: string
  readonly requested_fen: number
  readonly guaranteed_fen: number
  readonly fee_bp: number
  readonly coverage_bp: number
  readonly claim_liability: ClaimLiability
  readonly term_months: number
  readonly effective_on: string
  readonly valid_until: string
  readonly issued_at: string
  readonly confirmed_at: string | null
  readonly released_at: string | null
  readonly release_reason: string
  readonly sha256: string
  readonly sm2: string
  readonly verify_path: string
}

export interface GuaranteeView {
  readonly due_diligences: DueDiligenceView[]
  readonly assessments: RiskAssessmentView[]
  readonly commitments: CommitmentView[]
}

export interface GuaranteeRequestRow {
  readonly id: string
  readonly application_no: string
  readonly loan_kind_label: string
  readonly enterprise_name: string
  readonly bank_name: string
  readonly requested_fen: number
  readonly term_months: number
  readonly purpose: string
  readonly credit_score: number
  readonly score_required: number
  readonly preliminary_opinion: string
  readonly investigated_at: string | null
  readonly assessed_at: string | null
  readonly expected_on: string | null
  readonly overdue: boolean
}

export interface CommitmentPage extends Page<CommitmentView> {
  readonly count: number
  readonly guaranteed_fen: number
  readonly in_force_fen: number
}

export interface LetterRow {
  readonly id: string
  readonly application_no: string
  readonly kind: LetterKind
  readonly kind_label: string
  readonly state: string
  readonly state_label: string
  readonly enterprise_name: string
  readonly guarantor_name: string
  readonly beneficiary_name: string
  readonly project: string
  readonly amount_fen: number
  readonly effective_on: string
  readonly valid_until: string
  readonly submitted_at: string
  readonly expected_on: string | null
  readonly overdue: boolean
  readonly guarantee_no: string
}

export interface LetterCase extends LetterRow {
  readonly contract_no: string
  readonly remarks: string
  readonly fee_fen: number | null
  readonly opinion: string
  readonly sha256: string
  readonly verify_path: string
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly flow: FlowPicture
  readonly etag: string
}

export interface LetterCard {
  readonly letter_no: string
  readonly title: string
  readonly state: string
  readonly state_label: string
  readonly in_force: boolean
  readonly enterprise_masked: string
  readonly beneficiary_name: string
  readonly guarantor_name: string
  readonly guaranteed_fen: number
  readonly amount_text: string
  readonly effective_on: string
  readonly valid_until: string
  readonly issued_at: string
  readonly sha256: string
  readonly has_sm2: boolean
}

export interface LetterCheck {
  readonly genuine: boolean
  readonly flaw: string | null
  readonly sentence: string
  readonly signer: string
  readonly signed_at: string | null
  readonly sm2_holds: boolean | null
  readonly letter: LetterCard | null
}
