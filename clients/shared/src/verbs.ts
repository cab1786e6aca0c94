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

const policyMeanings: Record<string, string> = {
  underwrite: '承保后银行即可授信；意见和承保信息会同步给银行和企业。',
  'return-to-bank': '退回后由银行重新审核，可以再次提交或改由其他保险机构承保。请写明原因，银行和企业会看到。',
  'request-payout': '放款申请确认后方可放款，放款的合同编号和金额须与申请一致。',
  'cancel-payout': '撤销后可以重新申请放款。请写明原因。',
  'confirm-payout': '请逐项核对银行提交的放款申请；确认后银行即可放款。',
  'refuse-payout': '拒绝后退回银行，银行可以重新申请。请标注原因，银行和企业会看到。',
  file: '就刚登记的这笔放款备案；备案后可以申请下一笔放款或办结。',
}

const programmeMeanings: Record<string, string> = {
  revise: '修订后对新授信的贷款生效；已授信的贷款仍按原比例分担。修订前后的内容都会留痕。',
  end: '停办后不再受理新的申请，在办的贷款继续办理，不能恢复。',
}

const coverMeanings: Record<string, string> = {
  accept: '受理后该需求归贵机构办理，其他机构不再可见；企业会收到受理通知。',
  'amend-security': '请按与企业商定的内容填写；修改前后的内容都会留痕，企业会收到通知。',
  underwrite: '承保后进入放款环节；意见和承保信息会同步给企业。',
  decline: '不予承保后该需求终止，不能恢复。请写明原因，企业会看到。',
  disburse: '登记后同步计入业务台账和监管台账，该需求办结。',
  withdraw: '撤回后该需求终止，不能恢复。',
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

const loanMeanings: Record<string, string> = {
  repay: '款项先抵罚息，再抵利息，后抵本金；超过应还金额不能登记。',
  prepay: '先还到期款项和至当日的利息，余下的提前归还本金，以后各期重新计算，原计划保留。',
  reschedule: '按与企业的约定填写余下各期，本金合计应等于剩余本金；利息由平台计算，原计划保留。',
  renew: '将向原贷款银行提交一笔新的融资申请，并注明这笔贷款。',
  'mark-overdue': '登记后企业和担保、保险机构会收到通知。平台也会在超过宽限期后自动登记。',
  pause: '暂停期间不计逾期天数，罚息照常计算。',
  resume: '从今天起继续计算逾期天数。',
  collect: '催收记录由银行和担保、保险机构共同查看，企业看不到内容。',
  'file-claim': '申请金额不超过该机构按约定承担的部分；对方同意并付款后，款项记入这笔贷款。',
  settle: '款项已全部归还。结清后不能再登记还款。',
  'propose-write-off': '提交后由本行另一位审批人决定。核销不免除企业的债务。',
  'write-off': '核销后剩余本金转为损失，不能恢复。',
  archive: '归档后不再办理，仍可查看和下载档案。',
}

const claimMeanings: Record<string, string> = {
  'agree-claim': '同意后请在时限内付款。同意的金额不超过申请金额。',
  'decline-claim': '不予代偿后，这笔贷款由银行继续催收。请写明原因，银行会看到。',
  'retract-claim': '撤回后这笔贷款恢复为逾期，可以重新申请。',
  'pay-claim': '款项先抵到期利息，再抵本金，同时计入还款台账；随后开始追偿。',
  recover: '追偿可以分多次登记，合计不超过代偿金额。',
  settle: '代偿款已全部追回。',
  'write-off': '核销无法追回的部分，由登记代偿以外的同事办理，不能恢复。',
}

const letterMeanings: Record<string, string> = {
  accept: '受理后请在时限内完成审核。',
  approve: '审核通过后，由另一位担保审批人出具保函。',
  issue: '保函随即生成并加盖电子签名，不能修改。',
  reject: '驳回后本次申请终止。请写明原因，企业会看到。',
  withdraw: '撤回后本次申请终止，不能恢复。',
  release: '解除后保函失效，公开核验页会显示“已解除”。请写明原因。',
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

const inspectionMeanings: Record<string, string> = {
  sign: '签字后巡检结果不能修改，可以下载巡检报告；签字前需要在近 30 分钟内验证过身份。',
}

const faultMeanings: Record<string, string> = {
  assign: '派单后由该同事维修；时限按等级计算，工作日历以官方公布为准。',
  'begin-repair': '开始后请在时限内完成维修并登记结果。',
  repair: '登记后由另一位同事验收，维修人不能验收自己的维修。',
  close: '请确认设备已恢复正常。关闭后不能恢复，再次损坏请重新报修。',
  reopen: '退回后继续维修。请写明仍然存在的问题。',
  regrade: '新的等级从现在起按其时限重新计算。',
  'accept-risk': '在截止日期前不再催办，到期后自动重新派单。登记人不能决定接受风险。',
  'call-false': '判为误报后不再处理，不能恢复。',
}

const meetingMeanings: Record<string, string> = {
  'take-on': '确认后请在联调时限前完成设备测试，申请单位会收到通知。',
  'turn-down': '申请单位会看到原因。',
  move: '联调时限按新的时间重新计算，已做的测试需要重新进行；预留的备用设备随之改期。',
  rehearse: '全部设备已测试，异常的已有备用设备。',
  'stand-by': '从现在起登记值守记录和会中故障。',
  'end-duty': '结束后请登记会后总结。',
  conclude: '总结后生成《技术保障报告》，不能修改。',
  'call-off': '取消后不能恢复，预留的备用设备随即释放。',
}

const noticeMeanings: Record<string, string> = {
  submit: '提交后由另一位运营人员复核发布。',
  'send-back': '退回后由起草人修改。请写明需要修改的内容。',
  publish: '发布后自生效日起向所有读者展示，并向送达范围内的单位各发送一次站内消息。内容不能再改，须撤下后重新发布。',
  pin: '置顶后排在列表最前。',
  unpin: '取消后按发布时间排列。',
  withdraw: '撤下后读者不再看到，已发布的版本保留。请写明原因。',
  remove: '删除后不能恢复。',
}

const visitMeanings: Record<string, string> = {
  confirm: '确认后生成检查清单，按开放时间提前 30 分钟到期；预约人会收到通知。',
  decline: '请说明原因，预约人会看到，可以另选时间。',
  move: '已占用的场地、设备和讲解员按新的时间重新占用；有冲突则不改期。',
  receive: '来宾到达后开始接待，大屏显示欢迎词。',
  'wrap-up': '归档后不能再登记；场地和设备随即释放。',
  cancel: '取消后场地和设备随即释放，不能恢复。',
}

const roadshowMeanings: Record<string, string> = {
  'return-application': '请写明需要修改的内容，机构会看到。',
  schedule: '排期的同时占用场地和设备；有冲突会说明被谁占用、最近的空闲时段。',
  plan: '各环节时间之和不超过活动时长；可以重新编排。',
  'open-entry': '开放后企业可扫码签到，按座位入座。',
  move: '邀请和已有的签到、座位保留，并通知受邀和已签到的企业；检查清单重新生成。',
  debrief: '到场、反馈、线索和转化由系统统计。',
  cancel: '取消后释放场地和设备，并通知受邀企业，不能恢复。',
}

const ticketMeanings = {
  'step-aside': '后面的人先办理；准备好后可以重新排队。',
  rejoin: '重新进入等候队伍。',
  cancel: '取消后该号作废，不能恢复；如需办理请重新取号或预约。',
}

const meaningsOf = {
  application: { ...meanings, ...policyMeanings },
  certification: certificationMeanings,
  onboarding: onboardingMeanings,
  loan: loanMeanings,
  claim: claimMeanings,
  programme: programmeMeanings,
  cover: coverMeanings,
  letter: letterMeanings,
  product: productMeanings,
  inspection: inspectionMeanings,
  fault: faultMeanings,
  meeting: meetingMeanings,
  notice: noticeMeanings,
  visit: visitMeanings,
  roadshow: roadshowMeanings,
  ticket: ticketMeanings,
}

export function meaningOf(verb: string, kind: keyof typeof meaningsOf): string {
  const words: Record<string, string> = meaningsOf[kind]
  return words[verb] ?? ''
}
