// The shapes of what is open to be read: notices, processes, and the old system's demands.
import type { Milestone, OpenStep } from './api'

export type NoticeKind = 'news' | 'announcement' | 'policy_notice' | 'subsidy_notice' | 'incentive_notice'
export type NoticeState = 'draft' | 'to_publish' | 'published' | 'withdrawn' | 'removed'

export interface NoticeRow {
  readonly id: string
  readonly notice_no: string
  readonly kind: NoticeKind
  readonly kind_label: string
  readonly title: string
  readonly summary: string
  readonly issuer: string
  readonly document_no: string
  readonly valid_from: string
  readonly valid_until: string | null
  readonly deadline_on: string | null
  readonly in_force: boolean
  readonly pinned: boolean
  readonly version_no: number
  readonly published_at: string
  readonly read: boolean | null
}

export interface TextBlock {
  readonly kind: 'heading' | 'paragraph' | 'listing'
  readonly lines: string[]
}

export interface NoticeFile {
  readonly id: string
  readonly name: string
  readonly media: string
  readonly size_bytes: number
}

export interface NoticeVersion {
  readonly version_no: number
  readonly title: string
  readonly published_at: string
  readonly withdrawn_at: string | null
}

export interface NoticeView extends NoticeRow {
  readonly blocks: TextBlock[]
  readonly audience_label: string
  readonly basis: string
  readonly link: string
  readonly aims: string[]
  readonly attachments: NoticeFile[]
  readonly versions: NoticeVersion[]
}

export interface Hint {
  readonly sentence: string
  readonly subject_kind: string
  readonly subject_id: string | null
  readonly grave: boolean
}

export interface FittingNotice extends NoticeRow {
  readonly reasons: string[]
  readonly days_left: number | null
}

export interface Fitting {
  readonly items: FittingNotice[]
  readonly unread: number
  readonly facts: string[]
  readonly missing: string[]
  readonly undecided: number
  readonly hints: Hint[]
}

export interface NoticeDraft {
  kind: NoticeKind | ''
  title: string
  body: string
  audience: string
  issuer: string
  document_no: string
  basis: string
  link: string
  industries: string[]
  regions: string[]
  sizes: string[]
  loan_kinds: string[]
  valid_from: string
  valid_until: string | null
  deadline_on: string | null
  attachment_ids: string[]
}

export interface NoticeDeskRow {
  readonly id: string
  readonly notice_no: string
  readonly kind: NoticeKind
  readonly kind_label: string
  readonly state: NoticeState
  readonly state_label: string
  readonly title: string
  readonly audience_label: string
  readonly version_no: number
  readonly pinned: boolean
  readonly valid_from: string
  readonly valid_until: string | null
  readonly deadline_on: string | null
  readonly updated_at: string
  readonly expected_on: string | null
}

export interface NoticeDeskView extends NoticeDeskRow {
  readonly draft: NoticeDraft
  readonly blocks: TextBlock[]
  readonly aims: string[]
  readonly attachments: NoticeFile[]
  readonly reach: number
  readonly reach_label: string
  readonly told_at: string | null
  readonly reason: string
  readonly versions: NoticeVersion[]
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly etag: string
}

export interface LegacyRow {
  readonly id: string
  readonly legacy_no: string
  readonly enterprise_name: string
  readonly uscc: string
  readonly enterprise_id: string | null
  readonly on_platform: boolean
  readonly region_label: string
  readonly industry_label: string
  readonly amount_fen: number
  readonly term_months: number
  readonly purpose: string
  readonly institution_name: string
  readonly state: string
  readonly state_label: string
  readonly published_on: string
  readonly loaded_on: string
}

export interface LegacyView extends LegacyRow {
  readonly progress: { readonly noted_on: string, readonly note: string }[]
}

export interface ProcessTerms {
  readonly subject: string
  readonly name: string
  readonly title: string
  readonly version: number
  readonly fee: string
  readonly basis: string[]
  readonly stated_on: string
  readonly limits: { readonly state: string, readonly label: string, readonly workdays: number, readonly declared: number, readonly since: string | null }[]
  readonly products: { readonly product_id: string, readonly product_name: string, readonly institution_name: string, readonly fees: string, readonly policy_basis: string, readonly figures_on: string }[]
  readonly as_of: string
}
