// What somebody fills in to be certified at the kiosk: kept by the screen alone, and gone with it.
import type { CertificationDraft } from '@finmart/shared/api'
import type { CertificationAtKiosk } from '@finmart/shared/certification'
import type { HandInDraft, Papers } from '@finmart/shared/certifying'
import type { PaperWanted } from '@finmart/shared/papers'
import { usccFault } from '@finmart/shared/uscc'

export type FieldName = keyof CertificationDraft

export type Draft = HandInDraft

export interface Field {
  readonly name: FieldName
  readonly label: string
  readonly by: 'text' | 'figures' | 'digits' | 'wan' | 'region' | 'industry'
  readonly length: number
  /** Under which name the licence says it. */
  readonly printed?: string
}

export const FIELDS: readonly Field[] = [
  { name: 'name', label: '企业名称', by: 'text', length: 50, printed: 'name' },
  { name: 'uscc', label: '统一社会信用代码', by: 'figures', length: 18, printed: 'uscc' },
  { name: 'legal_representative', label: '法定代表人', by: 'text', length: 30, printed: 'legal_representative' },
  { name: 'registered_capital_fen', label: '注册资本（万元）', by: 'wan', length: 9, printed: 'registered_capital' },
  { name: 'region', label: '所在区域', by: 'region', length: 0, printed: 'address' },
  { name: 'industry', label: '所属行业', by: 'industry', length: 0 },
  { name: 'main_business', label: '主营业务', by: 'text', length: 60 },
  { name: 'contact_name', label: '联系人', by: 'text', length: 30 },
  { name: 'contact_phone', label: '联系人手机号码', by: 'digits', length: 11 },
]

const PHONE = /^1[3-9]\d{9}$/
const PHRASE_MIN = 4
const PHRASE_MAX = 30
const PHRASES_MAX = 10

export function newDraft(given: CertificationAtKiosk): Draft {
  const papers: Papers = Object.fromEntries(given.papers.map((paper) => [paper.kind, paper]))
  const { name = '', uscc = '', region = '', industry = '', legal_representative = '', contact_name = '', contact_phone = '', registered_capital_fen = null, main_business = '' } = given.form ?? {}
  return { values: { name, uscc, region, industry, legal_representative, contact_name, contact_phone, registered_capital_fen, main_business }, papers, signed: null, face: null }
}

/** Empty when the field will do, else what is wrong with it. */
export function faultOf(draft: Draft, { name, label }: Field): string {
  const value = draft.values[name]
  if (value === null || value === '') return `请填写${label}`
  if (name === 'uscc') return usccFault(String(value))
  if (name === 'contact_phone' && !PHONE.test(String(value))) return '请输入 11 位手机号码'
  return name === 'main_business' && [...String(value)].length < 2 ? '请填写主营业务' : ''
}

/** Did the reader doubt what it read there? */
export function isDoubtful(draft: Draft, field: Field): boolean {
  const read = draft.papers.business_licence?.fields.find((each) => each.name === field.printed)
  return Boolean(read && (read.doubtful || read.problem))
}

/** What may be touched instead of typed: phrases of the licensed scope, names already on the papers. */
export function offered(draft: Draft, name: FieldName): string[] {
  const said = (kind: PaperWanted['kind'], field: string): string => draft.papers[kind]?.fields.find((each) => each.name === field)?.text ?? ''
  if (name === 'main_business') {
    const phrases = said('business_licence', 'business_scope').split(/[；;。，,、:：]/).map((each) => each.trim())
    return [...new Set(phrases)].filter((each) => each.length >= PHRASE_MIN && each.length <= PHRASE_MAX && !each.endsWith('项目')).slice(0, PHRASES_MAX)
  }
  const names = name === 'name' ? [said('business_licence', 'name')] : [said('business_licence', 'legal_representative'), said('id_card_front', 'name')]
  return [...new Set(names)].filter((each) => each && ['name', 'legal_representative', 'contact_name'].includes(name))
}
