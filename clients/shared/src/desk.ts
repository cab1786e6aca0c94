// The shapes of deadlines, of the second person, of appraisals and of the search for enterprises.
import type { OpenStep } from './api'

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
