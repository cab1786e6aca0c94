// The shapes of the shelf: products, their way there and their versions, limits, findings, enquiries.
import type { Milestone, OpenStep, PartyKind, RepaymentMethod, SecurityKind } from './api'

export type ProductCategory =
  | 'bank_credit' | 'equity_financing' | 'insurance' | 'guarantee' | 'microcredit' | 'finance_lease' | 'factoring' | 'bond_financing'
export type OfferMode = 'proactive' | 'pre_approved' | 'offline'
export type ProductState = 'draft' | 'to_review' | 'to_amend' | 'listed' | 'to_review_revision' | 'delisted' | 'removed'
export type ListingItem = 'facts' | 'price' | 'range' | 'eligibility' | 'materials'
export type EnquiryState = 'to_answer' | 'answered' | 'closed'

/** What a product of a kind says of itself, and what its figures are called. */
export interface ProductKindView {
  readonly kind: string
  readonly label: string
  readonly category: ProductCategory
  readonly category_label: string
  readonly institution_kinds: PartyKind[]
  readonly price_label: string
  readonly amount_label: string
  readonly term_label: string
  readonly condition_label: string
  readonly asks: string[]
  readonly offers: string[]
  readonly channel: string
}

export interface BrochureView {
  readonly id: string
  readonly name: string
  readonly size_bytes: number
}

export interface ProductView {
  readonly id: string
  readonly product_no: string
  readonly name: string
  readonly kind: string
  readonly kind_label: string
  readonly category: ProductCategory
  readonly category_label: string
  readonly offer_mode: OfferMode | null
  readonly offer_mode_label: string
  readonly institution_id: string
  readonly institution_name: string
  readonly price_label: string
  readonly amount_label: string
  readonly term_label: string
  readonly condition_label: string
  readonly amount_fen_min: number
  readonly amount_fen_max: number
  readonly rate_bp_min: number | null
  readonly rate_bp_max: number | null
  readonly term_months_min: number
  readonly term_months_max: number
  readonly repayment_methods: RepaymentMethod[]
  readonly securities: SecurityKind[]
  readonly eligible_regions: string[]
  readonly eligible_kinds: string[]
  readonly eligibility: string
  readonly introduction: string
  readonly coverage: string
  readonly required_documents: string[]
  readonly service_steps: string[]
  readonly fees: string
  readonly policy_basis: string
  readonly programme_id: string | null
  readonly turnaround_days: number
  readonly valid_until: string | null
  readonly limit_rule: string
  readonly brochure: BrochureView | null
  readonly channel: string
  readonly version_no: number
  readonly figures_on: string
  readonly listed_on: string
  readonly listed: boolean
}

export interface Institution {
  readonly id: string
  readonly kind: PartyKind
  readonly kind_label: string
  readonly name: string
  readonly short_name: string
}

export interface LimitRule {
  revenue_share_bp: number
  tax_multiple: number
  debt_share_bp: number
  trading_months_min: number
}

/** What an institution fills in; which fields belong goes by the kind. */
export interface ProductDraft {
  kind: string
  name: string
  introduction: string
  offer_mode: OfferMode | null
  amount_fen_min: number | null
  amount_fen_max: number | null
  rate_bp_min: number | null
  rate_bp_max: number | null
  term_months_min: number | null
  term_months_max: number | null
  repayment_methods: string[]
  securities: string[]
  eligible_regions: string[]
  eligible_kinds: string[]
  eligibility: string
  coverage: string
  required_documents: string[]
  service_steps: string[]
  fees: string
  policy_basis: string
  turnaround_days: number | null
  valid_until: string | null
  limit_rule: LimitRule | null
  brochure_id: string | null
}

export interface ProductFact {
  readonly item: ListingItem
  readonly item_label: string
  readonly label: string
  readonly text: string
  readonly was: string | null
  readonly changed: boolean
}

export interface ListingMark {
  readonly item: ListingItem
  readonly met: boolean
  readonly change: string
}

export interface ListingRow {
  readonly id: string
  readonly product_no: string
  readonly name: string
  readonly kind: string
  readonly kind_label: string
  readonly category: ProductCategory
  readonly category_label: string
  readonly institution_name: string
  readonly state: ProductState
  readonly state_label: string
  readonly version_no: number
  readonly pending_no: number
  readonly submitted_at: string | null
  readonly updated_at: string
  readonly expected_on: string | null
}

export interface VersionRow {
  readonly version_no: number
  readonly written_at: string
  readonly submitted_at: string | null
  readonly decided_at: string | null
  readonly listed_at: string | null
  readonly off_at: string | null
  readonly reason: string
}

export interface ListingView extends ListingRow {
  readonly shown_no: number
  readonly compared_no: number | null
  readonly facts: ProductFact[]
  readonly draft: ProductDraft | null
  readonly brochure: BrochureView | null
  readonly reason: string
  readonly marks: (ListingMark & { readonly item_label: string })[]
  readonly findings: string[]
  readonly versions: VersionRow[]
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly etag: string
}

export interface ShownVersion {
  readonly version_no: number
  readonly listed_at: string
  readonly off_at: string | null
  readonly facts: ProductFact[]
}

export interface ShelfCheck {
  readonly checked_at: string
  readonly products: number
  readonly findings: {
    readonly product_id: string
    readonly product_no: string
    readonly name: string
    readonly institution_name: string
    readonly kind: string
    readonly kind_label: string
    readonly sentence: string
    readonly found_at: string | null
  }[]
}

export interface LimitView {
  readonly product_id: string
  readonly limit_fen: number
  readonly reasons: string[]
  readonly rule: string
  readonly version_no: number
  readonly figures_on: string
  readonly note: string
}

export interface EnquiryRow {
  readonly id: string
  readonly enquiry_no: string
  readonly state: EnquiryState
  readonly state_label: string
  readonly product_id: string
  readonly product_name: string
  readonly product_kind: string
  readonly product_kind_label: string
  readonly version_no: number
  readonly institution_name: string
  readonly enterprise_name: string
  readonly region_label: string
  readonly amount_fen: number | null
  readonly term_months: number | null
  readonly created_at: string
  readonly updated_at: string
  readonly expected_on: string | null
}

export interface EnquiryView extends EnquiryRow {
  readonly messages: { readonly party_name: string, readonly actor_name: string, readonly is_own: boolean, readonly body: string, readonly at: string }[]
  readonly open_steps: OpenStep[]
  readonly etag: string
}
