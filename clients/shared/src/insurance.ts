// The shapes of 融资保险: requests for cover, as enterprises and insurers see them.
import type { AttachmentView, FlowPicture, Milestone, OpenStep, RequestAim, SecurityKind } from './api'
import type { CoverView } from './policy'

export type CoverRequestState = 'to_accept' | 'to_review' | 'to_disburse' | 'completed' | 'rejected' | 'withdrawn'

export interface CoverRequestRow {
  readonly id: string
  readonly request_no: string
  readonly state: CoverRequestState
  readonly state_label: string
  readonly aim: RequestAim
  readonly enterprise_name: string
  readonly insurer_name: string
  readonly region: string
  readonly region_label: string
  readonly industry_label: string
  readonly requested_fen: number
  readonly term_months: number
  readonly security: SecurityKind
  readonly credit_score: number
  readonly published_at: string
  readonly updated_at: string
  readonly expected_on: string | null
  readonly overdue: boolean
  readonly open_steps: OpenStep[]
}

export interface CoverRequestCase extends CoverRequestRow {
  readonly purpose: string
  readonly operations: string
  readonly security_terms: string
  readonly score_reasons: string[]
  readonly standing: {
    readonly uscc: string
    readonly main_business: string
    readonly registered_capital_fen: number | null
    readonly loans_completed: number
    readonly loans_under_way: number
    readonly lent_fen: number
    readonly credit_authorized: boolean
  }
  readonly opinion: string
  readonly cover: CoverView | null
  readonly reason: string
  readonly contract_no: string
  readonly disbursed_fen: number
  readonly paid_on: string | null
  readonly rate_bp: number | null
  readonly timeline: Milestone[]
  readonly flow: FlowPicture
  readonly next_step: { readonly label: string, readonly who: string, readonly by_on: string | null } | null
  readonly attachments: AttachmentView[]
  readonly may_attach: boolean
  readonly etag: string
}
