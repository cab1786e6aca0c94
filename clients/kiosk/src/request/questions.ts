// 发布融资需求 at the kiosk: one question a screen, under the same rules as at the portal.
import { fenFromWan, moneyText } from '@finmart/shared/money'
import type { RequestDraft as AskedDraft } from '@finmart/shared/request'

/** The kiosk asks for no rate and no remarks. */
export type RequestDraft = Omit<AskedDraft, 'rate_bp_max' | 'remarks'>

export type QuestionName = keyof RequestDraft

export interface Question {
  readonly name: QuestionName
  readonly title: string
  readonly hint: string
  readonly by: 'wan' | 'months' | 'purpose' | 'choice'
  /** The enumeration whose values are chosen from. */
  readonly choices?: 'SecurityKind' | 'RepaymentMethod'
}

export const QUESTIONS: readonly Question[] = [
  { name: 'amount_fen', title: '需要多少资金？', hint: '以万元填写', by: 'wan' },
  { name: 'term_months', title: '用多久？', hint: '以月填写，最长 600 个月', by: 'months' },
  { name: 'purpose', title: '资金做什么用？', hint: '选一项，或自己写', by: 'purpose' },
  { name: 'security', title: '以什么方式担保？', hint: '没有抵押物可以选信用', by: 'choice', choices: 'SecurityKind' },
  { name: 'repayment_method', title: '怎样还款？', hint: '最终以银行审批为准', by: 'choice', choices: 'RepaymentMethod' },
]

export const TERMS = [6, 12, 24, 36, 60] as const
export const PURPOSES = ['采购原材料，补充流动资金', '支付货款或工资', '购置设备', '厂房建设或装修', '研发投入', '归还其他贷款'] as const
export const WAN_DIGITS = 7
export const MONTH_DIGITS = 3
const TERM_MONTHS_MAX = 600
const PURPOSE_MIN = 2
export const PURPOSE_MAX = 60

export const noRequest = (): RequestDraft => ({ amount_fen: null, term_months: null, purpose: '', security: '', repayment_method: '' })

/** Digits typed become the value; nothing typed, or nothing but zeros, is no value. */
export const fenOf = (digits: string): number | null => fenFromWan(digits) || null
export const monthsOf = (digits: string): number | null => Number(digits) || null

/** Empty when the answer will do, else what is wrong with it. */
export function faultOf(draft: RequestDraft, name: QuestionName): string {
  switch (name) {
    case 'amount_fen': return draft.amount_fen ? '' : '请填写资金金额'
    case 'term_months': return !draft.term_months ? '请填写期限' : draft.term_months > TERM_MONTHS_MAX ? '期限最长 600 个月' : ''
    case 'purpose': return draft.purpose.trim().length < PURPOSE_MIN ? '请写明资金用途，至少 2 个字' : ''
    case 'security': return draft.security ? '' : '请选择担保方式'
    case 'repayment_method': return draft.repayment_method ? '' : '请选择还款方式'
  }
}

/** The answer as it is read back. */
export function answerOf(draft: RequestDraft, { name, choices }: Question, labels: Record<string, Record<string, string>>): string {
  const value = draft[name]
  if (value === null || value === '') return ''
  if (name === 'amount_fen') return moneyText(Number(value))
  if (name === 'term_months') return `${value} 个月`
  return choices ? labels[choices]?.[String(value)] ?? String(value) : String(value)
}

/** To every bank, at the rate that the bank offers. */
export function publication(draft: RequestDraft): object {
  return { ...draft, purpose: draft.purpose.trim(), aim: 'open' }
}
