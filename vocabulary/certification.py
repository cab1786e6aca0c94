"""The words of certification: its states, what is checked, and how each check came out."""

from enum import StrEnum


class CertificationState(StrEnum):
    """Where a certification stands."""

    TO_CHECK = "to_check"
    TO_REVIEW = "to_review"
    TO_AMEND = "to_amend"
    APPROVED = "approved"
    REJECTED = "rejected"


CERTIFICATION_STATE_LABELS: dict[CertificationState, str] = {
    CertificationState.TO_CHECK: "待核验",
    CertificationState.TO_REVIEW: "待审核",
    CertificationState.TO_AMEND: "待补正",
    CertificationState.APPROVED: "已认证",
    CertificationState.REJECTED: "已驳回",
}


class CheckItem(StrEnum):
    """One line of the checklist of a certification, in the order in which it is read."""

    REGISTRATION_STATE = "registration_state"
    ENTERPRISE_NAME = "enterprise_name"
    USCC = "uscc"
    LEGAL_REPRESENTATIVE = "legal_representative"
    REGISTERED_CAPITAL = "registered_capital"
    MAIN_BUSINESS = "main_business"
    DOMICILE = "domicile"
    LICENCE_TERM = "licence_term"
    RESIDENT_ID = "resident_id"
    ID_CARD_TERM = "id_card_term"
    AUTHORIZATION = "authorization"
    FACE_CHECK = "face_check"
    PAPER_ORIGIN = "paper_origin"


CHECK_ITEM_LABELS: dict[CheckItem, str] = {
    CheckItem.REGISTRATION_STATE: "登记状态",
    CheckItem.ENTERPRISE_NAME: "企业名称",
    CheckItem.USCC: "统一社会信用代码",
    CheckItem.LEGAL_REPRESENTATIVE: "法定代表人",
    CheckItem.REGISTERED_CAPITAL: "注册资本",
    CheckItem.MAIN_BUSINESS: "主营业务",
    CheckItem.DOMICILE: "住所",
    CheckItem.LICENCE_TERM: "执照期限",
    CheckItem.RESIDENT_ID: "身份证号码",
    CheckItem.ID_CARD_TERM: "身份证期限",
    CheckItem.AUTHORIZATION: "授权文件",
    CheckItem.FACE_CHECK: "人脸核验",
    CheckItem.PAPER_ORIGIN: "证照来源",
}


class CheckVerdict(StrEnum):
    """How one check came out. What could not be compared is doubtful, never matched."""

    MATCHED = "matched"
    DOUBTFUL = "doubtful"
    CONTRARY = "contrary"


CHECK_VERDICT_LABELS: dict[CheckVerdict, str] = {
    CheckVerdict.MATCHED: "相符",
    CheckVerdict.DOUBTFUL: "存疑",
    CheckVerdict.CONTRARY: "不符",
}


class RegistryState(StrEnum):
    """What the company register says of a firm."""

    TRADING = "trading"
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"
    LICENCE_REVOKED = "licence_revoked"
    MOVED_OUT = "moved_out"


REGISTRY_STATE_LABELS: dict[RegistryState, str] = {
    RegistryState.TRADING: "存续",
    RegistryState.SUSPENDED: "歇业",
    RegistryState.DISSOLVED: "注销",
    RegistryState.LICENCE_REVOKED: "吊销",
    RegistryState.MOVED_OUT: "迁出",
}
