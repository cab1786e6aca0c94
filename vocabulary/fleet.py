"""The words of devices' health: how one is, what an alert is about, how much it matters."""

from enum import StrEnum


class Health(StrEnum):
    """How a device is, as far as anybody can tell; the better the further up."""

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    WARNING = "warning"
    DOWN = "down"


class Severity(StrEnum):
    """How soon somebody must look at an alert."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class AlertCause(StrEnum):
    """What raised an alert."""

    WARNING = "warning"
    DOWN = "down"
    SILENT = "silent"
    CLONED = "cloned"


class AlertState(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    FOLDED = "folded"


class Span(StrEnum):
    """The length of one row of the availability books."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


HEALTH_LABELS: dict[Health, str] = {
    Health.UNKNOWN: "未上报",
    Health.HEALTHY: "运行正常",
    Health.WARNING: "需留意",
    Health.DOWN: "不可用",
}
SEVERITY_LABELS: dict[Severity, str] = {
    Severity.MINOR: "提示",
    Severity.MAJOR: "重要",
    Severity.CRITICAL: "紧急",
}
ALERT_CAUSE_LABELS: dict[AlertCause, str] = {
    AlertCause.WARNING: "需留意",
    AlertCause.DOWN: "不可用",
    AlertCause.SILENT: "失去联系",
    AlertCause.CLONED: "密钥被复制",
}
ALERT_STATE_LABELS: dict[AlertState, str] = {
    AlertState.OPEN: "待知悉",
    AlertState.ACKNOWLEDGED: "已知悉",
    AlertState.RESOLVED: "已消除",
    AlertState.FOLDED: "已并入",
}
