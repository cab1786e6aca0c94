"""What a role may see, export or unmask. What it may *do* stands in the flows."""

from enum import StrEnum

from vocabulary.parties import Role


class Right(StrEnum):
    """A right outside the flows, `subject.act`. Alphabetical; a typo cannot become a right."""

    ACCOUNT_GUARD = "account.guard"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_UNMASK = "account.unmask"
    ACCOUNT_VIEW = "account.view"
    ALLOW_LIST_MANAGE = "allow_list.manage"
    AMOUNT_LIMIT_MANAGE = "amount_limit.manage"
    APPLICATION_EXPORT = "application.export"
    APPLICATION_HISTORICAL = "application.historical"
    APPLICATION_VIEW = "application.view"
    APPRAISAL_VIEW = "appraisal.view"
    CERTIFICATION_UNMASK = "certification.unmask"
    CERTIFICATION_VIEW = "certification.view"
    COCKPIT_VIEW = "cockpit.view"
    COVER_REQUEST_VIEW = "cover_request.view"
    DEADLINE_MANAGE = "deadline.manage"
    DEVICE_MANAGE = "device.manage"
    DEVICE_VIEW = "device.view"
    DUTY_MANAGE = "duty.manage"
    ENTERPRISE_UNMASK = "enterprise.unmask"
    ENTERPRISE_VIEW = "enterprise.view"
    EVENT_EXPORT = "event.export"
    EVENT_VIEW = "event.view"
    EXPOSURE_VIEW = "exposure.view"
    FOLLOW_UP_CALL_UNMASK = "follow_up_call.unmask"
    FOLLOW_UP_CALL_VIEW = "follow_up_call.view"
    GUARANTEE_EXPORT = "guarantee.export"
    INSTITUTION_OPEN = "institution.open"
    JOURNAL_VIEW = "journal.view"
    LEGACY_VIEW = "legacy.view"
    MEETING_SUPPORT_VIEW = "meeting_support.view"
    MESSAGE_VIEW = "message.view"
    NOTICE_VIEW = "notice.view"
    ONBOARDING_VIEW = "onboarding.view"
    OPERATIONS_VIEW = "operations.view"
    POOL_VIEW = "pool.view"
    PROGRAMME_VIEW = "programme.view"
    PRODUCT_ENQUIRY_VIEW = "product_enquiry.view"
    PRODUCT_VIEW = "product.view"
    QUEUE_MANAGE = "queue.manage"
    QUEUE_SERVE = "queue.serve"
    REGISTER_EXPORT = "register.export"
    REGISTER_RECONCILE = "register.reconcile"
    REGISTER_VIEW = "register.view"
    REQUEST_PUBLISH = "request.publish"
    ROOM_MANAGE = "room.manage"
    SERVICE_RECORD_VIEW = "service_record.view"
    SHELF_CHECK = "shelf.check"
    STAFF_MANAGE = "staff.manage"
    UPKEEP_EXPORT = "upkeep.export"
    UPKEEP_VIEW = "upkeep.view"


# What each right lets its holder do, as people are told (我的权限) and docs/rights.md says.
RIGHT_SENTENCES: dict[str, str] = {
    "account.guard": "变更、锁定、解锁全平台账号的岗位与权限",
    "account.manage": "为各单位开通账号，发送首次设置密码的短信",
    "account.unmask": "查看账号的完整手机号码（每次留痕）",
    "account.view": "查看全平台账号与登录记录",
    "allow_list.manage": "维护各岗位的网络地址白名单",
    "amount_limit.manage": "设置本机构需要双人复核的金额",
    "application.export": "导出融资业务清单",
    "application.historical": "补录历史业务，可填写过去的日期",
    "application.view": "查看本单位参与的融资业务",
    "appraisal.view": "查看机构考核",
    "certification.unmask": "查看企业认证的完整联系方式（每次留痕）",
    "certification.view": "查看企业认证申请，联系方式已遮掩",
    "cockpit.view": "查看监管驾驶舱及其每个数字的来源",
    "cover_request.view": "查看融资保险需求",
    "deadline.manage": "设置各环节的办理时限，查看时限执行情况",
    "device.manage": "登记、停用设备，指定保管人和检修计划",
    "device.view": "查看设备健康、告警和值班表",
    "duty.manage": "排定值班表",
    "enterprise.unmask": "查看企业的完整联系方式（每次留痕）",
    "enterprise.view": "查询企业，未办理业务的企业已遮掩",
    "event.export": "导出参观和路演台账",
    "event.view": "查看参观和路演",
    "exposure.view": "查看智能匹配对各机构的展示情况",
    "follow_up_call.unmask": "查看待回访人员的完整手机号码（每次留痕）",
    "follow_up_call.view": "查看回访任务",
    "guarantee.export": "导出担保函台账",
    "institution.open": "为银行、保险、担保机构开户",
    "journal.view": "查看操作日志",
    "legacy.view": "查询老系统的历史需求，未办理业务的企业已遮掩",
    "meeting_support.view": "查看会议技术保障，机构只看本单位申请的",
    "message.view": "查看和处理本单位的消息",
    "notice.view": "查看通知公告的草稿、送达范围和历次版本",
    "onboarding.view": "查看入驻申请和入驻信息",
    "operations.view": "查看平台运行状况",
    "pool.view": "查看抢单区的融资需求",
    "programme.view": "查看政策项目的分担比例和额度",
    "product.view": "查看产品管理：草稿、上架审核和历次版本",
    "product_enquiry.view": "查看产品咨询",
    "queue.manage": "设置门店排队：业务类别、窗口、取号范围",
    "queue.serve": "值守窗口、叫号、代取号，查看排队统计",
    "register.export": "导出业务台账",
    "register.reconcile": "核对业务台账与监管台账",
    "register.view": "查看业务台账",
    "request.publish": "发布融资需求、申请融资产品",
    "room.manage": "维护旗舰店场地和设备，查看日程、安排占用",
    "service_record.view": "查看到店服务",
    "shelf.check": "巡查在架产品",
    "staff.manage": "管理本单位的员工账号与岗位",
    "upkeep.export": "导出故障台账",
    "upkeep.view": "查看巡检、故障和安全隐患",
}

R = Right
_BANKING = frozenset(
    {
        R.APPLICATION_EXPORT,
        R.APPLICATION_VIEW,
        R.APPRAISAL_VIEW,
        R.ENTERPRISE_UNMASK,
        R.ENTERPRISE_VIEW,
        R.EVENT_VIEW,
        R.LEGACY_VIEW,
        R.MEETING_SUPPORT_VIEW,
        R.MESSAGE_VIEW,
        R.POOL_VIEW,
        R.PROGRAMME_VIEW,
        R.PRODUCT_ENQUIRY_VIEW,
        R.PRODUCT_VIEW,
        R.REGISTER_EXPORT,
        R.REGISTER_VIEW,
    }
)
_SERVING = frozenset({R.FOLLOW_UP_CALL_UNMASK, R.FOLLOW_UP_CALL_VIEW, R.SERVICE_RECORD_VIEW})
_KEEPING = frozenset(
    {
        R.EVENT_VIEW,
        R.MEETING_SUPPORT_VIEW,
        R.MESSAGE_VIEW,
        R.PRODUCT_ENQUIRY_VIEW,
        R.PRODUCT_VIEW,
    }
)
_GUARANTEEING = _KEEPING | {
    R.APPLICATION_VIEW,
    R.ENTERPRISE_VIEW,
    R.GUARANTEE_EXPORT,
    R.LEGACY_VIEW,
    R.PROGRAMME_VIEW,
}
RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.ENTERPRISE_CLERK: frozenset(
        {
            R.APPLICATION_EXPORT,
            R.APPLICATION_VIEW,
            R.CERTIFICATION_VIEW,
            R.COVER_REQUEST_VIEW,
            R.EVENT_VIEW,
            R.MESSAGE_VIEW,
            R.PROGRAMME_VIEW,
            R.PRODUCT_ENQUIRY_VIEW,
            R.REQUEST_PUBLISH,
            R.SERVICE_RECORD_VIEW,
        }
    ),
    Role.INSTITUTION_ADMIN: frozenset(
        {
            R.ACCOUNT_UNMASK,
            R.AMOUNT_LIMIT_MANAGE,
            R.APPLICATION_VIEW,
            R.COVER_REQUEST_VIEW,
            R.APPRAISAL_VIEW,
            R.EVENT_VIEW,
            R.MESSAGE_VIEW,
            R.ONBOARDING_VIEW,
            R.PROGRAMME_VIEW,
            R.PRODUCT_ENQUIRY_VIEW,
            R.PRODUCT_VIEW,
            R.REGISTER_VIEW,
            R.STAFF_MANAGE,
        }
    ),
    Role.BANK_OFFICER: _BANKING,
    Role.BANK_APPROVER: _BANKING,
    Role.UNDERWRITER: _KEEPING
    | {
        R.APPLICATION_VIEW,
        R.COVER_REQUEST_VIEW,
        R.ENTERPRISE_VIEW,
        R.LEGACY_VIEW,
        R.PROGRAMME_VIEW,
    },
    Role.GUARANTEE_OFFICER: _GUARANTEEING,
    Role.GUARANTEE_APPROVER: _GUARANTEEING,
    Role.INSTITUTION_OFFICER: _KEEPING,
    Role.PLATFORM_OPERATOR: frozenset(
        {
            R.APPLICATION_EXPORT,
            R.APPLICATION_VIEW,
            R.APPRAISAL_VIEW,
            R.CERTIFICATION_UNMASK,
            R.CERTIFICATION_VIEW,
            R.COCKPIT_VIEW,
            R.COVER_REQUEST_VIEW,
            R.DEADLINE_MANAGE,
            R.DEVICE_MANAGE,
            R.DEVICE_VIEW,
            R.DUTY_MANAGE,
            R.ENTERPRISE_UNMASK,
            R.ENTERPRISE_VIEW,
            R.EVENT_EXPORT,
            R.EVENT_VIEW,
            R.EXPOSURE_VIEW,
            R.GUARANTEE_EXPORT,
            R.LEGACY_VIEW,
            R.MEETING_SUPPORT_VIEW,
            R.MESSAGE_VIEW,
            R.NOTICE_VIEW,
            R.ONBOARDING_VIEW,
            R.PROGRAMME_VIEW,
            R.PRODUCT_ENQUIRY_VIEW,
            R.PRODUCT_VIEW,
            R.QUEUE_MANAGE,
            R.QUEUE_SERVE,
            R.REGISTER_EXPORT,
            R.REGISTER_RECONCILE,
            R.REGISTER_VIEW,
            R.ROOM_MANAGE,
            R.SHELF_CHECK,
            R.UPKEEP_EXPORT,
            R.UPKEEP_VIEW,
            *_SERVING,
        }
    ),
    Role.STORE_STAFF: frozenset(
        {
            R.DEVICE_VIEW,
            R.EVENT_EXPORT,
            R.EVENT_VIEW,
            R.MEETING_SUPPORT_VIEW,
            R.MESSAGE_VIEW,
            R.ROOM_MANAGE,
            R.QUEUE_SERVE,
            R.UPKEEP_VIEW,
            *_SERVING,
        }
    ),
    Role.SUPERVISOR: frozenset({R.COCKPIT_VIEW}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            R.ACCOUNT_MANAGE,
            R.ACCOUNT_UNMASK,
            R.ACCOUNT_VIEW,
            R.INSTITUTION_OPEN,
            R.OPERATIONS_VIEW,
        }
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({R.ACCOUNT_GUARD, R.ACCOUNT_VIEW, R.ALLOW_LIST_MANAGE}),
    Role.AUDIT_ADMINISTRATOR: frozenset({R.JOURNAL_VIEW}),
    Role.SYSTEM: frozenset(),
}


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything these roles may read."""
    return frozenset().union(*(RIGHTS_OF[role] for role in roles))
