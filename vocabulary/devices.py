"""The words of the store's terminals: what one is, where it stands, whether it may speak to us."""

from enum import StrEnum


class DeviceKind(StrEnum):
    """What a piece of the store's hardware is."""

    KIOSK = "kiosk"


class DeviceState(StrEnum):
    """Is the terminal's credential worth anything?"""

    WAITING = "waiting"
    IN_USE = "in_use"
    RETIRED = "retired"


class Zone(StrEnum):
    """The parts of the store (旗舰店分区)."""

    FOYER = "foyer"
    EXHIBITION = "exhibition"
    ROADSHOW = "roadshow"
    SERVICE = "service"


DEVICE_KIND_LABELS: dict[DeviceKind, str] = {DeviceKind.KIOSK: "智能终端"}
DEVICE_STATE_LABELS: dict[DeviceState, str] = {
    DeviceState.WAITING: "待启用",
    DeviceState.IN_USE: "使用中",
    DeviceState.RETIRED: "已停用",
}
ZONE_LABELS: dict[Zone, str] = {
    Zone.FOYER: "序厅",
    Zone.EXHIBITION: "展示区",
    Zone.ROADSHOW: "路演区",
    Zone.SERVICE: "服务区",
}
