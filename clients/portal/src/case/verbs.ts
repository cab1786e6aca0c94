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
  investigate: '登记走访情况，可以登记多次；银行能看到，申请企业看不到。',
  'assess-risk': '以最近一次评估为准出具担保函。评估人不能确认担保，由另一位担保审批人办理。',
  'confirm-guarantee': '确认后由贵机构为该笔融资提供担保；担保函随即生成并加盖电子签名，不能修改。',
  'confirm-commitment': '确认后即可据此放款；放款合计按担保比例计算不得超过担保金额。',
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

const letterMeanings: Record<string, string> = {
  accept: '受理后请在时限内完成审核。',
  approve: '审核通过后，由另一位担保审批人出具保函。',
  issue: '保函随即生成并加盖电子签名，不能修改。',
  reject: '驳回后本次申请终止。请写明原因，企业会看到。',
  withdraw: '撤回后本次申请终止，不能恢复。',
  release: '解除后保函失效，公开核验页会显示“已解除”。请写明原因。',
}

const meaningsOf = { application: meanings, certification: certificationMeanings, onboarding: onboardingMeanings, letter: letterMeanings }

export function meaningOf(verb: string, kind: keyof typeof meaningsOf): string {
  return meaningsOf[kind][verb] ?? ''
}
