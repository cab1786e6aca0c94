// The shapes of what operators look after: accounts, the journal, operations, the business register.
import type { Page, PartyKind, Role } from './api'

export interface RegisterRow {
  readonly register_no: string
  readonly kind: string
  readonly application_id: string
  readonly application_no: string
  readonly enterprise_name: string
  readonly bank_name: string
  readonly contract_no: string
  readonly amount_fen: number
  readonly paid_on: string
  readonly at: string
  readonly region_label: string
  readonly industry_label: string
}

export interface RegisterPage extends Page<RegisterRow> {
  readonly totals: { readonly count: number, readonly amount_fen: number }
}

export interface Books {
  readonly agrees: boolean
  readonly register: { readonly count: number, readonly amount_fen: number }
  readonly ledger: { readonly count: number, readonly amount_fen: number }
  readonly on_the_way: number
  readonly differences: {
    readonly institution_name: string
    readonly application_no: string
    readonly contract_no: string
    readonly register_fen: number | null
    readonly ledger_fen: number | null
  }[]
}

export interface AccountView {
  readonly id: string
  readonly name: string
  readonly log_in_name: string | null
  readonly phone_masked: string
  readonly party_id: string
  readonly party_name: string
  readonly party_kind: PartyKind
  readonly roles: Role[]
  readonly state: 'active' | 'locked' | 'closed'
  readonly last_log_in_at: string | null
  readonly is_set_up: boolean
}

export interface JournalRow {
  readonly id: string
  readonly seal_no: number | null
  readonly at: string
  readonly code: string
  readonly label: string
  readonly subject_kind: string
  readonly subject_no: string
  readonly subject_id: string
  readonly actor_name: string
  readonly party_name: string
  readonly terminal: string
  readonly address: string
  readonly from_label: string
  readonly to_label: string
  readonly reason: string
  readonly terms: Record<string, unknown>
  readonly link: string
}

export interface ParkedEntry {
  readonly entry_id: string
  readonly code: string
  readonly subject_id: string
  readonly tries: number
  readonly next_at: string
  readonly error: string
}

export interface Operations {
  readonly sealed_to: number
  readonly unsealed: number
  readonly parked: ParkedEntry[]
  readonly outbox_waiting: number
  readonly faces_kept: number
  readonly faces_alarm_at: number
  readonly jobs: {
    readonly name: string
    readonly next_at: string | null
    readonly last_at: string | null
    readonly last_error: string | null
  }[]
}
