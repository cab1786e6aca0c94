"""The words of the store's terminals: what one is, where it stands, whether it may speak to us."""

from enum import StrEnum


class DeviceKind(StrEnum):
    """What a piece of the store's hardware is."""

    KIOSK = "kiosk"
    AGENT = "agent"
    SERVER = "server"
    NETWORK = "network"
    DISPLAY = "display"
    AUDIO = "audio"
    CAMERA = "camera"
    POINTER = "pointer"
    PRINTER = "printer"
    AIR_CONDITIONING = "air_conditioning"
    FIRE_SAFETY = "fire_safety"
    UPS = "ups"


class DeviceState(StrEnum):
    """Is the terminal's credential worth anything?"""

    WAITING = "waiting"
    IN_USE = "in_use"
    RETIRED = "retired"
    BLOCKED = "blocked"


class Zone(StrEnum):
    """The parts of the store (旗舰店分区)."""

    FOYER = "foyer"
    EXHIBITION = "exhibition"
    ROADSHOW = "roadshow"
    SERVICE = "service"


DEVICE_KIND_LABELS: dict[DeviceKind, str] = {
    DeviceKind.KIOSK: "智能终端",
    DeviceKind.AGENT: "采集主机",
    DeviceKind.SERVER: "服务器",
    DeviceKind.NETWORK: "网络设备",
    DeviceKind.DISPLAY: "大屏",
    DeviceKind.AUDIO: "音响",
    DeviceKind.CAMERA: "摄像头",
    DeviceKind.POINTER: "激光笔",
    DeviceKind.PRINTER: "打印机",
    DeviceKind.AIR_CONDITIONING: "空调",
    DeviceKind.FIRE_SAFETY: "消防",
    DeviceKind.UPS: "不间断电源",
}
DEVICE_STATE_LABELS: dict[DeviceState, str] = {
    DeviceState.WAITING: "待启用",
    DeviceState.IN_USE: "使用中",
    DeviceState.RETIRED: "已停用",
    DeviceState.BLOCKED: "已封锁",
}
ZONE_LABELS: dict[Zone, str] = {
    Zone.FOYER: "序厅",
    Zone.EXHIBITION: "展示区",
    Zone.ROADSHOW: "路演区",
    Zone.SERVICE: "服务区",
}
