"""The words of meeting support: how great a meeting is, where its order stands, what went wrong."""

from enum import StrEnum


class MeetingKind(StrEnum):
    """How long before it everything is tested: an hour, or a day."""

    ORDINARY = "ordinary"
    MAJOR = "major"


class MeetingState(StrEnum):
    """Where the support of a meeting stands."""

    REQUESTED = "requested"
    TO_REHEARSE = "to_rehearse"
    TO_STAND_BY = "to_stand_by"
    STANDING_BY = "standing_by"
    TO_CONCLUDE = "to_conclude"
    CONCLUDED = "concluded"
    NOT_SUPPORTED = "not_supported"
    CALLED_OFF = "called_off"


class IncidentKind(StrEnum):
    """What a meeting can lose (6.2.4 b)."""

    SOUND = "sound"
    IMAGE = "image"
    CONNECTION = "connection"


MEETING_KIND_LABELS: dict[MeetingKind, str] = {
    MeetingKind.ORDINARY: "普通会议",
    MeetingKind.MAJOR: "重大会议",
}
MEETING_STATE_LABELS: dict[MeetingState, str] = {
    MeetingState.REQUESTED: "保障待确认",
    MeetingState.TO_REHEARSE: "待联调",
    MeetingState.TO_STAND_BY: "待值守",
    MeetingState.STANDING_BY: "值守中",
    MeetingState.TO_CONCLUDE: "待总结",
    MeetingState.CONCLUDED: "已总结",
    MeetingState.NOT_SUPPORTED: "未予保障",
    MeetingState.CALLED_OFF: "会议已取消",
}
INCIDENT_KIND_LABELS: dict[IncidentKind, str] = {
    IncidentKind.SOUND: "声音",
    IncidentKind.IMAGE: "画面",
    IncidentKind.CONNECTION: "网络",
}
