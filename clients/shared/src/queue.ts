// What the server says of the store's queue, and how a wait is read.
import type { Milestone, OpenStep } from './api'
import { clockText, momentText, today } from './dates'

export type TicketState = 'booked' | 'waiting' | 'called' | 'serving' | 'parked' | 'no_show' | 'completed' | 'cancelled' | 'lapsed'

export interface Estimate {
  readonly median_s: number
  readonly low_s: number
  readonly high_s: number
  readonly learned: boolean
}

export interface ClassView {
  readonly id: string
  readonly prefix: string
  readonly name: string
  readonly about: string
  readonly waiting: number
  readonly open_counters: number
  readonly estimate: Estimate | null
  readonly takes_bookings: boolean
}

export interface StoreQueueView {
  readonly opens_at: string
  readonly closes_at: string
  readonly classes: ClassView[]
}

export interface OfflineClass {
  readonly class_id: string
  readonly series: string
  readonly next_no: number
}

export interface KioskQueueView {
  readonly queue: StoreQueueView
  readonly offline: OfflineClass[]
  readonly store_code: string
  readonly store_code_path: string
  readonly store_code_until: string
}

export interface TicketProgress {
  readonly id: string
  readonly ticket_no: string
  readonly state: TicketState
  readonly state_label: string
  readonly class_id: string
  readonly class_name: string
  readonly taken_at: string
  readonly slot_at: string | null
  readonly ahead: number | null
  readonly estimate: Estimate | null
  readonly counter_no: number | null
  readonly called_at: string | null
  readonly return_until: string | null
}

/** One's own ticket, with what can be done with it. */
export interface MyTicket extends TicketProgress {
  readonly open_steps: OpenStep[]
}

export interface Slot {
  readonly slot_at: string
  readonly capacity: number
  readonly left: number
}

export interface TicketRow {
  readonly id: string
  readonly ticket_no: string
  readonly state: TicketState
  readonly state_label: string
  readonly class_prefix: string
  readonly class_name: string
  readonly priority: 'usual' | 'preferred'
  readonly priority_label: string
  readonly terminal_label: string
  readonly enterprise_masked: string
  readonly phone_masked: string
  readonly need: string
  readonly note: string
  readonly taken_at: string
  readonly queued_at: string | null
  readonly slot_at: string | null
  readonly called_at: string | null
  readonly calls: number
  readonly started_at: string | null
  readonly return_until: string | null
  readonly counter_no: number | null
  readonly outcome_label: string
}

export interface TicketCase extends TicketRow {
  readonly open_steps: OpenStep[]
  readonly timeline: Milestone[]
}

export interface CounterView {
  readonly id: string
  readonly counter_no: number
  readonly name: string
  readonly zone: string
  readonly zone_label: string
  readonly skills: string[]
  readonly active: boolean
  readonly staff_name: string
  readonly is_mine: boolean
  readonly is_open: boolean
  readonly opened_at: string | null
  readonly ticket: TicketCase | null
}

export interface DeskView {
  readonly classes: ClassView[]
  readonly counters: CounterView[]
  readonly waiting: TicketRow[]
  readonly aside: TicketCase[]
  readonly booked: TicketCase[]
}

export interface CounterDisplay {
  readonly counter_no: number
  readonly name: string
  readonly is_open: boolean
  readonly ticket_no: string
  readonly class_name: string
  readonly state: TicketState | null
  readonly called_at: string | null
  readonly calls: number
  readonly class_names: string[]
}

export interface ServiceClassView {
  readonly id: string
  readonly prefix: string
  readonly name: string
  readonly about: string
  readonly priority: 'usual' | 'preferred'
  readonly priority_label: string
  readonly typical_minutes: number
  readonly slot_capacity: number
  readonly return_minutes: number
  readonly active: boolean
}

export interface StoreSiteView {
  readonly latitude_e6: number
  readonly longitude_e6: number
  readonly radius_m: number
  readonly opens_at: string
  readonly closes_at: string
}

export interface QueueSettings {
  readonly site: StoreSiteView | null
  readonly classes: ServiceClassView[]
  readonly counters: CounterView[]
}

export interface Figures {
  readonly key: string
  readonly name: string
  readonly taken: number
  readonly called: number
  readonly completed: number
  readonly left: number
  readonly left_share_bp: number
  readonly wait_median_s: number | null
  readonly wait_high_s: number | null
  readonly service_mean_s: number | null
}

export interface QueueStatistics {
  readonly since: string
  readonly until: string
  readonly total: Figures
  readonly by_class: Figures[]
  readonly by_counter: Figures[]
  readonly by_hour: Figures[]
  readonly estimate_error_s: number | null
}

const MINUTE_S = 60

function minutes(seconds: number): number {
  return Math.ceil(seconds / MINUTE_S)
}

/** "约 10 分钟（5–18 分钟）"; "随到随办"; without an open counter, that there is none. */
export function waitText(estimate: Estimate | null): string {
  if (!estimate) return '暂无窗口开放'
  const [middle, low, high] = [estimate.median_s, estimate.low_s, estimate.high_s].map(minutes) as [number, number, number]
  if (high < 1) return '随到随办'
  if (middle < 1) return `${high} 分钟以内`
  return low === high ? `约 ${middle} 分钟` : `约 ${middle} 分钟（${low}–${high} 分钟）`
}

/** "3 分 20 秒", as statistics say it. */
export function spanText(seconds: number | null): string {
  if (seconds === null) return '—'
  if (seconds < MINUTE_S) return `${seconds} 秒`
  const rest = seconds % MINUTE_S
  return `${Math.floor(seconds / MINUTE_S)} 分${rest ? ` ${rest} 秒` : '钟'}`
}

/** What is called out, here and on the wall. */
export function callText(ticketNo: string, counterNo: number): string {
  return `请 ${ticketNo} 号到 ${counterNo} 号窗口`
}

const OVER: readonly TicketState[] = ['completed', 'cancelled', 'lapsed']

/** Nothing more happens to it. */
export function isOver(state: TicketState): boolean {
  return OVER.includes(state)
}

/** What a ticket's holder should do now. Whoever may come back by themselves is told so; the others ask the staff. */
export function ticketSays(ticket: TicketProgress, mayRejoin = false): string {
  const back = mayRejoin ? '请点“重新排队”' : '请联系工作人员重新排队'
  switch (ticket.state) {
    case 'called': return ticket.counter_no === null ? '请到窗口办理。' : `${callText(ticket.ticket_no, ticket.counter_no)}办理。`
    case 'serving': return `正在 ${ticket.counter_no ?? ''} 号窗口办理。`
    case 'waiting': return ticket.ahead ? '请在服务区等候，留意大屏和语音叫号。' : '同类业务中您是下一位，请在服务区留意叫号。'
    case 'no_show': return ticket.return_until ? `您已过号，${clockText(ticket.return_until).slice(0, 5)} 前${back}。` : '您已过号，请联系工作人员。'
    case 'parked': return `已暂时离开队伍，准备好后${back}。`
    case 'booked': return `请在 ${momentText(ticket.slot_at)} 时段到店签到。`
    case 'completed': return '已办结，感谢您的到来。'
    default: return '该号已结束。如需办理，请重新取号。'
  }
}

const BOOKED_AHEAD_DAYS = 14
const DAY_MS = 86_400_000
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const

/** The days for which a slot can be booked, today first: 12月1日 周二. */
export function bookableDays(now: number = Date.now()): readonly { readonly value: string, readonly label: string }[] {
  return Array.from({ length: BOOKED_AHEAD_DAYS + 1 }, (_, ahead) => {
    const day = today(new Date(now + ahead * DAY_MS))
    const [, month, date] = day.split('-').map(Number)
    return { value: day, label: `${month}月${date}日 周${WEEKDAYS[new Date(`${day}T12:00:00Z`).getUTCDay()]}` }
  })
}

export const slotHour = (slot: Slot): string => clockText(slot.slot_at).slice(0, 5)
/** Why a day has no slot. */
export const NO_SLOTS = '这一天没有可预约的时段，请另选一个工作日。'
