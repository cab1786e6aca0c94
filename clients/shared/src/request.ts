// What an enterprise says about the money it needs; the same for a product, for the pool, and when mending.
import { chosen, required } from './use/useForm'

export interface RequestDraft {
  amount_fen: number | null
  term_months: number | null
  purpose: string
  security: string
  repayment_method: string
  rate_bp_max: number | null
  remarks: string
}

export const noRequest: RequestDraft = { amount_fen: null, term_months: null, purpose: '', security: '', repayment_method: '', rate_bp_max: null, remarks: '' }

export const PURPOSE_MIN = 2

/** What must be said of the money wherever it is asked for. */
export const requestRules = {
  amount_fen: required('融资金额'),
  term_months: required('期限'),
  purpose: (value: string): string => (value.trim().length < PURPOSE_MIN ? '请写明资金用途，至少 2 个字。' : ''),
  security: chosen('担保方式'),
  repayment_method: chosen('还款方式'),
}

/** An application for a product takes the product's rate. */
export function withoutRate(draft: RequestDraft): Omit<RequestDraft, 'rate_bp_max'> {
  const { amount_fen, term_months, purpose, security, repayment_method, remarks } = draft
  return { amount_fen, term_months, purpose, security, repayment_method, remarks }
}

/** Matching looks at the need alone. */
export function withoutRemarks(draft: RequestDraft): Omit<RequestDraft, 'remarks'> {
  const { amount_fen, term_months, purpose, security, repayment_method, rate_bp_max } = draft
  return { amount_fen, term_months, purpose, security, repayment_method, rate_bp_max }
}
