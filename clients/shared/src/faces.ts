// What the server says of faces and of the kiosk, in its own words.

export type FacePurpose = 'log_in' | 'verification'

export interface PurposeView {
  readonly purpose: FacePurpose
  readonly purpose_label: string
  readonly title: string
  readonly body: string
  readonly text_version: string
  readonly text_hash: string
  readonly consented: boolean
}

export interface ConsentView {
  readonly purpose: FacePurpose
  readonly purpose_label: string
  readonly text_version: string
  readonly text_hash: string
  readonly terminal_label: string
  readonly given_at: string
  readonly withdrawn_at: string | null
}

export interface MyFace {
  readonly purposes: PurposeView[]
  readonly enrolled_at: string | null
  readonly expires_at: string | null
  readonly must_enrol_anew: boolean
  readonly history: ConsentView[]
}

export interface Guidance {
  readonly ready: boolean
  readonly flaw: string | null
  readonly sentence: string
}

export interface Instruction {
  readonly challenge: 'turn_left' | 'turn_right' | 'nod' | 'approach' | 'blink'
  readonly sentence: string
}

export interface Issued {
  readonly id: string
  readonly asked: Instruction[]
  readonly valid_for_s: number
}

export interface ThisKiosk {
  readonly id: string
  readonly name: string
  readonly zone_label: string
}

export interface DeviceView {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly zone: string
  readonly zone_label: string
  readonly custodian: string
  readonly state: 'waiting' | 'in_use' | 'retired' | 'blocked'
  readonly state_label: string
  readonly code_waits: boolean
  readonly created_at: string
  readonly activated_at: string | null
  readonly retired_at: string | null
  readonly seen_at: string | null
}

export interface OpenedDevice {
  readonly device: DeviceView
  readonly code: string
  readonly code_until: string
}

export interface ScanView {
  readonly id: string
  readonly kiosk: ThisKiosk
  readonly expires_at: string
}

export interface ScanCode {
  readonly id: string
  readonly path: string
  readonly number: string
  readonly secret: string
  readonly expires_at: string
}

export interface KioskUser {
  readonly name_masked: string
  readonly phone_masked: string
  readonly party_name_masked: string
  readonly may_see_applications: boolean
  readonly may_certify: boolean
  readonly may_publish: boolean
}

export interface KioskSession {
  readonly token: string
  readonly expires_at: string
  readonly idle_s: number
  readonly user: KioskUser
}

export interface Collected {
  readonly agreed: boolean
  readonly session: KioskSession | null
}

export interface Progress {
  readonly id: string
  readonly application_no: string
  readonly product_name: string | null
  readonly bank_name: string | null
  readonly state_label: string
  readonly requested_fen: number
  readonly credit_line_fen: number | null
  readonly submitted_at: string
  readonly updated_at: string
  readonly expected_on: string | null
  readonly overdue: boolean
}
