// The shapes of accounts: one's rights explained, what is shown in full, and from where each post may come.
import type { Role } from './api'

export interface RightView {
  readonly code: string
  readonly sentence: string
  readonly fresh_minutes: number
}

export interface PostView {
  readonly role: Role
  readonly label: string
  readonly needs_two_factors: boolean
  readonly rights: RightView[]
  readonly steps: RightView[]
}

export interface RightsView {
  readonly posts: PostView[]
  readonly granted_apart: RightView[]
}

export interface UnmaskedPhone {
  readonly phone: string
}

export interface UnmaskedContact {
  readonly contact_name: string
  readonly contact_phone: string
}

export type ExternalClient = 'kiosk' | 'bigscreen' | 'wechat_push'

export interface AllowListView {
  readonly role: Role | null
  readonly client: ExternalClient | null
  readonly label: string
  readonly networks: string[]
  readonly reason: string
  readonly set_at: string | null
  readonly set_by: string
}

export interface AllowListsView {
  readonly items: AllowListView[]
  readonly clients: AllowListView[]
  readonly own_address: string
}
