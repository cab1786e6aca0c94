"""设备告警 as a table: raised by the judgement of readings, looked at by people, gone by itself."""

from domain.fleet.terms import Acknowledgement, Silencing
from domain.kernel.flow import Flow, step
from vocabulary.fleet import ALERT_STATE_LABELS
from vocabulary.fleet import AlertState as S
from vocabulary.parties import Role

STAFF = (Role.STORE_STAFF @ "platform", Role.PLATFORM_OPERATOR @ "platform")
SYSTEM = Role.SYSTEM @ "platform"


# fmt: off
class DeviceAlertFlow(
    Flow, subject="device_alert", name="device_alert", version=1, title="设备告警",
    labels=ALERT_STATE_LABELS,
    states=S,
    final={S.RESOLVED, S.FOLDED},
    needs_certified=False,
):
    """Clauses 6.2.5 and 5.3.5.3: one alert for one cause, and somebody who knows of it."""

    raise_alert = step(                           to=S.OPEN,         by=SYSTEM, says="发出预警")
    acknowledge = step(S.OPEN,                    to=S.ACKNOWLEDGED, by=STAFF,  says="知悉",         takes=Acknowledgement)
    silence     = step(S.OPEN, S.ACKNOWLEDGED,    to=S.ACKNOWLEDGED, by=STAFF,  says="静音",         takes=Silencing, needs_reason=True)
    escalate    = step(S.OPEN,                    to=S.OPEN,         by=SYSTEM, says="升级通知")
    fold        = step(S.OPEN, S.ACKNOWLEDGED,    to=S.FOLDED,       by=SYSTEM, says="并入上级告警")
    resolve     = step(S.OPEN, S.ACKNOWLEDGED,    to=S.RESOLVED,     by=SYSTEM, says="自动解除")
    clear       = step(S.OPEN, S.ACKNOWLEDGED,    to=S.RESOLVED,     by=STAFF,  says="人工解除",     needs_reason=True, grave=True)
# fmt: on
