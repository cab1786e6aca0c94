// What is handed in to be certified, how it was read, checked and marked: the shapes of the contract.

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
