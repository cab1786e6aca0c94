// What is said of an application and of a product, fact by fact, wherever it is shown.
import type { UnmaskedContact } from './accounts'
import type { ApplicationCase, ProductView } from './api'
import type { EnquiryView } from './catalogue'
import { dateText, deadlineText, momentText } from './dates'
import type { Portrait } from './desk'
import { monthsText, rateText } from './money'
import type { NoticeRow, NoticeView } from './notices'
import type { LoanCase } from './servicing'
import type { Words } from './words'

export interface Fact {
  readonly term: string
  readonly text?: string | null
  readonly fen?: number | null
  readonly wide?: boolean
}

type Named = Pick<Words, 'label' | 'labels' | 'region'>

/** What the enterprise asked for. */
export function askedFacts(subject: ApplicationCase, words: Named): Fact[] {
  return [
    { term: '业务品种', text: subject.programme_name && subject.programme_name !== subject.kind_label ? `${subject.kind_label}（${subject.programme_name}）` : subject.kind_label },
    { term: '申请金额', fen: subject.requested_fen },
    { term: '期限', text: monthsText(subject.term_months) },
    { term: '担保方式', text: words.label('SecurityKind', subject.security) },
    { term: '还款方式', text: words.label('RepaymentMethod', subject.repayment_method) },
    ...(subject.rate_bp_max === null ? [] : [{ term: '可接受最高年利率', text: rateText(subject.rate_bp_max) }]),
    ...(subject.product_name ? [{ term: '申请产品', text: subject.product_name }] : []),
    ...(subject.request_no ? [{ term: '需求编号', text: `${subject.request_no}（${words.label('RequestAim', subject.aim)}）` }] : []),
    { term: '提交日期', text: dateText(subject.submitted_at) },
    { term: '信用评分', text: `${subject.credit_score} 分（标准 ${subject.score_required} 分）` },
    { term: '资金用途', text: subject.purpose, wide: true },
    ...(subject.score_reasons.length ? [{ term: '评分依据', text: subject.score_reasons.join('；'), wide: true }] : []),
    ...(subject.remarks ? [{ term: '补充说明', text: subject.remarks, wide: true }] : []),
  ]
}

/** What the bank granted. */
export function grantedFacts(subject: ApplicationCase, words: Named): Fact[] {
  return [
    { term: '受理银行', text: subject.bank_name },
    ...(subject.insurer_name ? [{ term: '合作保险机构', text: subject.insurer_name }] : []),
    ...(subject.credit_line_fen === null ? [] : [
      { term: '授信金额', fen: subject.credit_line_fen },
      { term: '年利率', text: rateText(subject.rate_bp) },
      { term: '授信期限', text: monthsText(subject.granted_term_months) },
      { term: '还款方式', text: words.label('RepaymentMethod', subject.granted_repayment_method) },
      { term: '有效期至', text: subject.valid_until ? dateText(subject.valid_until) : '未设定' },
    ]),
    ...(subject.opinion ? [{ term: '审核意见', text: subject.opinion, wide: true }] : []),
  ]
}

/** Who asks, masked where the reader may not know. */
export function whoFacts(subject: ApplicationCase): Fact[] {
  return [
    { term: '企业名称', text: subject.enterprise.name },
    { term: '统一社会信用代码', text: subject.enterprise.uscc },
    { term: '所在区域', text: subject.enterprise.region_label },
    { term: '所属行业', text: subject.enterprise.industry_label },
    { term: '法定代表人', text: subject.enterprise.legal_representative_masked },
    { term: '联系人', text: [subject.enterprise.contact_name_masked, subject.enterprise.contact_phone_masked].filter(Boolean).join(' ') },
  ]
}

/** Who guarantees it, and what was said about that. */
export function guaranteeFacts(subject: ApplicationCase): Fact[] {
  return [
    { term: '担保机构', text: subject.guarantor_name },
    { term: '银行预审意见', text: subject.preliminary_opinion, wide: true },
    ...(subject.guarantee_opinion ? [{ term: '担保意见', text: subject.guarantee_opinion, wide: true }] : []),
  ]
}

/** What a product says of itself beyond its figures. */
export function productFacts(product: ProductView, words: Named): Fact[] {
  return [
    ...(product.introduction ? [{ term: '产品介绍', text: product.introduction, wide: true }] : []),
    ...(product.coverage ? [{ term: '保障范围', text: product.coverage, wide: true }] : []),
    ...(product.offer_mode ? [{ term: '授信方式', text: product.offer_mode_label }] : []),
    ...(product.repayment_methods.length ? [{ term: '还款方式', text: words.labels('RepaymentMethod', product.repayment_methods) }] : []),
    ...(product.securities.length ? [{ term: '担保方式', text: words.labels('SecurityKind', product.securities) }] : []),
    ...(product.eligible_kinds.length ? [{ term: '适用企业', text: product.eligible_kinds.join('、') }] : []),
    { term: '适用区域', text: product.eligible_regions.map((each) => words.region(each)).join('、') || '全市' },
    ...(product.valid_until ? [{ term: '有效期至', text: dateText(product.valid_until) }] : []),
    { term: '产品编号', text: product.product_no },
    ...(product.programme_id ? [{ term: '政策项目', text: '按政策项目办理，由政策基金、银行与合作机构分担风险' }] : []),
    { term: '收费标准', text: product.fees || '无', wide: true },
    { term: product.condition_label, text: product.eligibility, wide: true },
    ...(product.limit_rule ? [{ term: '参考额度测算规则', text: product.limit_rule, wide: true }] : []),
    ...(product.policy_basis ? [{ term: '政策依据', text: product.policy_basis, wide: true }] : []),
  ]
}

/** What an enquiry is about, and what is needed. */
export function enquiryFacts(view: EnquiryView): Fact[] {
  return [
    { term: '产品', text: `${view.product_name}（第 ${view.version_no} 版）` },
    { term: '产品类型', text: view.product_kind_label },
    { term: '机构', text: view.institution_name },
    { term: '企业', text: `${view.enterprise_name} · ${view.region_label}` },
    { term: '需要的金额', fen: view.amount_fen },
    { term: '期限', text: monthsText(view.term_months) },
  ]
}

/** What a notice is and from whom it comes. */
export function noticeSource(notice: NoticeRow): string {
  return [notice.kind_label, notice.issuer, notice.document_no].filter(Boolean).join(' · ')
}

/** From whom a notice comes, for whom it is, and how long it counts. */
export function noticeFacts(view: NoticeView): Fact[] {
  return [
    ...(view.issuer ? [{ term: '发文机关', text: view.issuer }] : []),
    ...(view.document_no ? [{ term: '文号', text: view.document_no }] : []),
    { term: '发布时间', text: momentText(view.published_at) },
    { term: '生效日期', text: dateText(view.valid_from) },
    { term: '失效日期', text: view.valid_until ? dateText(view.valid_until) : '未定' },
    ...(view.deadline_on ? [{ term: '申领截止', text: `${dateText(view.deadline_on)}（${deadlineText(view.deadline_on)}）` }] : []),
    { term: '发布对象', text: view.audience_label },
    ...(view.basis ? [{ term: '政策依据', text: view.basis, wide: true }] : []),
    ...(view.link ? [{ term: '原文网址（请核对后自行访问）', text: view.link, wide: true }] : []),
  ]
}

/** Who an enterprise is. */
export function portraitFacts(view: Portrait): Fact[] {
  return [
    { term: '统一社会信用代码', text: view.uscc },
    { term: '所在区域', text: view.region_label },
    { term: '所属行业', text: view.industry_label },
    ...(view.size_label ? [{ term: '企业规模', text: view.size_label }] : []),
    { term: '企业认证', text: view.certified ? (view.certified_until ? `有效期至 ${dateText(view.certified_until)}` : '已认证') : '未认证' },
    ...(view.registered_capital_fen === null ? [] : [{ term: '注册资本', fen: view.registered_capital_fen }]),
    { term: '征信授权', text: view.authorised_until ? `有效期至 ${dateText(view.authorised_until)}` : '未授权' },
    ...(view.main_business ? [{ term: '主营业务', text: view.main_business, wide: true }] : []),
  ]
}

/** How an enterprise is reached; in full only for whoever asked for it. */
export function contactFacts(view: Portrait, full: UnmaskedContact | null = null): Fact[] {
  return [
    { term: '法定代表人', text: view.legal_representative },
    { term: '联系人', text: full?.contact_name ?? view.contact_name },
    { term: '联系电话', text: full?.contact_phone ?? view.contact_phone },
  ]
}

/** What a live loan is: its sums, its terms, what has been repaid. */
export function loanFacts(loan: LoanCase, words: Named): Fact[] {
  return [
    { term: '贷款本金', fen: loan.principal_fen },
    { term: '剩余本金', fen: loan.balance_fen },
    { term: '年利率', text: rateText(loan.rate_bp) },
    { term: '罚息年利率', text: rateText(loan.penalty_bp) },
    { term: '还款方式', text: words.label('RepaymentMethod', loan.method) },
    { term: '计息天数', text: words.label('DayCount', loan.day_count) },
    { term: '宽限期', text: loan.grace_days ? `${loan.grace_days} 天` : '无' },
    { term: '放款日期', text: dateText(loan.drawn_on) },
    { term: '到期日', text: dateText(loan.final_due_on) },
    { term: '已还本金', fen: loan.principal_repaid_fen },
    { term: '已还利息', fen: loan.interest_repaid_fen },
    { term: '已还罚息', fen: loan.penalty_repaid_fen },
    { term: '五级分类', text: loan.grade_label },
    { term: '合同编号', text: loan.contract_no },
    ...(loan.settled_on ? [{ term: '结清日期', text: dateText(loan.settled_on) }] : []),
    ...(loan.written_off_fen ? [{ term: '已核销', fen: loan.written_off_fen }] : []),
  ]
}
