// How a step is named in addresses, and what it means for the reader before it is confirmed.

/** Verbs are written with hyphens in addresses, whatever the flow's own spelling. */
export function pathOf(verb: string): string {
  return verb.replaceAll('_', '-')
}

const meanings: Record<string, string> = {
  accept: '受理后由贵行办理该业务，请在时限内完成审核。',
  grab: '抢单成功后该需求归贵行办理，其他银行不再可见。',
  release: '取消受理后，该业务将退回，由其他银行办理。请说明原因，企业会看到。',
  'send-back': '退回后由企业补正材料，再重新提交。请写明需要补正的内容。',
  reject: '驳回后业务终止，不能恢复。请写明原因，企业会看到。',
  withdraw: '撤回后该申请终止，不能恢复。',
  approve: '审核通过后进入授信环节。',
  'require-guarantor': '请选择担保机构并写明预审意见；担保机构确认后继续审核。',
  'confirm-guarantee': '确认后由贵机构为该笔融资提供担保，银行将继续审核。',
  'decline-guarantee': '不予担保后业务退回银行，由银行另行处理。请说明原因。',
  grant: '请按审批结果登记授信信息，之后可以修改，修改会留下记录。',
  'amend-line': '修改后的授信信息立即生效，原信息保留在进展记录中。',
  disburse: '每笔放款登记一次，累计放款不得超过授信金额；登记后同步计入业务台账。',
  complete: '办结后业务归档，企业可以对服务作出评价。',
}

const certificationMeanings: Record<string, string> = {
  approve: '通过后企业即可发布需求、申请产品，并会收到通知。',
  'send-back': '退回后由企业补正资料，再重新提交。请写明需要补正的内容。',
  reject: '驳回后本次认证终止。请写明原因，企业会看到。',
}

const onboardingMeanings: Record<string, string> = {
  recommend: '全部条件已判为符合。提交后由另一位运营人员审批，核验人不能审批。',
  'send-back': '退回后由机构补正材料，再重新提交。请写明需要补正的内容，机构会看到。',
  'return-to-check': '退回后重新核验，机构不会看到。请写明需要再核对的内容。',
  approve: '审批通过后，机构的授权代表签署入驻协议即完成入驻。',
  reject: '驳回后本次申请终止。请写明不符合哪一条准入条件，机构会看到。',
  'ask-renewal': '续期审核期间业务照常办理。请先在材料中更新已变化的证照。',
  'extend-admission': '有效期延长一年，且不晚于行业许可证的有效期；已暂停的新业务同时恢复。',
  'return-renewal': '退回后由机构更新材料，再重新申请。请写明原因，机构会看到。',
  'give-notice': '发起后即日起不再承接新业务，已受理的业务继续办理；办结后由平台办理退出。',
  'cancel-notice': '撤销后恢复原状，可以继续承接新业务。',
  leave: '办理后该机构的全部账号停用，产品下架，不能恢复。',
}

const productMeanings: Record<string, string> = {
  'submit-listing': '提交后由平台逐项审核，审核通过即在金融超市展示。',
  withdraw: '撤回后恢复为草稿，可以继续编辑。',
  'list-product': '准予展示后，企业即可在金融超市查询和申请该产品。',
  'send-back': '退回后由机构按各项整改要求修改，再重新提交。请写明总的说明，机构会看到。',
  'withdraw-revision': '撤回后在架版本不受影响，新版本保存为草稿。',
  'return-revision': '退回后原版本继续展示。请写明总的说明，机构会看到。',
  delist: '下架后企业不能再申请，已受理的业务继续办理。请写明原因。',
  'order-delisting': '责令下架后立即停止展示，机构会收到原因；整改后可以申请重新上架。',
  relist: '将最近一次在架的版本重新提交审核，审核通过后展示。',
  remove: '删除后不能恢复。',
}

const meaningsOf = { application: meanings, certification: certificationMeanings, onboarding: onboardingMeanings, product: productMeanings }

export function meaningOf(verb: string, kind: keyof typeof meaningsOf): string {
  return meaningsOf[kind][verb] ?? ''
}
