// A product as it is typed: lists as lines, figures in whole fen and basis points; which fields belong goes by the kind.
import type { LimitRule, OfferMode, ProductDraft, ProductKindView } from '@finmart/shared/catalogue'

export interface ProductTyped {
  kind: string
  name: string
  introduction: string
  offer_mode: string
  amount_fen_min: number | null
  amount_fen_max: number | null
  rate_bp_min: number | null
  rate_bp_max: number | null
  term_months_min: number | null
  term_months_max: number | null
  repayment_methods: string[]
  securities: string[]
  eligible_regions: string[]
  eligible_kinds: string
  eligibility: string
  coverage: string
  required_documents: string
  service_steps: string
  fees: string
  policy_basis: string
  turnaround_days: number | null
  valid_until: string
  revenue_share_bp: number | null
  tax_multiple: number | null
  debt_share_bp: number | null
  trading_months_min: number | null
  brochure_id: string | null
}

export const noProduct: ProductTyped = {
  kind: '', name: '', introduction: '', offer_mode: '', amount_fen_min: null, amount_fen_max: null, rate_bp_min: null, rate_bp_max: null,
  term_months_min: null, term_months_max: null, repayment_methods: [], securities: [], eligible_regions: [], eligible_kinds: '', eligibility: '',
  coverage: '', required_documents: '', service_steps: '', fees: '', policy_basis: '', turnaround_days: null, valid_until: '',
  revenue_share_bp: null, tax_multiple: null, debt_share_bp: null, trading_months_min: null, brochure_id: null,
}

/** Lines, or words parted by the Chinese list comma; empty ones are left out. */
export function linesOf(text: string): string[] {
  return text.split(/[\n、，,;；]+/).map((line) => line.trim()).filter(Boolean)
}

export function typedOf(draft: ProductDraft): ProductTyped {
  const rule = draft.limit_rule
  return {
    ...draft,
    offer_mode: draft.offer_mode ?? '',
    eligible_kinds: draft.eligible_kinds.join('、'),
    required_documents: draft.required_documents.join('\n'),
    service_steps: draft.service_steps.join('\n'),
    valid_until: draft.valid_until ?? '',
    revenue_share_bp: rule?.revenue_share_bp ?? null,
    tax_multiple: rule?.tax_multiple ?? null,
    debt_share_bp: rule?.debt_share_bp ?? null,
    trading_months_min: rule?.trading_months_min ?? null,
  }
}

function ruleOf(typed: ProductTyped): LimitRule {
  return {
    revenue_share_bp: typed.revenue_share_bp ?? 0,
    tax_multiple: typed.tax_multiple ?? 0,
    debt_share_bp: typed.debt_share_bp ?? 0,
    trading_months_min: typed.trading_months_min ?? 0,
  }
}

/** What is sent: only what belongs to the kind, whatever was typed before another kind was chosen. */
export function draftOf(typed: ProductTyped, shape: ProductKindView): ProductDraft {
  const has = (field: string): boolean => shape.asks.includes(field) || shape.offers.includes(field)
  const mode = has('offer_mode') && typed.offer_mode ? (typed.offer_mode as OfferMode) : null
  return {
    kind: typed.kind,
    name: typed.name,
    introduction: typed.introduction,
    amount_fen_min: typed.amount_fen_min,
    amount_fen_max: typed.amount_fen_max,
    term_months_min: typed.term_months_min,
    term_months_max: typed.term_months_max,
    eligible_regions: typed.eligible_regions,
    eligibility: typed.eligibility,
    fees: typed.fees,
    policy_basis: typed.policy_basis,
    turnaround_days: typed.turnaround_days,
    brochure_id: typed.brochure_id,
    offer_mode: mode,
    rate_bp_min: has('rate_bp_min') ? typed.rate_bp_min : null,
    rate_bp_max: has('rate_bp_max') ? typed.rate_bp_max : null,
    securities: has('securities') ? typed.securities : [],
    repayment_methods: has('repayment_methods') ? typed.repayment_methods : [],
    coverage: has('coverage') ? typed.coverage : '',
    eligible_kinds: linesOf(typed.eligible_kinds),
    required_documents: linesOf(typed.required_documents),
    service_steps: linesOf(typed.service_steps),
    valid_until: typed.valid_until || null,
    limit_rule: mode === 'pre_approved' ? ruleOf(typed) : null,
  }
}
