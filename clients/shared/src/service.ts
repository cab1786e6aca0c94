// 到店服务: one service at the counter or alone at a kiosk, the leave to type for an enterprise, the calls afterwards.
import type { OpenStep } from './api'
import type { RequestDraft } from './request'

export type ServiceState = 'serving' | 'in_hand' | 'served'

export interface ServiceRow {
  readonly id: string
  readonly service_no: string
  readonly state: ServiceState
  readonly state_label: string
  readonly enterprise_name: string
  readonly staff_name: string
  readonly alone: boolean
  readonly needs: string
  readonly stars: number | null
  readonly created_at: string
  readonly updated_at: string
  readonly may_rate: boolean
}

/** What is asked in a diagnosis, as it is filled in. */
export interface DiagnosisDraft extends Omit<RequestDraft, 'remarks'> {
  industry: string
  region: string
  revenue_fen: number | null
  assets_fen: number | null
  employees: number | null
  tax_credit: string
  has_collateral: boolean
}

export interface Diagnosed {
  readonly industry: string
  readonly industry_label: string
  readonly region: string
  readonly region_label: string
  readonly revenue_fen: number
  readonly assets_fen: number
  readonly employees: number
  readonly tax_credit: string
  readonly tax_credit_label: string
  readonly has_collateral: boolean
  readonly amount_fen: number
  readonly term_months: number
  readonly purpose: string
  readonly security: string
  readonly security_label: string
  readonly repayment_method: string
  readonly repayment_method_label: string
  readonly rate_bp_max: number | null
  readonly diagnosed_at: string
}

export interface Recommended {
  readonly product_id: string
  readonly product_name: string
  readonly institution_name: string
  readonly score: number
  readonly reasons: readonly string[]
}

/** The leave to type for the enterprise; `number` waits on the counter's screen for its yes. */
export interface GrantView {
  readonly id: string
  readonly staff_name: string
  readonly is_mine: boolean
  readonly number: string
  readonly agreed_by_label: string
  readonly agreed_at: string | null
  readonly expires_at: string
  readonly acts: number
}

export interface FilingRow {
  readonly code: string
  readonly subject_no: string
  readonly typist_name: string
  readonly account_name: string
  readonly at: string
}

export interface Standing {
  readonly kind: string
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state_label: string
  readonly expected_on: string | null
  readonly overdue: boolean
  readonly ended: boolean
}

export interface ServiceView extends ServiceRow {
  readonly visitor: string
  readonly ticket_id: string | null
  readonly enterprise_id: string | null
  readonly certified: boolean
  readonly region: string
  readonly industry: string
  readonly told: string
  readonly informed_at: string | null
  readonly outcome: string
  readonly ended_at: string | null
  readonly comment: string
  readonly rated_at: string | null
  readonly diagnosis: Diagnosed | null
  readonly recommendations: readonly Recommended[]
  readonly grant: GrantView | null
  readonly filings: readonly FilingRow[]
  readonly cases: readonly Standing[]
  readonly open_steps: OpenStep[]
  readonly etag: string
}

export interface ServiceFigures {
  readonly since: string
  readonly services: number
  readonly alone: number
  readonly filings: number
  readonly rated: number
  readonly average_hundredths: number | null
  readonly by_stars: readonly number[]
}

export interface FollowUpRow {
  readonly id: string
  readonly follow_up_no: string
  readonly state: 'to_call' | 'called'
  readonly state_label: string
  readonly service_id: string
  readonly service_no: string
  readonly enterprise_name: string
  readonly cause: string
  readonly due_on: string
  readonly overdue: boolean
  readonly result: string | null
  readonly result_label: string
  readonly opinion: string
  readonly needs: string
  readonly next_on: string | null
  readonly caller_name: string
  readonly called_at: string | null
  readonly open_steps: OpenStep[]
}

export interface CallContact {
  readonly name: string
  readonly phone: string
}

/** At the kiosk: what was just filed, and a service that may be rated. */
export interface FiledAtKiosk {
  readonly id: string
  readonly request_no: string
  readonly application_no: string
  readonly amount_fen: number
  readonly term_months: number
  readonly state_label: string
  readonly expected_on: string | null
}

export interface ServiceAtKiosk {
  readonly id: string
  readonly service_no: string
  readonly alone: boolean
  readonly staff_name_masked: string
  readonly began_at: string
  readonly stars: number | null
}

/** What a receipt printer prints, line by line; a code is printed as a code. */
export interface ReceiptLine {
  readonly text: string
  readonly size?: 'plain' | 'large' | 'huge'
  readonly code?: boolean
}
