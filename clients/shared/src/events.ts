// Visits, roadshows and the store's calendar, as the server tells them.
import type { FlowPicture, Milestone, OpenStep } from './api'

export interface RoomView { id: string, name: string, zone: string, zone_label: string, seats: number, row_seats: number, in_use: boolean }
export interface EquipmentView { id: string, name: string, kind: string, kind_label: string, pieces: number, in_use: boolean }
export interface HeldPieces { equipment_id: string, name: string, pieces: number }
export interface ReservationView {
  id: string
  subject_kind: string
  subject_id: string
  subject_no: string
  title: string
  room_id: string | null
  begins_at: string
  ends_at: string
  equipment: HeldPieces[]
  made_by_name: string
}
export interface StoreCalendar { since: string, until: string, rooms: RoomView[], equipment: EquipmentView[], reservations: ReservationView[] }
export interface EquipmentWanted { equipment_id: string, pieces: number }

export interface EventCheckView { item: string, label: string, due_at: string, late: boolean, done_at: string | null, done_by_name: string, note: string }
export interface AttendeeView {
  id: string
  name: string
  phone: string
  company: string
  way_label: string
  signed_in_at: string | null
  seat_no: number | null
  seat: string
  stars: number | null
  comment: string
}
export interface QuestionView { id: string, party_name: string, question: string, asked_at: string, answer: string, answered_by_name: string, answered_at: string | null, own: boolean }
export interface NeedView {
  id: string
  enterprise_name: string
  need: string
  amount_fen: number | null
  term_months: number | null
  noted_by_name: string
  noted_at: string
  application_id: string | null
  application_no: string
  own: boolean
}
export interface EventFileView { id: string, name: string, media: string, size_bytes: number, at: string, actor_name: string }
/** Signed in at a kiosk without a line, in doubt, for the store to settle. */
export interface ArrivalView { id: string, name: string, company: string, way_label: string, kiosk_name: string, arrived_at: string, refusal: string, known: boolean }
export interface EventBook { checks: EventCheckView[], attendees: AttendeeView[], questions: QuestionView[], needs: NeedView[], files: EventFileView[], arrivals: ArrivalView[], mine: AttendeeView | null }
export interface EntryCode { code: string, path: string, expires_at: string }
/** One's own code, drawn; a row of squares is a line of 1 (dark) and 0. */
export interface PassPicture { rows: string[], expires_at: string }
export interface Welcome { event_id: string, title: string, name_masked: string, seat: string, seat_no: number | null, attended: number }

export interface VisitRow {
  id: string
  visit_no: string
  state: string
  state_label: string
  delegation: string
  headcount: number
  begins_at: string
  ends_at: string
  guide_name: string
  by_phone: boolean
  checks_open: number
  attended: number
}
export interface TourStopView { zone: string, zone_label: string, begins_at: string, minutes: number }
export interface VisitCase extends VisitRow {
  display_name: string
  is_enterprise: boolean
  agrees_to_display: boolean
  contact_name: string
  contact_phone: string
  purpose: string
  guide_request: string
  tour_route: TourStopView[]
  equipment_returned: boolean
  notes: string
  book: EventBook
  open_steps: OpenStep[]
  timeline: Milestone[]
  flow: FlowPicture
  etag: string
}
export interface Guide { id: string, name: string }

export interface RoadshowRow {
  id: string
  roadshow_no: string
  state: string
  state_label: string
  institution_name: string
  topic: string
  headcount: number
  begins_at: string
  ends_at: string
  room_name: string
  seats_planned: number
  attended: number
  checks_open: number
}
export interface RunItemView { no: number, kind: string, kind_label: string, title: string, speaker: string, minutes: number, planned_at: string, begun_at: string | null, now: boolean }
export interface InvitationView { enterprise_id: string, enterprise_name: string, state: string, state_label: string, people: number, answered_at: string | null }
export interface SlotView { id: string, begins_at: string, ends_at: string, free: boolean, own: boolean, enterprise_name: string }
export interface Outcome {
  invited: number
  coming: number
  attended: number
  companies: number
  rated: number
  stars_tenths: number | null
  needs: number
  needs_published: number
  leads: number
  leads_to_presenter: number
  conversions: number
  converted_fen: number
}
export interface RoadshowCase extends RoadshowRow {
  introduction: string
  equipment_request: string
  room_id: string | null
  row_seats: number
  seats_taken: number[]
  item_no: number
  items: RunItemView[]
  invitations: InvitationView[]
  invitation: InvitationView | null
  slots: SlotView[]
  summary: string
  improvements: string
  outcome: Outcome | null
  hosts: boolean
  book: EventBook
  open_steps: OpenStep[]
  timeline: Milestone[]
  flow: FlowPicture
  etag: string
}

export interface EventToday { id: string, kind: string, kind_label: string, title: string, begins_at: string, ends_at: string, open: boolean, attended: number, seats: number }
export interface Expected { attendee_id: string, name_masked: string, company_masked: string, signed_in: boolean }
export interface EventAtKiosk extends EventToday { code: EntryCode, expected: Expected[] }
/** What a terminal keeps of today for when its line is down: of the list only those who have not come. */
export interface EventToKeep extends EventToday { expected: Expected[] }
export interface EventsToKeep { now: string, pass_slot_s: number, pass_slots: number, items: EventToKeep[] }
