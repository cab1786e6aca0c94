// The shapes of the message centre's settings and of the operator's outbox, as the server writes them.
import type { MessageKind } from './api'

export type MessageWay = 'in_app' | 'sms' | 'wechat'
export type SendingState = 'waiting' | 'sent' | 'failed' | 'unsure'

export interface SwitchView {
  readonly way: MessageWay
  readonly way_label: string
  readonly wanted: boolean
  readonly locked: boolean
}

export interface KindView {
  readonly kind: MessageKind
  readonly kind_label: string
  readonly ways: SwitchView[]
}

export interface QuietHours {
  readonly wanted: boolean
  readonly from_hour: number
  readonly to_hour: number
}

export interface TemplateView {
  readonly template: string
  readonly label: string
  readonly template_id: string
  readonly consents: number
  readonly refused: boolean
}

export interface MessageSettings {
  readonly kinds: KindView[]
  readonly quiet: QuietHours
  readonly phone_masked: string
  readonly wechat_bound: boolean
  readonly templates: TemplateView[]
}

export interface OutgoingView {
  readonly id: string
  readonly way: MessageWay
  readonly way_label: string
  readonly kind_label: string
  readonly template: string
  readonly receiver_masked: string
  readonly subject_kind: string
  readonly subject_id: string | null
  readonly subject_no: string
  readonly state: SendingState
  readonly state_label: string
  readonly tries: number
  readonly written_at: string | null
  readonly due_at: string
  readonly sent_at: string | null
  readonly last_error: string
  readonly may_resend: boolean
}
