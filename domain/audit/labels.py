"""What the codes of the journal are called in Chinese."""

from collections import Counter

from domain.flows import FLOWS

_OTHERS: dict[str, str] = {
    "account.sign_up": "注册账号",
    "account.change_password": "修改密码",
    "account.reset_password": "重置密码",
    "account.log_out": "退出登录",
    "account.open": "开通账号",
    "account.lock": "锁定账号",
    "account.unlock": "解锁账号",
    "account.change_roles": "调整岗位",
    "account.bind_phone": "绑定手机号",
    "account.invite": "邀请设置密码",
    "account.set_up": "首次设置密码",
    "account.change_phone": "更换手机号",
    "account.unmask": "查看完整信息（账号手机号）",
    "allow_list.set": "设置 IP 白名单",
    "enterprise.unmask": "查看完整信息（企业联系方式）",
    "state_limit.set": "设置办理时限",
    "amount_limit.set": "设置复核金额",
    "deadline.approaching": "办理时限：临期",
    "deadline.missed": "办理时限：超期",
    "certification.unmask": "查看完整信息（企业认证联系人）",
    "session.step_up": "再次验证身份",
    "session.revoke_others": "移除其他登录设备",
    "session.end_stolen": "结束异常会话",
    "account.change_message_settings": "修改消息设置",
    "account.subscribe": "订阅消息授权",
    "outgoing.resend": "重发外发通知",
    "institution.open": "开通机构",
    "session.revoke": "移除登录设备",
    "certification.view": "查看企业认证",
    "onboarding.view": "查看入驻申请",
    "onboarding.hand_in": "上传入驻材料",
    "onboarding.read_document": "下载入驻材料",
    "device.open": "开通终端",
    "device.activate": "启用终端",
    "device.custodian": "变更终端保管人",
    "device.retire": "停用终端",
    "device.arrange": "设置检修计划",
    "device.maintain": "登记检修",
    "device.block": "封锁设备",
    "device.worsen": "设备：状态变差",
    "device.recover": "设备：状态好转",
    "duty.assign": "排班",
    "duty.unassign": "取消排班",
    "face.consent": "人脸：单独同意",
    "face.withdraw_consent": "人脸：撤回同意",
    "face.enrol": "采集人脸",
    "face.expire": "人脸模板到期清除",
    "face.near_filing": "人脸存量提示",
    "service_record.rate": "服务评价",
    "assistance.ask_to_assist": "协助授权：请求协助",
    "assistance.consent_to_assist": "协助授权：同意协助",
    "assistance.end_assistance": "协助授权：结束协助",
    "follow_up_call.unmask": "查看完整信息（回访电话）",
    "scan_log_in.agree": "同意登录智能终端",
    "certification.allow": "允许补录认证",
    "certification.read_document": "读取证照",
    "certification.read_card": "读取身份证芯片",
    "certification.read_paper": "查看证照照片",
    "certification.read_hand_ins": "查看认证资料",
    "credit_authorization.sign": "签署征信授权书",
    "credit_authorization.withdraw": "撤回征信授权",
    "face_check.begin": "开始人脸核验",
    "face_check.show": "拍摄人脸核验",
    "face_check.begin_by_wechat": "开始微信人脸核验",
    "face_check.confirm_by_wechat": "确认微信人脸核验",
    "room.add": "场地：新增",
    "room.adjust": "场地：调整",
    "equipment.add": "设备：新增",
    "equipment.adjust": "设备：调整",
    "reservation.reserve": "场地占用：占用",
    "reservation.release": "场地占用：解除占用",
    "visit.list_guests": "参观接待：登记来访名单",
    "visit.tick": "参观接待：逐项检查",
    "visit.check_late": "参观接待：检查逾期",
    "visit.check_in": "参观接待：签到",
    "visit.note_arrival": "参观接待：登记离线到场",
    "visit.confirm_arrival": "参观接待：核实到场",
    "visit.dismiss_arrival": "参观接待：不予登记到场",
    "visit.ask_question": "参观接待：现场提问",
    "visit.answer_question": "参观接待：答复提问",
    "visit.note_need": "参观接待：登记需求",
    "visit.rate_event": "参观接待：评价活动",
    "visit.keep_recording": "参观接待：上传影像资料",
    "visit.read_recording": "参观接待：下载影像资料",
    "roadshow.list_guests": "路演活动：登记来访名单",
    "roadshow.tick": "路演活动：逐项检查",
    "roadshow.check_late": "路演活动：检查逾期",
    "roadshow.check_in": "路演活动：签到",
    "roadshow.note_arrival": "路演活动：登记离线到场",
    "roadshow.confirm_arrival": "路演活动：核实到场",
    "roadshow.dismiss_arrival": "路演活动：不予登记到场",
    "roadshow.ask_question": "路演活动：现场提问",
    "roadshow.answer_question": "路演活动：答复提问",
    "roadshow.note_need": "路演活动：登记需求",
    "roadshow.rate_event": "路演活动：评价活动",
    "roadshow.keep_recording": "路演活动：上传影像资料",
    "roadshow.read_recording": "路演活动：下载影像资料",
    "visit.export": "导出参观接待台账",
    "roadshow.next_item": "路演活动：下一环节",
    "roadshow.invite_enterprises": "路演活动：邀请企业",
    "roadshow.answer_invitation": "路演活动：答复邀请",
    "roadshow.offer_one_to_one": "路演活动：安排一对一",
    "roadshow.book_one_to_one": "路演活动：预约一对一",
    "roadshow.leave_one_to_one": "路演活动：退订一对一",
    "product.hand_in_brochure": "上传产品介绍文件",
    "product.indicate_limit": "测算参考额度",
    "product.shelf_check": "货架巡查",
    "loan_application.rate": "服务评价",
    "loan_application.redispatch": "再次派单",
    "loan_application.attach": "上传材料",
    "loan_application.read_attachment": "下载材料",
    "loan_application.export": "导出贷款申请",
    "cover_request.attach": "上传材料",
    "cover_request.read_attachment": "下载材料",
    "guarantee_commitment.download_commitment": "下载担保函",
    "letter_of_guarantee.download_letter": "下载保函",
    "business_register.export": "导出业务台账",
    "repayment_ledger.export": "导出还款台账",
    "claim.export": "导出代偿台账",
    "guarantee_commitment.export": "导出担保函台账",
    "loan.take_dossier": "下载档案",
    "service_counter.open_counter": "开窗",
    "service_counter.close_counter": "关窗",
    "service_counter.set": "设置服务窗口",
    "service_class.set": "设置业务类别",
    "store_site.set": "设置门店位置与营业时间",
    "ticket.near": "即将叫号",
    "ticket.export": "导出取号台账",
    "inspection.attach": "上传现场照片",
    "fault.attach": "上传现场照片",
    "fault.alert_again": "再次告警",
    "fault.import_findings": "导入安全隐患",
    "fault.export": "导出故障台账",
    "spare.add": "登记备用设备",
    "loan.remind_repayment": "还款提醒",
    "legacy_demand.load": "导入历史需求",
    "notice.hand_in_attachment": "上传附件（通知公告）",
}

_OF_SEVERAL = {
    "loan_application": "贷款",
    "fault": "故障",
}  # what a step is called that several tables share
_TABLES = Counter(step.code for flow in FLOWS for step in flow.steps.values())


def _said(title: str, code: str) -> str:
    return title if _TABLES[code] == 1 else _OF_SEVERAL[code.partition(".")[0]]


CODE_LABELS: dict[str, str] = _OTHERS | {
    step.code: f"{_said(flow.title, step.code)}：{step.says}"
    for flow in FLOWS
    for step in flow.steps.values()
}

_STATES: dict[tuple[str, str], str] = {
    (flow.name, state.value): flow.labels[state] for flow in FLOWS for state in flow.states
}


def code_label(code: str) -> str:
    """What an entry's code is called; a refused attempt is called so, whatever was tried."""
    if code.startswith("refused."):
        return "越权操作被拒绝"
    return CODE_LABELS.get(code, code)


def state_label(flow: str, state: str) -> str:
    """A state of a flow in Chinese; the state itself when the flow is gone."""
    return _STATES.get((flow, state), state)
