// The shapes of policy programmes, and of what a policy loan shows beside its case.
import type { Milestone, OpenStep } from './api'
import { moneyText, rateText } from './money'

export interface ProgrammeDraft {
  name: string
  kind: string
  needs_insurer: boolean
  needs_guarantor: boolean
  score_required: number | null
  fund_share_bp: number | null
  bank_share_bp: number | null
  guarantor_share_bp: number | null
  insurer_share_bp: number | null
  enterprise_cap_fen: number | null
  fund_fen: number | null
  leverage: number | null
  active_from: string
  active_until: string | null
  policy_basis: string
}

export interface ProgrammeView {
  readonly id: string
  readonly programme_no: string
  readonly name: string
  readonly kind: string
  readonly kind_label: string
  readonly state: 'running' | 'ended'
  readonly state_label: string
  readonly edition: number
  readonly needs_insurer: boolean
  readonly needs_guarantor: boolean
  readonly score_required: number
  readonly fund_share_bp: number
  readonly bank_share_bp: number
  readonly guarantor_share_bp: number
  readonly insurer_share_bp: number
  readonly enterprise_cap_fen: number
  readonly fund_fen: number
  readonly leverage: number
  readonly limit_fen: number
  readonly active_from: string
  readonly active_until: string | null
  readonly takes_loans: boolean
  readonly policy_basis: string
  readonly usage: { readonly count: number, readonly lines_fen: number, readonly lent_fen: number } | null
  readonly open_steps: OpenStep[]
  readonly updated_at: string
  readonly etag: string
}

export interface ProgrammeHistory {
  readonly programme: ProgrammeView
  readonly history: { readonly milestone: Milestone, readonly changes: Record<string, [unknown, unknown]> }[]
}

export interface CoverView {
  readonly cover_no: string
  readonly insurer_name: string
  readonly opinion: string
  readonly cover_bp: number
  readonly cover_fen: number
  readonly counter_guarantee: string
  readonly cover_months: number
  readonly covered_until: string
  readonly at: string
}

export interface PayoutRequestView {
  readonly request_no: string
  readonly contract_no: string
  readonly amount_fen: number
  readonly at: string
  readonly account_name: string
  readonly confirmed: boolean | null
  readonly decided_at: string | null
  readonly decided_by_name: string
  readonly reason: string
  readonly paid: boolean
}

export interface PolicyPart {
  readonly programme_id: string
  readonly programme_no: string
  readonly programme_name: string
  readonly policy_basis: string
  readonly fund_share_bp: number
  readonly enterprise_cap_fen: number
  readonly insured: boolean
  readonly guarantor_required: boolean
  readonly insurer_name: string
  readonly shares: { readonly sharer: string, readonly label: string, readonly party_name: string, readonly share_bp: number, readonly amount_fen: number }[]
  readonly cover: CoverView | null
  readonly payout_requests: PayoutRequestView[]
  readonly filings: { readonly filing_no: string, readonly contract_no: string, readonly amount_fen: number, readonly at: string, readonly account_name: string }[]
}

/** What a programme means for whoever asks under it. */
export function hintOf(chosen: ProgrammeView): string {
  return `${chosen.kind_label}，每户最多 ${moneyText(chosen.enterprise_cap_fen)}，政策基金分担 ${rateText(chosen.fund_share_bp)}；信用评分低于 ${chosen.score_required} 分的由担保机构协同。`
}
