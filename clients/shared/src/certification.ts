// What is handed in to be certified, how it was read, checked and marked: the shapes of the contract.

import type { CertificationDraft, CertificationState } from './api'
import type { Issued } from './faces'

export type DocumentKind = 'business_licence' | 'id_card_front' | 'id_card_back'
export type Verdict = 'matched' | 'doubtful' | 'contrary'

export interface PaperField {
  readonly name: string
  readonly label: string
  readonly text: string
  readonly value: string
  readonly doubtful: boolean
  readonly problem: string
}

export interface PaperView {
  readonly id: string
  readonly kind: DocumentKind
  readonly label: string
  readonly fields: PaperField[]
  readonly sentence: string
  readonly has_portrait: boolean
  readonly at: string
}

export interface AuthorizationText {
  readonly version: string
  readonly title: string
  readonly purpose: string
  readonly expires_on: string
  readonly text: string
  readonly text_sha256: string
}

export interface AuthorizationView {
  readonly id: string
  readonly purpose: string
  readonly text_version: string
  readonly text: string
  readonly text_sha256: string
  readonly signer_name: string
  readonly signed_at: string
  readonly address: string
  readonly expires_on: string
  readonly withdrawn_at: string | null
  readonly in_force: boolean
}

export interface FaceCheckView extends Issued {
  readonly done: boolean
  readonly finding: string
  readonly sentence: string
}

/** What WeChat's own verification is begun with; what proves it stays at the server. */
export interface WechatFaceCheck {
  readonly id: string
  readonly verify_id: string
  readonly valid_for_s: number
}

export interface CheckView {
  readonly item: string
  readonly label: string
  readonly verdict: Verdict
  readonly verdict_label: string
  readonly sentence: string
  readonly values: { readonly source: string, readonly text: string }[]
  readonly mend: string
  readonly ok: boolean | null
  readonly note: string
}

export interface HandInView {
  readonly serial: number
  readonly at: string
  readonly account_name: string
  readonly form: { readonly name: string, readonly label: string, readonly text: string, readonly before: string | null }[]
  readonly papers: { readonly paper: PaperView, readonly changed: boolean }[]
  readonly authorization: Pick<AuthorizationView, 'id' | 'purpose' | 'text' | 'text_version' | 'signer_name' | 'signed_at' | 'expires_on'> & { readonly withdrawn: boolean }
  readonly checks: CheckView[]
  readonly rules_version: number | null
  readonly checked_at: string | null
  readonly marked_by: string
  readonly marked_at: string | null
}

export interface HandInList {
  readonly items: HandInView[]
}

export interface ItemMark {
  item: string
  ok: boolean
  note: string
}

/** What the form holds; the contract of submitting. */
export interface HandInForm extends CertificationDraft {
  licence_id: string
  id_front_id: string
  id_back_id: string
  authorization_id: string
  face_check_id: string | null
}

export interface CertificationAtKiosk {
  readonly certification_no: string
  readonly state: CertificationState | null
  readonly state_label: string
  readonly name_masked: string
  readonly reason: string
  readonly expected_on: string | null
  readonly valid_until: string | null
  readonly may_submit: boolean
  readonly resubmits: string | null
  readonly checks: CheckView[]
  readonly form: HandInForm | null
  readonly papers: PaperView[]
}

/** A picture that only cannot be read may be handed in as it is: then people compare it. */
export const KEEPABLE: readonly string[] = ['unreadable', 'blurred', 'glare', 'too_dark', 'too_bright']
