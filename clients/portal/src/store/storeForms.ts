// What each step of the store's upkeep asks for: fields by verb, so that one component shows them all.
import { today } from '@finmart/shared/dates'
import type { FaultView, IncidentView, SpareView, StorePerson } from '@finmart/shared/upkeep'
import type { Choice } from '@finmart/shared/words'
import { useReference } from '../stores/reference'

export type Value = string | string[] | null

/** What the fields may ask of the subject they are about; none when something is begun. */
export interface About {
  readonly people?: readonly StorePerson[]
  readonly incidents?: readonly IncidentView[]
  readonly spares?: readonly SpareView[]
  readonly severity?: FaultView['severity']
  readonly starts_at?: string
  readonly ends_at?: string
  readonly zone?: string
  readonly room?: string
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'area' | 'moment' | 'day' | 'choice' | 'picks' | 'number'
  readonly optional?: boolean
  readonly most?: number
  readonly hint?: string
  readonly half?: boolean
  readonly initial?: (about: About) => Value
  readonly choices?: (about: About, spares: readonly SpareView[]) => Choice[]
}

const now = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
const named = (each: { id: string, name: string }): Choice => ({ value: each.id, label: each.name })
const severities = (): Choice[] => useReference().choices('FaultGrade')
const zones = (): Choice[] => useReference().choices('Zone')

const reason: Field = { name: 'reason', label: '原因', kind: 'area', most: 500 }
const time: Field[] = [
  { name: 'starts_at', label: '开始时间', kind: 'moment', half: true, initial: (about) => about.starts_at ?? '' },
  { name: 'ends_at', label: '结束时间', kind: 'moment', half: true, initial: (about) => about.ends_at ?? '' },
  { name: 'zone', label: '分区', kind: 'choice', half: true, initial: (about) => about.zone ?? 'roadshow', choices: zones },
  { name: 'room', label: '会议室', kind: 'line', half: true, most: 40, initial: (about) => about.room ?? '' },
]
const meeting: Field[] = [
  { name: 'title', label: '会议名称', kind: 'line', most: 100 },
  { name: 'kind', label: '会议类型', kind: 'choice', half: true, initial: () => 'ordinary', choices: () => useReference().choices('MeetingKind'), hint: '普通会议提前 1 小时、重大会议提前 1 天完成联调。' },
  { name: 'headcount', label: '人数', kind: 'number', half: true, initial: () => '20' },
  ...time,
  { name: 'needs', label: '设备需求', kind: 'area', optional: true, most: 500 },
]

export const storeForms: Record<string, Field[]> = {
  report: [
    { name: 'title', label: '哪里坏了', kind: 'line', most: 100 },
    { name: 'severity', label: '等级', kind: 'choice', half: true, initial: () => 'general', choices: severities },
    { name: 'zone', label: '分区', kind: 'choice', half: true, optional: true, choices: zones },
    { name: 'device_name', label: '设备', kind: 'line', optional: true, most: 60 },
    { name: 'detail', label: '详细情况', kind: 'area', optional: true, most: 500 },
  ],
  finding: [
    { name: 'source', label: '来源', kind: 'choice', half: true, initial: () => 'vulnerability_scan', choices: () => useReference().choices('FaultSource').filter((each) => ['vulnerability_scan', 'hardening_check'].includes(each.value)) },
    { name: 'severity', label: '等级', kind: 'choice', half: true, initial: () => 'serious', choices: severities },
    { name: 'title', label: '隐患名称', kind: 'line', most: 100 },
    { name: 'asset', label: '资产', kind: 'line', half: true, most: 100, hint: '服务器、存储、交换机等的名称或地址。' },
    { name: 'reference', label: '漏洞或检查项编号', kind: 'line', half: true, optional: true, most: 60 },
    { name: 'detail', label: '说明', kind: 'area', optional: true, most: 500 },
  ],
  assign: [
    { name: 'assignee_id', label: '交给', kind: 'choice', choices: (about) => (about.people ?? []).map(named) },
    { name: 'note', label: '说明', kind: 'area', optional: true, most: 500 },
  ],
  repair: [
    { name: 'cause', label: '原因', kind: 'area', most: 500 },
    { name: 'outcome', label: '处理结果', kind: 'area', most: 500 },
    { name: 'restored_at', label: '恢复时间', kind: 'moment', half: true, initial: now },
    { name: 'spare_used', label: '使用的备件', kind: 'line', half: true, optional: true, most: 60 },
  ],
  regrade: [{ name: 'severity', label: '新的等级', kind: 'choice', initial: (about) => about.severity ?? '', choices: severities }, reason],
  accept_risk: [{ name: 'until', label: '截止日期', kind: 'day', initial: () => today(), hint: '一年以内；到期后重新派单。' }, reason],
  sign: [
    { name: 'name', label: '签字人姓名', kind: 'line', most: 60, hint: '请由本人填写自己的姓名，与登录账号一致。' },
    { name: 'remark', label: '备注', kind: 'area', optional: true, most: 500 },
  ],
  order: meeting,
  ask: meeting,
  move: [reason, ...time],
  reserve: [{ name: 'spare_ids', label: '备用设备', kind: 'picks', optional: true, initial: (about) => (about.spares ?? []).map((each) => each.id), choices: (_about, spares) => spares.map(named), hint: '同一时段一件只能为一场会议预留。' }],
  add: [{ name: 'name', label: '名称和编号', kind: 'line', most: 60, hint: '如：备用麦克风 3 号。' }],
  note_duty: [{ name: 'text', label: '值守情况', kind: 'area', most: 300 }],
  note_incident: [
    { name: 'kind', label: '类型', kind: 'choice', half: true, initial: () => 'sound', choices: () => useReference().choices('IncidentKind') },
    { name: 'started_at', label: '发生时间', kind: 'moment', half: true, initial: now },
    { name: 'note', label: '情况', kind: 'area', most: 300 },
  ],
  mend_incident: [
    {
      name: 'incident_id', label: '会中故障', kind: 'choice',
      initial: (about) => about.incidents?.find((each) => !each.mended_at)?.id ?? '',
      choices: (about) => (about.incidents ?? []).filter((each) => !each.mended_at).map((each) => ({ value: each.id, label: `${each.kind_label}：${each.note}` })),
    },
    { name: 'mended_at', label: '恢复时间', kind: 'moment', initial: now },
    { name: 'how', label: '处理方法', kind: 'area', most: 300 },
  ],
  conclude: [
    { name: 'equipment_run', label: '设备运行情况', kind: 'area', most: 1000 },
    { name: 'suggestions', label: '优化建议', kind: 'area', most: 1000, hint: '没有请写“无”。' },
  ],
}
