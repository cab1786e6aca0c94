// Being certified: what is filled in and how it is checked, how the checks are told, what the whole says of itself.
import type { CertificationDraft, CertificationView } from './api'
import type { AuthorizationView, CheckView, DocumentKind, FaceCheckView, HandInForm, HandInView, PaperView } from './certification'
import { dateText, momentText } from './dates'
import type { Fact } from './facts'
import { PAPERS, prefilled } from './papers'
import { compactUscc, usccFault } from './uscc'
import { chosen, phoneNumber, required } from './use/useForm'

export type Papers = Partial<Record<DocumentKind, PaperView | null>>

export interface HandInDraft {
  values: CertificationDraft
  papers: Papers
  signed: AuthorizationView | null
  face: FaceCheckView | null
}

const USCC_LENGTH = 18
const BUSINESS_MIN = 2
const ORDER = { contrary: 0, doubtful: 1, matched: 2 } as const

export const noDraft: CertificationDraft = { name: '', uscc: '', region: '', industry: '', size: '', legal_representative: '', contact_name: '', contact_phone: '', registered_capital_fen: null, main_business: '' }

/** What must be said of the enterprise wherever it is filled in by keyboard. */
export const draftRules = {
  name: required('企业名称'),
  uscc: usccFault,
  region: chosen('所在区域'),
  industry: chosen('所属行业'),
  legal_representative: required('法定代表人姓名'),
  registered_capital_fen: (fen: number | null): string => (fen === null || fen < 0 ? '请填写注册资本，没有的填 0。' : ''),
  main_business: (text: string): string => (text.trim().length < BUSINESS_MIN ? '请填写主营业务。' : ''),
  contact_name: required('联系人姓名'),
  contact_phone: phoneNumber,
}

/** What was handed in, as a form to put right. */
export function draftOf(view: CertificationView): CertificationDraft {
  const { name, uscc, region, industry, size, legal_representative, contact_name, contact_phone, registered_capital_fen, main_business } = view
  return { name, uscc, region, industry, size: size ?? '', legal_representative, contact_name, contact_phone, registered_capital_fen, main_business }
}

/** The papers of the last hand-in: what is not wrong need not be photographed again. */
export function papersOf(last: HandInView | null): Record<DocumentKind, PaperView | null> {
  const kept = (kind: DocumentKind): PaperView | null => last?.papers.find(({ paper }) => paper.kind === kind)?.paper ?? null
  return { business_licence: kept('business_licence'), id_card_front: kept('id_card_front'), id_card_back: kept('id_card_back') }
}

/** How far the code is typed, and whether its check digit holds. */
export function usccHint(typed: string): string {
  const code = compactUscc(typed)
  return code.length === USCC_LENGTH && !usccFault(code) ? '✓ 校验位相符' : `已输入 ${code.length} / ${USCC_LENGTH} 位`
}

/** What the reader of the licence was not sure of, by the names of the licence. */
export function unsureOf(licence: PaperView | null | undefined): Set<string> {
  return new Set(licence?.fields.filter((field) => field.text && (field.doubtful || field.problem)).map((field) => field.name))
}

/** Keeps a paper and what it says; whoever is on another card has not been compared with it. */
export function keep(draft: HandInDraft, paper: PaperView): void {
  draft.papers[paper.kind] = paper
  if (paper.kind === 'business_licence') Object.assign(draft.values, prefilled(paper))
  if (paper.kind === 'id_card_front') draft.face = null
  draft.signed = null
}

/** The body of handing in; only whole when every step is done. */
export function handIn({ values, papers, signed, face }: HandInDraft): Partial<HandInForm> {
  const ids = Object.fromEntries(PAPERS.map(({ kind, field }) => [field, papers[kind]?.id]))
  return { ...values, ...ids, uscc: compactUscc(values.uscc), size: values.size || null, authorization_id: signed?.id, face_check_id: face?.done ? face.id : null }
}

/** Worst first: what people did not accept, what contradicts, what is doubtful. */
export function worstFirst(checks: readonly CheckView[]): CheckView[] {
  const weightOf = (check: CheckView): number => (check.ok === false ? -1 : ORDER[check.verdict])
  return [...checks].sort((one, other) => weightOf(one) - weightOf(other))
}

/** Where a certification stands, and what that means for the enterprise. */
export function standingText(view: CertificationView | null): string {
  switch (view?.state) {
    case 'approved': return view.may_renew ? `认证所用证照将于 ${dateText(view.valid_until)} 到期，请更换证照后重新认证。` : '企业已通过认证，可以发布需求、申请产品。'
    case 'to_check': return '平台正在自动核验，一般在一分钟内完成，结果会通过消息通知您。'
    case 'to_review': return `平台正在核验，预计 ${dateText(view.expected_on)} 前完成，结果会通过消息通知您。`
    case 'to_amend': return '资料需要补正，请按下列结果修改后重新提交。'
    case 'rejected': return '本次认证未通过。请核对下列结果后重新申请。'
    default: return '准备好营业执照和法定代表人身份证，几步完成，几分钟即可通过。'
  }
}

/** The facts of a certification in the order of the licence. */
export function certificationFacts(view: CertificationView): Fact[] {
  return [
    { term: '企业名称', text: view.name },
    { term: '统一社会信用代码', text: view.uscc },
    { term: '法定代表人', text: view.legal_representative },
    ...(view.registered_capital_fen === null ? [] : [{ term: '注册资本', fen: view.registered_capital_fen }]),
    { term: '所在区域', text: view.region_label },
    { term: '所属行业', text: view.industry_label },
    ...(view.size_label ? [{ term: '企业规模', text: view.size_label }] : []),
    ...(view.main_business ? [{ term: '主营业务', text: view.main_business }] : []),
    { term: '联系人', text: `${view.contact_name} ${view.contact_phone}` },
    { term: '认证编号', text: view.certification_no },
    { term: '提交时间', text: momentText(view.submitted_at) },
    view.decided_at ? { term: '审核时间', text: momentText(view.decided_at) } : { term: '预计办结', text: dateText(view.expected_on) },
    ...(view.valid_until ? [{ term: '认证有效期至', text: dateText(view.valid_until) }] : []),
    ...(view.reason ? [{ term: '审核说明', text: view.reason, wide: true }] : []),
  ]
}
