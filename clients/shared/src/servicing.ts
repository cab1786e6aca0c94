// The shapes of live loans, their repayments, and claims.
import type { FlowPicture, Milestone, OpenStep, Page } from './api'
import { today } from './dates'

export interface LoanSummary {
  readonly id: string
  readonly loan_no: string
  readonly kind: string
  readonly state: string
  readonly state_label: string
  readonly application_id: string
  readonly application_no: string
  readonly contract_no: string
  readonly enterprise_name: string
  readonly bank_name: string
  readonly region_label: string
  readonly principal_fen: number
  readonly balance_fen: number
  readonly rate_bp: number
  readonly method: string
  readonly drawn_on: string
  readonly final_due_on: string
  readonly next_due_on: string | null
  readonly next_due_fen: number
  readonly overdue_days: number
  readonly bucket: string
  readonly bucket_label: string
  readonly grade: string
  readonly grade_label: string
}

export interface LoanRow extends LoanSummary {
  readonly open_steps: string[]
}

export interface BucketTotal {
  readonly bucket: string
  readonly label: string
  readonly count: number
  readonly balance_fen: number
}

export interface LoanPage extends Page<LoanRow> {
  readonly totals: {
    readonly count: number
    readonly principal_fen: number
    readonly balance_fen: number
    readonly buckets: BucketTotal[]
  }
}

export interface LoanLine {
  readonly no: number
  readonly kind: string
  readonly due_on: string
  readonly principal_fen: number
  readonly interest_fen: number
  readonly penalty_fen: number
  readonly paid_fen: number
  readonly left_fen: number
  readonly balance_fen: number
  readonly overdue_days: number
}

export interface LoanSums {
  readonly penalty_fen: number
  readonly interest_fen: number
  readonly principal_fen: number
  readonly total_fen: number
}

export interface RepaymentView {
  readonly repayment_no: string
  readonly payer: string
  readonly paid_on: string
  readonly amount_fen: number
  readonly penalty_fen: number
  readonly interest_fen: number
  readonly principal_fen: number
  readonly balance_fen: number
  readonly at: string
}

export interface CollectionView {
  readonly contact: string
  readonly collected_on: string
  readonly outcome: string
  readonly promised_on: string | null
  readonly party_name: string
  readonly account_name: string
  readonly at: string
}

export interface LoanCase extends LoanSummary {
  readonly penalty_bp: number
  readonly grace_days: number
  readonly day_count: string
  readonly principal_repaid_fen: number
  readonly interest_repaid_fen: number
  readonly penalty_repaid_fen: number
  readonly written_off_fen: number
  readonly settled_on: string | null
  readonly paused_until: string | null
  readonly due_now: LoanSums
  readonly payable_fen: number
  readonly payoff: LoanSums
  readonly schedule_version: number
  readonly shown_version: number
  readonly schedule: LoanLine[]
  readonly repayments: RepaymentView[]
  readonly pauses: { readonly since: string, readonly until: string, readonly reason: string }[]
  readonly collections: CollectionView[]
  readonly shares: { readonly seat: string, readonly share_bp: number }[]
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly flow: FlowPicture
  readonly etag: string
}

export interface RepaymentRow extends RepaymentView {
  readonly loan_id: string
  readonly loan_no: string
  readonly contract_no: string
  readonly enterprise_name: string
  readonly bank_name: string
}

export interface RepaymentPage extends Page<RepaymentRow> {
  readonly totals: { readonly count: number, readonly amount_fen: number, readonly penalty_fen: number, readonly interest_fen: number, readonly principal_fen: number }
}

export interface ClaimRow {
  readonly id: string
  readonly claim_no: string
  readonly state: string
  readonly state_label: string
  readonly loan_id: string
  readonly loan_no: string
  readonly contract_no: string
  readonly enterprise_name: string
  readonly bank_name: string
  readonly respondent_name: string
  readonly covered_fen: number
  readonly amount_fen: number
  readonly agreed_fen: number
  readonly paid_fen: number
  readonly paid_on: string | null
  readonly recovered_fen: number
  readonly written_off_fen: number
  readonly filed_at: string
  readonly expected_on: string | null
}

export interface ClaimPage extends Page<ClaimRow> {
  readonly totals: { readonly count: number, readonly amount_fen: number, readonly paid_fen: number, readonly recovered_fen: number, readonly written_off_fen: number }
}

export interface ClaimCase extends ClaimRow {
  readonly loss_fen: number
  readonly share_bp: number
  readonly reason: string
  readonly opinion: string
  readonly payments: { readonly amount_fen: number, readonly paid_on: string, readonly reason: string }[]
  readonly recoveries: { readonly amount_fen: number, readonly recovered_on: string, readonly note: string }[]
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly flow: FlowPicture
  readonly etag: string
}

/** How an instalment stands on a day of Suzhou. */
export function lineState(line: LoanLine, on: string = today()): string {
  if (line.kind === 'prepayment') return '提前还款'
  if (line.left_fen === 0) return '已还清'
  if (line.overdue_days) return `逾期 ${line.overdue_days} 天`
  if (line.due_on <= on) return '已到期'
  return line.paid_fen ? '部分归还' : '未到期'
}
