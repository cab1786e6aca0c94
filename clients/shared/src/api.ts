// The shapes of the HTTP interface that every client shares, as the server writes them.
import type { PolicyPart } from './policy'
import type { ProductKindView, ProductView } from './catalogue'

export type { Institution, ProductView } from './catalogue'

export type Role =
  | 'enterprise_clerk' | 'institution_admin' | 'bank_officer' | 'bank_approver' | 'underwriter' | 'guarantee_officer' | 'guarantee_approver' | 'institution_officer'
  | 'platform_operator' | 'store_staff' | 'system_administrator' | 'security_administrator' | 'audit_administrator' | 'supervisor' | 'system'
export type PartyKind = 'enterprise' | 'bank' | 'insurer' | 'guarantor' | 'securities_firm' | 'venture_fund' | 'lessor' | 'factor' | 'microlender' | 'operator' | 'regulator'
export type LoanState =
  | 'to_accept' | 'to_review' | 'to_amend' | 'to_grant' | 'to_disburse' | 'completed' | 'rejected' | 'withdrawn'
  | 'to_guarantee' | 'to_underwrite' | 'to_request' | 'to_confirm' | 'to_file'
export type CertificationState = 'to_check' | 'to_review' | 'to_amend' | 'approved' | 'rejected'
export type RequestAim = 'targeted' | 'open'
export type RepaymentMethod = 'equal_instalment' | 'equal_principal' | 'interest_first' | 'bullet'
export type SecurityKind = 'credit' | 'guarantee' | 'mortgage' | 'pledge'
export type MessageKind = 'application' | 'review' | 'disbursement' | 'certification' | 'system' | 'policy'

export interface Page<Item> {
  readonly items: Item[]
  readonly next: string | null
}

export interface Done {
  readonly done: true
}

export interface Party {
  readonly id: string
  readonly kind: PartyKind
  readonly name: string
  readonly name_masked: string
  readonly certified: boolean
  readonly on_hold: boolean
  readonly region: string | null
  readonly industry: string | null
}

export interface Me {
  readonly account_id: string
  readonly name: string
  readonly phone_masked: string
  readonly party: Party
  readonly roles: Role[]
  readonly rights: string[]
  readonly menu: string[]
  readonly unread: number
}

export interface Session {
  readonly token: string
  readonly expires_at: string
  readonly me: Me
}

export interface SmsCodeSent {
  readonly resend_after_s: number
  readonly valid_for_s: number
  readonly printed_code: string | null
}

export interface LogInView {
  readonly at: string
  readonly way: string
  readonly terminal: string
  readonly address: string
  readonly succeeded: boolean
  readonly note: string
}

export interface SessionView {
  readonly id: string
  readonly terminal: string
  readonly address: string
  readonly device: string
  readonly began_at: string
  readonly seen_at: string
  readonly is_this: boolean
}

export interface OpenStep {
  readonly verb: string
  readonly label: string
  readonly needs_reason: boolean
  readonly destructive: boolean
  readonly form: string | null
}

export interface Milestone {
  readonly code: string
  readonly label: string
  readonly at: string
  readonly actor_name: string
  readonly party_name: string
  readonly reason: string
  readonly from_state: string
  readonly to_state: string
  readonly to_label: string
  readonly amount_fen: number | null
  readonly summary: string
}

export interface FlowState {
  readonly state: string
  readonly label: string
  readonly final: boolean
  readonly current: boolean
  readonly done: boolean
}

export interface FlowStep {
  readonly verb: string
  readonly label: string
  readonly from: string[]
  readonly to: string
}

export interface FlowPicture {
  readonly subject: string
  readonly name: string
  readonly version: number
  readonly states: FlowState[]
  readonly steps: FlowStep[]
}

export interface CertificationDraft {
  name: string
  uscc: string
  region: string
  industry: string
  size?: string | null
  legal_representative: string
  contact_name: string
  contact_phone: string
  registered_capital_fen: number | null
  main_business: string
}

export interface CertificationView extends Readonly<CertificationDraft> {
  readonly id: string
  readonly certification_no: string
  readonly state: CertificationState
  readonly state_label: string
  readonly enterprise_id: string
  readonly region_label: string
  readonly industry_label: string
  readonly size_label: string
  readonly has_papers: boolean
  readonly valid_until: string | null
  readonly may_renew: boolean
  readonly reason: string
  readonly submitted_at: string
  readonly decided_at: string | null
  readonly expected_on: string | null
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
}

export interface PoolItem {
  readonly id: string
  readonly application_no: string
  readonly kind: string
  readonly kind_label: string
  readonly programme_name: string
  readonly fund_share_bp: number | null
  readonly enterprise_masked: string
  readonly region: string
  readonly region_label: string
  readonly industry: string
  readonly industry_label: string
  readonly amount_fen: number
  readonly term_months: number
  readonly purpose: string
  readonly security: SecurityKind
  readonly repayment_method: RepaymentMethod
  readonly rate_bp_max: number | null
  readonly published_at: string
  readonly expected_on: string | null
  readonly open_steps: (OpenStep | string)[]
}

interface ApplicationFacts {
  readonly id: string
  readonly application_no: string
  readonly kind: string
  readonly kind_label: string
  readonly programme_name: string
  readonly fund_share_bp: number | null
  readonly state: LoanState
  readonly state_label: string
  readonly enterprise_name: string
  readonly bank_name: string | null
  readonly product_name: string | null
  readonly region: string
  readonly region_label: string
  readonly industry_label: string
  readonly requested_fen: number
  readonly credit_line_fen: number | null
  readonly disbursed_fen: number
  readonly term_months: number
  readonly submitted_at: string
  readonly updated_at: string
  readonly expected_on: string | null
  readonly overdue: boolean
}

export interface ApplicationRow extends ApplicationFacts {
  readonly security: SecurityKind
  readonly credit_score: number
  readonly score_required: number
  readonly open_steps: string[]
}

export interface DisbursementView {
  readonly contract_no: string
  readonly amount_fen: number
  readonly paid_on: string
  readonly at: string
}

export interface RatingDraft {
  responsiveness: number
  courtesy: number
  efficiency: number
  expertise: number
  comment: string
}

export interface RatingView extends Readonly<RatingDraft> {
  readonly at?: string
}

export interface AttachmentView {
  readonly id: string
  readonly name: string
  readonly media: string
  readonly size_bytes: number
  readonly at: string
  readonly party_name: string
  readonly actor_name: string
}

/** Whatever files are handed in at. */
export interface Attached {
  readonly id: string
  readonly attachments: AttachmentView[]
  readonly may_attach: boolean
  readonly required_documents?: string[]
}

export interface ApplicationCase extends ApplicationFacts {
  readonly request_no: string | null
  readonly product_id: string | null
  readonly product_version_no: number | null
  readonly aim: RequestAim | null
  readonly purpose: string
  readonly security: SecurityKind
  readonly repayment_method: RepaymentMethod
  readonly rate_bp_max: number | null
  readonly rate_bp: number | null
  readonly granted_term_months: number | null
  readonly granted_repayment_method: RepaymentMethod | null
  readonly valid_until: string | null
  readonly credit_score: number
  readonly score_required: number
  readonly score_reasons: string[]
  readonly guarantor_name: string
  readonly insurer_name: string
  readonly preliminary_opinion: string
  readonly guarantee_opinion: string
  readonly opinion: string
  readonly remarks: string
  readonly enterprise: {
    readonly id: string
    readonly name: string
    readonly uscc: string
    readonly region_label: string
    readonly industry_label: string
    readonly legal_representative_masked: string
    readonly contact_name_masked: string
    readonly contact_phone_masked: string
  }
  readonly disbursements: DisbursementView[]
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly flow: FlowPicture
  readonly next_step: { readonly label: string, readonly who: string, readonly by_on: string | null } | null
  readonly etag: string
  readonly rating: RatingView | null
  readonly required_documents: string[]
  readonly attachments: AttachmentView[]
  readonly may_attach: boolean
  readonly policy: PolicyPart | null
  /** The act just taken waits for a second person under this number. */
  readonly proposed_no?: string | null
}

export interface MatchItem {
  readonly product: ProductView
  readonly score: number
  readonly reasons: string[]
}

export interface ToDo {
  readonly state: string
  readonly label: string
  readonly count: number
  readonly amount_fen: number
}

export interface Workbench {
  readonly to_dos: ToDo[]
  readonly lines: { readonly kind: string, readonly label: string, readonly to_dos: ToDo[] }[]
  readonly pool_count: number
  readonly overdue_count: number
  readonly due_soon_count: number
  readonly oldest: ApplicationRow[]
  readonly results: {
    readonly months: string[]
    readonly accepted: number[]
    readonly granted_fen: number[]
    readonly disbursed_fen: number[]
  }
  readonly totals: { readonly applications: number, readonly granted_fen: number, readonly disbursed_fen: number }
  readonly unread: number
  readonly certifications_to_review?: number | null
  readonly onboardings_to_do?: number | null
  readonly covers_to_do?: number
  readonly listings_to_review?: number | null
  readonly proposals_to_confirm?: number | null
}

export interface MessageView {
  readonly id: string
  readonly kind: MessageKind
  readonly kind_label: string
  readonly title: string
  readonly body: string
  readonly at: string
  readonly read_at: string | null
  readonly subject_kind: string
  readonly subject_id: string | null
}

export interface Coded {
  readonly code: string
  readonly name: string
}

export interface Reference {
  readonly regions: Coded[]
  readonly industries: Coded[]
  readonly labels: Record<string, Record<string, string>>
  readonly flows: { readonly subject: string, readonly name: string, readonly title: string, readonly version: number | string, readonly picture: FlowPicture, readonly workdays: Record<string, number>, readonly by: Record<string, string[]> }[]
  readonly limits: Record<string, number>
  readonly product_kinds: ProductKindView[]
  readonly demo?: { readonly title: string, readonly log_in_name: string, readonly password: string, readonly terminals: string[] }[]
}
