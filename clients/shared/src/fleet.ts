// Devices' health, alerts and duty, as the server says them.
import type { Milestone, OpenStep } from './api'

export type Health = 'unknown' | 'healthy' | 'warning' | 'down'
export type Severity = 'minor' | 'major' | 'critical'

export interface FleetDevice {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly kind_label: string
  readonly zone: string
  readonly zone_label: string
  readonly custodian: string
  readonly state: 'waiting' | 'in_use' | 'retired' | 'blocked'
  readonly state_label: string
  readonly health: Health
  readonly health_label: string
  readonly detail: string
  readonly since: string | null
  readonly heard_at: string | null
  readonly parent_id: string | null
  readonly parent_name: string
  readonly reporter_name: string
  readonly alert_id: string | null
  readonly in_maintenance: boolean
  readonly maintenance_days: number | null
  readonly maintained_on: string | null
  readonly next_maintenance_on: string | null
  readonly maintenance_due: boolean
}

export interface HealthCount {
  readonly zone: string
  readonly zone_label: string
  readonly unknown: number
  readonly healthy: number
  readonly warning: number
  readonly down: number
}

export interface Fleet {
  readonly items: FleetDevice[]
  readonly counts: HealthCount[]
}

export interface Uptime {
  readonly hours: number
  readonly ratio: number | null
  readonly latency_ms: number | null
  readonly up: number
  readonly down: number
  readonly excused: number
}

export interface Point {
  readonly at: string
  readonly ratio: number | null
  readonly values: Readonly<Record<string, number>>
}

export interface DeviceEvent {
  readonly at: string
  readonly label: string
  readonly by: string
  readonly detail: string
  readonly to: Health | null
}

export interface AlertLine {
  readonly id: string
  readonly alert_no: string
  readonly state: 'open' | 'acknowledged' | 'resolved' | 'folded'
  readonly state_label: string
  readonly device_id: string
  readonly device_name: string
  readonly kind_label: string
  readonly zone: string
  readonly zone_label: string
  readonly severity: Severity
  readonly severity_label: string
  readonly cause: string
  readonly cause_label: string
  readonly detail: string
  readonly hanging: number
  readonly flaps: number
  readonly told: number
  readonly raised_at: string
  readonly recovered_at: string | null
  readonly acknowledged_by: string
  readonly acknowledged_at: string | null
  readonly silenced_until: string | null
  readonly escalate_at: string | null
  readonly closed_at: string | null
  readonly open_steps: OpenStep[]
}

export interface AlertView {
  readonly alert: AlertLine
  readonly hanging: FleetDevice[]
  readonly folded: AlertLine[]
  readonly timeline: Milestone[]
}

export interface DeviceDetail {
  readonly device: FleetDevice
  readonly window_days: string
  readonly window_from: string
  readonly window_to: string
  readonly interval_s: number
  readonly values: Readonly<Record<string, number>>
  readonly uptimes: Uptime[]
  readonly day: Point[]
  readonly events: DeviceEvent[]
  readonly hanging: FleetDevice[]
  readonly alerts: AlertLine[]
  readonly may_manage: boolean
}

export interface DutyView {
  readonly id: string
  readonly account_id: string
  readonly name: string
  readonly rank: number
  readonly from_at: string
  readonly until_at: string
  readonly set_by: string
  readonly now: boolean
}

export interface Roster {
  readonly items: DutyView[]
  readonly people: { readonly id: string, readonly name: string, readonly role_label: string }[]
  readonly may_manage: boolean
}

const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  cpu: ['处理器负载', '%'],
  memory: ['内存', '%'],
  disk: ['磁盘', '%'],
  temperature: ['温度', '℃'],
  brightness: ['画面亮度', ''],
  sharpness: ['画面清晰度', ''],
  level: ['音量', ' dBFS'],
  charge: ['电量', '%'],
  waiting: ['待提交的离线登记', ' 条'],
  refused: ['未能提交的离线登记', ' 条'],
}

/** What a reading is called. */
export function valueName(name: string): string {
  return VALUES[name]?.[0] ?? name
}

/** A reading with its unit. */
export function valueText(name: string, value: number): string {
  return `${value.toFixed(Math.abs(value) < 100 ? 1 : 0)}${VALUES[name]?.[1] ?? ''}`
}

/** Availability as people say it; nothing measured is no figure. */
export function ratioText(ratio: number | null): string {
  if (ratio === null) return '暂无数据'
  return ratio === 1 ? '100%' : `${(Math.floor(ratio * 10_000) / 100).toFixed(2)}%`
}

/** What a walk-up terminal says of itself: how many wait and were refused, and what stands beside it. */
export interface KioskReport {
  readonly waiting: number
  readonly refused: number
  readonly camera: boolean | null
  readonly agent: boolean | null
  readonly printer: 'healthy' | 'warning' | 'down' | null
  readonly printer_says: string
}
