// What is said of a visit and of a roadshow, fact by fact, and what booking a visit asks for.
import { clockText, spanText } from './dates'
import type { RoadshowCase, RunItemView, SlotView, VisitCase } from './events'
import type { Fact } from './facts'
import { required, type Rules } from './use/useForm'

export function visitFacts(visit: VisitCase): Fact[] {
  return [
    { term: '时间', text: spanText(visit.begins_at, visit.ends_at) },
    { term: '人数', text: `预约 ${visit.headcount} 人，签到 ${visit.attended} 人` },
    { term: '讲解员', text: visit.guide_name || '待安排' },
    { term: '联系人', text: `${visit.contact_name} ${visit.contact_phone}` },
    { term: '欢迎词', text: `热烈欢迎${visit.display_name}${visit.agrees_to_display || !visit.is_enterprise ? '' : '（大屏隐去部分文字）'}` },
    { term: '参观目的', text: visit.purpose, wide: true },
    ...(visit.guide_request ? [{ term: '讲解需求', text: visit.guide_request, wide: true }] : []),
    ...(visit.notes ? [{ term: '接待记录', text: visit.notes, wide: true }] : []),
  ]
}

export function roadshowFacts(show: RoadshowCase): Fact[] {
  return [
    { term: '路演机构', text: show.institution_name },
    { term: '时间', text: spanText(show.begins_at, show.ends_at) },
    { term: '场地', text: show.room_name || '待排期' },
    { term: '规模', text: `${show.headcount} 人，已签到 ${show.attended} 人` },
    ...(show.equipment_request ? [{ term: '设备需求', text: show.equipment_request }] : []),
    ...(show.introduction ? [{ term: '活动介绍', text: show.introduction, wide: true }] : []),
    ...(show.summary ? [{ term: '会后复盘', text: show.summary, wide: true }] : []),
    ...(show.improvements ? [{ term: '改进建议', text: show.improvements, wide: true }] : []),
  ]
}

/** 14:05. */
export const hourText = (at: string): string => clockText(at).slice(0, 5)

/** "▶ 正在进行", else how long a part takes. */
export const lengthText = (item: RunItemView): string => (item.now ? '▶ 正在进行' : `${item.minutes} 分钟`)

export function slotText(slot: SlotView): string {
  return `${hourText(slot.begins_at)}–${hourText(slot.ends_at)}`
}

/** While a roadshow is like this, one-to-one talks are booked and left. */
export const TALKS_OPEN: readonly string[] = ['scheduled', 'set_up', 'open', 'running']
/** While it is like this, invitations are answered. */
export const INVITES_OPEN: readonly string[] = ['scheduled', 'set_up', 'open']

/** People sign in while a visit or a roadshow is like this. */
export const isOpenForEntry = (state: string): boolean => ['prepared', 'receiving', 'open', 'running'].includes(state)
/** It is on: questions are asked. */
export const isUnderWay = (state: string): boolean => ['receiving', 'open', 'running'].includes(state)
/** It has begun, or is over: needs are said, stars are given. */
export const wasHeld = (state: string): boolean => ['receiving', 'running', 'debriefed', 'archived'].includes(state)

export const HEADCOUNT_MAX = 200
export const noVisit = {
  delegation: '', contact_name: '', contact_phone: '', headcount: 10 as number | null, purpose: '', guide_request: '',
  begins_at: '', ends_at: '', display_name: '', agrees_to_display: false, is_enterprise: true,
}

export const visitRules: Rules<typeof noVisit> = {
  delegation: required('考察团名称'), contact_name: required('联系人'), contact_phone: required('联系电话'), headcount: required('人数'),
  purpose: required('参观目的'), begins_at: required('开始时间'), ends_at: required('结束时间'),
}
