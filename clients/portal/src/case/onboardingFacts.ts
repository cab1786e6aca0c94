// What an onboarding says of the institution, as facts.
import { dateText } from '@finmart/shared/dates'
import type { OnboardingView } from '@finmart/shared/onboarding'
import type { Fact } from '@finmart/shared/facts'

export function onboardingFacts(view: OnboardingView): Fact[] {
  return [
    { term: '机构类型', text: view.kind_label },
    { term: '机构全称', text: view.name },
    { term: '机构简称', text: view.short_name },
    { term: '统一社会信用代码', text: view.uscc },
    { term: '所在区域', text: view.region_label },
    { term: '法定代表人（负责人）', text: view.legal_representative },
    { term: `${view.licence_label || '行业许可证'}编号`, text: view.licence_no },
    { term: '许可证有效期至', text: view.licence_valid_until ? dateText(view.licence_valid_until) : '长期' },
    { term: '业务联系人', text: `${view.contact_name} ${view.contact_phone}` },
    { term: '授权代表', text: view.authorised_name },
    { term: '首位管理员', text: `${view.administrator_name} ${view.administrator_phone}` },
  ]
}

/** What the state means for the institution, and what comes next. */
export function onboardingWords(view: OnboardingView): string {
  switch (view.state) {
    case 'to_submit': return '请上传全部材料，核对填写内容后提交。'
    case 'to_review': return `平台正在逐项核验，预计 ${dateText(view.expected_on)} 前答复，结果会以短信通知首位管理员。`
    case 'to_amend': return '请按核验意见补正材料或填写内容，再重新提交。'
    case 'to_approve': return `核验已完成，正在审批，预计 ${dateText(view.expected_on)} 前答复。`
    case 'to_sign': return '审批已通过。请授权代表阅读并签署入驻协议，签署后即完成入驻。'
    case 'admitted': return `入驻有效期至 ${dateText(view.valid_until)}。`
    case 'to_renew': return `续期申请正在审核，原有效期至 ${dateText(view.valid_until)}，期间业务照常办理。`
    case 'expired': return `入驻资格已于 ${dateText(view.valid_until)} 到期，暂停承接新业务；已受理的业务可以继续办理。请尽快申请续期。`
    case 'to_leave': return '正在办理退出，不再承接新业务；已受理的业务办结后，由平台办理退出。'
    case 'left': return '已退出平台。如需再次合作，请重新申请入驻。'
    case 'rejected': return '本次申请未通过。请核对意见，符合条件后可以重新申请。'
    case 'withdrawn': return '本次申请已撤回，可以重新申请。'
  }
}
