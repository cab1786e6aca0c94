// The facts of a certification in the order of the licence.
import type { CertificationView } from '@finmart/shared/api'
import { dateText, momentText } from '@finmart/shared/dates'
import type { Fact } from '@finmart/shared/facts'

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
