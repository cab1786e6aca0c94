// The shapes of deadlines, of the second person, of appraisals and of the search for enterprises.
import type { LoanState, OpenStep } from './api'

export interface LimitChange {
  readonly workdays: number
  readonly effective_on: string
  readonly reason: string
  readonly set_at: string
  readonly set_by: string
}

export interface StateLimitView {
  readonly state: string
  readonly label: string
  readonly declared: number
  readonly workdays: number
  readonly changes: LimitChange[]
  readonly waiting: number
  readonly approaching: number
  readonly missed: number
}

export interface FlowLimits {
  readonly subject: string
  readonly flow: string
  readonly title: string
  readonly states: StateLimitView[]
}

export interface LimitsView {
  readonly items: FlowLimits[]
}

export interface ProposalView {
  readonly id: string
  readonly proposal_no: string
  readonly state: 'proposed' | 'confirmed' | 'declined' | 'taken_back' | 'lapsed'
  readonly state_label: string
  readonly about_kind: string
  readonly about_id: string
  readonly about_no: string
  readonly code: string
  readonly says: string
  readonly amount_fen: number
  readonly limit_fen: number
  readonly terms: Record<string, unknown>
  readonly reason: string
  readonly made_by_name: string
  readonly made_at: string
  readonly expected_on: string | null
  readonly decided_by_name: string
  readonly decided_at: string | null
  readonly answer: string
  readonly open_steps: OpenStep[]
}

export interface AmountLimitView {
  readonly code: string
  readonly says: string
  readonly amount_fen: number
  readonly is_default: boolean
  readonly reason: string
  readonly set_by: string
  readonly set_at: string | null
}

export interface AmountLimitsView {
  readonly items: AmountLimitView[]
  readonly default_fen: number
}

export interface ExposureLine {
  readonly institution_id: string
  readonly institution_name: string
  readonly products: number
  readonly products_bp: number
  readonly shown: number
  readonly shown_bp: number
  readonly at_top: number
  readonly at_top_bp: number
}

export interface Exposure {
  readonly since: string
  readonly until: string
  readonly items: ExposureLine[]
}

export interface AppraisalPart {
  readonly name: string
  readonly points: number
  readonly points_max: number
  readonly reason: string
}

export interface AppraisalLine {
  readonly institution_id: string
  readonly institution_name: string
  readonly kind_label: string
  readonly score: number | null
  readonly parts: AppraisalPart[]
  readonly ratings: number
  readonly stars_tenths: number[]
  readonly struck: number
  readonly taken: number
  readonly missed: number
  readonly completed: number
  readonly given_back: number
}

export interface Appraisals {
  readonly since: string
  readonly until: string
  readonly version: string
  readonly items: AppraisalLine[]
}

export interface DisputeView {
  readonly id: string
  readonly dispute_no: string
  readonly rating_id: string
  readonly state: 'to_decide' | 'upheld' | 'dismissed' | 'dropped'
  readonly state_label: string
  readonly application_id: string
  readonly application_no: string
  readonly institution_name: string
  readonly reason: string
  readonly answer: string
  readonly decided_by_name: string
  readonly decided_at: string | null
  readonly expected_on: string | null
  readonly open_steps: OpenStep[]
}

export interface RatingLine {
  readonly id: string
  readonly application_id: string
  readonly application_no: string
  readonly institution_name: string
  readonly responsiveness: number
  readonly courtesy: number
  readonly efficiency: number
  readonly expertise: number
  readonly comment: string
  readonly at: string
  readonly counts: boolean
  readonly may_dispute: boolean
  readonly dispute: DisputeView | null
}

export interface EnterpriseRow {
  readonly id: string | null
  readonly name: string
  readonly uscc: string
  readonly region_label: string
  readonly industry_label: string
  readonly certified: boolean
  readonly cases: number
}

export interface FinancingLine {
  readonly application_id: string
  readonly application_no: string
  readonly state: LoanState
  readonly state_label: string
  readonly bank_name: string
  readonly requested_fen: number
  readonly credit_line_fen: number | null
  readonly disbursed_fen: number
  readonly submitted_at: string
}

export interface Portrait {
  readonly id: string
  readonly name: string
  readonly uscc: string
  readonly region_label: string
  readonly industry_label: string
  readonly size_label: string
  readonly certified: boolean
  readonly certified_until: string | null
  readonly registered_capital_fen: number | null
  readonly main_business: string
  readonly legal_representative: string
  readonly contact_name: string
  readonly contact_phone: string
  readonly authorised_until: string | null
  readonly may_unmask: boolean
  readonly score: { readonly points: number, readonly required: number, readonly version: string, readonly reasons: string[], readonly application_no: string, readonly at: string } | null
  readonly record: FinancingLine[]
  readonly applications: number
  readonly granted_fen: number
  readonly disbursed_fen: number
  readonly hints: string[]
}
