// The shapes of onboarding: the published standard, the application, its check, staying and leaving.
import type { Milestone, OpenStep, PartyKind } from './api'

export type OnboardingState =
  | 'to_submit' | 'to_review' | 'to_amend' | 'to_approve' | 'to_sign' | 'admitted' | 'to_renew' | 'expired'
  | 'to_leave' | 'left' | 'rejected' | 'withdrawn'
export type Verdict = 'met' | 'not_met' | 'to_amend'

export interface PublishedCriterion {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly source: string
  readonly evidence: string[]
  readonly kinds: string[]
}

export interface PublishedKind {
  readonly kind: string
  readonly name: string
  readonly open: boolean
  readonly trade_licence: string
}

export interface PublishedStandard {
  readonly version: string
  readonly title: string
  readonly published_on: string
  readonly effective_on: string
  readonly principle: string
  readonly kinds: PublishedKind[]
  readonly criteria: PublishedCriterion[]
}

export interface AgreementView {
  readonly version: string
  readonly title: string
  readonly text: string
  readonly hash: string
}

export interface OnboardingDraft {
  kind: string
  name: string
  short_name: string
  uscc: string
  region: string
  licence_no: string
  licence_valid_until: string | null
  legal_representative: string
  contact_name: string
  contact_phone: string
  authorised_name: string
  administrator_name: string
  administrator_phone: string
}

export interface CriterionView {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly source: string
  readonly evidence: string[]
  readonly verdict: Verdict | null
  readonly verdict_label: string
  readonly note: string
}

export interface EvidenceView {
  readonly evidence: string
  readonly label: string
  readonly document: { readonly id: string, readonly name: string, readonly media: string, readonly size_bytes: number, readonly at: string } | null
}

export interface OnboardingRow {
  readonly id: string
  readonly onboarding_no: string
  readonly state: OnboardingState
  readonly state_label: string
  readonly kind: PartyKind
  readonly kind_label: string
  readonly name: string
  readonly uscc: string
  readonly region_label: string
  readonly submitted_at: string | null
  readonly expected_on: string | null
  readonly valid_until: string | null
  readonly days_left: number | null
}

export interface OnboardingView extends OnboardingRow {
  readonly institution_id: string
  readonly short_name: string
  readonly region: string
  readonly licence_label: string
  readonly licence_no: string
  readonly licence_valid_until: string | null
  readonly legal_representative: string
  readonly contact_name: string
  readonly contact_phone: string
  readonly authorised_name: string
  readonly administrator_name: string
  readonly administrator_phone: string
  readonly criteria_version: string
  readonly criteria: CriterionView[]
  readonly evidence: EvidenceView[]
  readonly may_hand_in: boolean
  readonly checked_at: string | null
  readonly checked_by_me: boolean
  readonly reason: string
  readonly to_sign: AgreementView | null
  readonly signed: { readonly agreement: AgreementView, readonly signed_name: string, readonly signed_at: string } | null
  readonly admitted_on: string | null
  readonly renewed_licence_no: string
  readonly renewed_licence_valid_until: string | null
  readonly open_cases: { readonly count: number, readonly named: { readonly id: string, readonly application_no: string, readonly state_label: string }[] } | null
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly etag: string
}

export interface OnboardingEntry {
  readonly ticket: string
  readonly expires_at: string
  readonly onboarding: OnboardingView
}
