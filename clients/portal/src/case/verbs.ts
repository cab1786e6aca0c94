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

export function meaningOf(verb: string, kind: 'application' | 'certification'): string {
  return (kind === 'application' ? meanings : certificationMeanings)[verb] ?? ''
}
