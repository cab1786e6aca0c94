"""The words of visits and roadshows: their states, checklists, running order and sign-ins."""

from enum import StrEnum


class EventKind(StrEnum):
    """What people come to the store for, by appointment."""

    VISIT = "visit"
    ROADSHOW = "roadshow"


class EquipmentKind(StrEnum):
    """What the store lends for an event."""

    AUDIO = "audio"
    POINTER = "pointer"
    CASTING = "casting"
    CONFERENCING = "conferencing"
    BACKDROP = "backdrop"
    SEATING = "seating"


class VisitState(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    PREPARED = "prepared"
    RECEIVING = "receiving"
    ARCHIVED = "archived"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class RoadshowState(StrEnum):
    """Where a roadshow stands."""

    APPLIED = "applied"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    SET_UP = "set_up"
    OPEN = "open"
    RUNNING = "running"
    DEBRIEFED = "debriefed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class SetUpItem(StrEnum):
    """What is checked before people come (clauses 6.2.1 b and 6.2.2 c)."""

    DISPLAY = "display"
    DEMO = "demo"
    AUDIO = "audio"
    POINTER = "pointer"
    EXHIBITS = "exhibits"
    TOUR_ROUTE = "tour_route"
    SEATING = "seating"
    BACKDROP = "backdrop"
    REHEARSE = "rehearse"
    NETWORK = "network"


class RunItemKind(StrEnum):
    """A part of a roadshow's running order (clause 6.2.2 e)."""

    OPENING = "opening"
    PITCH = "pitch"
    QUESTIONS = "questions"
    ONE_TO_ONE = "one_to_one"


class InvitationState(StrEnum):
    """What an invited enterprise has answered."""

    INVITED = "invited"
    COMING = "coming"
    NOT_COMING = "not_coming"


class SignInWay(StrEnum):
    """How somebody signed in."""

    QR = "qr"
    NAME_LIST = "name_list"
    FACE = "face"
    ACCOUNT = "account"
    DESK = "desk"


EVENT_KIND_LABELS: dict[EventKind, str] = {
    EventKind.VISIT: "参观接待",
    EventKind.ROADSHOW: "路演",
}
EQUIPMENT_KIND_LABELS: dict[EquipmentKind, str] = {
    EquipmentKind.AUDIO: "麦克风",
    EquipmentKind.POINTER: "激光笔",
    EquipmentKind.CASTING: "投屏",
    EquipmentKind.CONFERENCING: "视频会议系统",
    EquipmentKind.BACKDROP: "背景板",
    EquipmentKind.SEATING: "桌椅",
}
VISIT_STATE_LABELS: dict[VisitState, str] = {
    VisitState.BOOKED: "待确认",
    VisitState.CONFIRMED: "已确认",
    VisitState.PREPARED: "已备妥",
    VisitState.RECEIVING: "接待中",
    VisitState.ARCHIVED: "已归档",
    VisitState.DECLINED: "未予接待",
    VisitState.CANCELLED: "已取消",
}
ROADSHOW_STATE_LABELS: dict[RoadshowState, str] = {
    RoadshowState.APPLIED: "待排期",
    RoadshowState.RETURNED: "待修改",
    RoadshowState.SCHEDULED: "已排期",
    RoadshowState.SET_UP: "布置完成",
    RoadshowState.OPEN: "签到中",
    RoadshowState.RUNNING: "进行中",
    RoadshowState.DEBRIEFED: "已复盘",
    RoadshowState.ARCHIVED: "已归档",
    RoadshowState.CANCELLED: "已取消",
}
SET_UP_ITEM_LABELS: dict[SetUpItem, str] = {
    SetUpItem.DISPLAY: "大屏",
    SetUpItem.DEMO: "演示系统",
    SetUpItem.AUDIO: "麦克风",
    SetUpItem.POINTER: "激光笔",
    SetUpItem.EXHIBITS: "展示资料",
    SetUpItem.TOUR_ROUTE: "参观路线",
    SetUpItem.SEATING: "桌椅",
    SetUpItem.BACKDROP: "背景板",
    SetUpItem.REHEARSE: "音视频联调",
    SetUpItem.NETWORK: "网络测试",
}
RUN_ITEM_LABELS: dict[RunItemKind, str] = {
    RunItemKind.OPENING: "主持开场",
    RunItemKind.PITCH: "机构宣讲",
    RunItemKind.QUESTIONS: "企业提问",
    RunItemKind.ONE_TO_ONE: "一对一对接",
}
INVITATION_STATE_LABELS: dict[InvitationState, str] = {
    InvitationState.INVITED: "已邀请",
    InvitationState.COMING: "将参加",
    InvitationState.NOT_COMING: "不参加",
}
SIGN_IN_WAY_LABELS: dict[SignInWay, str] = {
    SignInWay.QR: "扫码签到",
    SignInWay.NAME_LIST: "名单签到",
    SignInWay.FACE: "人脸签到",
    SignInWay.ACCOUNT: "登录签到",
    SignInWay.DESK: "工作人员代签",
}
VISIT_ITEMS: tuple[SetUpItem, ...] = (
    SetUpItem.DISPLAY,
    SetUpItem.DEMO,
    SetUpItem.AUDIO,
    SetUpItem.POINTER,
    SetUpItem.EXHIBITS,
    SetUpItem.TOUR_ROUTE,
)
ROADSHOW_ITEMS: tuple[SetUpItem, ...] = (
    SetUpItem.SEATING,
    SetUpItem.BACKDROP,
    SetUpItem.REHEARSE,
    SetUpItem.NETWORK,
)
