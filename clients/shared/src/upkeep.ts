// The shapes of the store's upkeep: inspections, faults and findings, and the support of meetings.
import type { Milestone, OpenStep } from './api'

export interface ChecklistItem {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly look: string
  readonly passed: boolean | null
  readonly remark: string
  readonly checked_by_name: string
  readonly checked_at: string | null
  readonly fault_id: string | null
  readonly fault_no: string
}

export interface StorePhoto {
  readonly id: string
  readonly item_id: string | null
  readonly name: string
  readonly media: string
  readonly size_bytes: number
  readonly account_name: string
  readonly at: string
}

interface Worked {
  readonly id: string
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
  readonly etag: string
}

export interface InspectionRow {
  readonly id: string
  readonly inspection_no: string
  readonly kind: 'daily' | 'weekly'
  readonly kind_label: string
  readonly state: string
  readonly state_label: string
  readonly begins_on: string
  readonly due_on: string
  readonly items: number
  readonly checked: number
  readonly failed: number
  readonly signed_name: string
  readonly signed_at: string | null
}

export interface InspectionView extends InspectionRow, Worked {
  readonly id: string
  readonly remark: string
  readonly checklist: ChecklistItem[]
  readonly probes: Probed[]
  readonly photos: StorePhoto[]
  readonly may_attach: boolean
}

/** What the probes say of one kind of device. */
export interface Probed {
  readonly kind: string
  readonly kind_label: string
  readonly devices: number
  readonly healthy: number
  readonly wrong: readonly string[]
}

export interface FaultRow {
  readonly id: string
  readonly fault_no: string
  readonly state: string
  readonly state_label: string
  readonly source: string
  readonly source_label: string
  readonly is_finding: boolean
  readonly severity: string
  readonly severity_label: string
  readonly title: string
  readonly place: string
  readonly assignee_name: string
  readonly occurred_at: string
  readonly restored_at: string | null
  readonly expected_on: string | null
  readonly updated_at: string
}

export interface StorePerson {
  readonly id: string
  readonly name: string
}

export interface FaultAlertView {
  readonly at: string
  readonly device_name: string
  readonly severity_label: string
  readonly cause: string
}

/** What the probes of the fault's device say beside its repairer. */
export interface Recovery {
  readonly recovered_at: string | null
  readonly failed_again_at: string | null
  readonly is_failing: boolean
  readonly disagrees: boolean
  readonly says: string
}

export interface FaultView extends FaultRow, Worked {
  readonly id: string
  readonly detail: string
  readonly asset: string
  readonly reference: string
  readonly reported_by_name: string
  readonly cause: string
  readonly outcome: string
  readonly spare_used: string
  readonly recovery_minutes: number | null
  readonly recovery_working_minutes: number | null
  readonly repaired_by_name: string
  readonly closed_by_name: string
  readonly closed_at: string | null
  readonly accepted_until: string | null
  readonly accepted_why: string
  readonly probed: Recovery | null
  readonly people: StorePerson[]
  readonly alerts: FaultAlertView[]
  readonly photos: StorePhoto[]
  readonly may_attach: boolean
}

export interface ImportedFindings {
  readonly lines: number
  readonly opened: number
  readonly left: number
  readonly fault_nos: string[]
}

export interface MeetingRow {
  readonly id: string
  readonly meeting_no: string
  readonly state: string
  readonly state_label: string
  readonly kind: 'ordinary' | 'major'
  readonly kind_label: string
  readonly title: string
  readonly zone: string
  readonly zone_label: string
  readonly room: string
  readonly institution_name: string
  readonly starts_at: string
  readonly ends_at: string
  readonly rehearse_by: string
  readonly is_late: boolean
  readonly expected_on: string | null
}

export interface SpareView {
  readonly id: string
  readonly name: string
}

export interface DutyLine {
  readonly at: string
  readonly account_name: string
  readonly text: string
}

export interface IncidentView {
  readonly id: string
  readonly kind: string
  readonly kind_label: string
  readonly note: string
  readonly started_at: string
  readonly mended_at: string | null
  readonly how: string
  readonly account_name: string
}

export interface MeetingView extends MeetingRow, Worked {
  readonly id: string
  readonly asked_by_name: string
  readonly headcount: number
  readonly needs: string
  readonly checked: number
  readonly items: number
  readonly failed: number
  readonly rehearsed_at: string | null
  readonly rehearsed_by_name: string
  readonly duty_from: string | null
  readonly duty_until: string | null
  readonly duty_name: string
  readonly equipment_run: string
  readonly suggestions: string
  readonly concluded_by_name: string
  readonly concluded_at: string | null
  readonly checklist: ChecklistItem[]
  readonly spares: SpareView[]
  readonly notes: DutyLine[]
  readonly incidents: IncidentView[]
}
