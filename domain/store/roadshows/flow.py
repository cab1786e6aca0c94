"""路演: applied for, scheduled, set up, opened, run, debriefed, archived, as a table."""

from domain.kernel.flow import Flow, step
from domain.store.roadshows.rules import all_set_up, fits, has_run_sheet, on_the_day
from domain.store.roadshows.terms import (
    Debrief,
    RoadshowForm,
    RoadshowMove,
    RunSheet,
    Scheduling,
)
from vocabulary.events import ROADSHOW_STATE_LABELS
from vocabulary.events import RoadshowState as S
from vocabulary.parties import INSTITUTION_KINDS, ROLES_OF, Role

STORE = (Role.PLATFORM_OPERATOR @ "platform", Role.STORE_STAFF @ "platform")
PRESENTERS = tuple(
    role @ "institution"
    for role in sorted(frozenset().union(*(ROLES_OF[kind] for kind in INSTITUTION_KINDS)))
)


# fmt: off
class RoadshowFlow(
    Flow, subject="roadshow", name="roadshow", version=1, title="路演活动",
    labels=ROADSHOW_STATE_LABELS,
    states=S,
    final={S.ARCHIVED, S.CANCELLED},
    workdays={S.APPLIED: 3, S.RETURNED: 10, S.DEBRIEFED: 5},
):
    """Clause 6.2.2 of the standard, as a table."""

    apply              = step(                                    to=S.APPLIED,   by=PRESENTERS,           says="提交活动申请", takes=RoadshowForm)
    return_application = step(S.APPLIED,                          to=S.RETURNED,  by=STORE,                says="退回申请", needs_reason=True)
    reapply            = step(S.RETURNED,                         to=S.APPLIED,   by=PRESENTERS,           says="重新提交活动", takes=RoadshowForm)
    schedule           = step(S.APPLIED,                          to=S.SCHEDULED, by=STORE,                says="排期", takes=Scheduling)
    plan               = step(S.SCHEDULED,                        to=S.SCHEDULED, by=(*PRESENTERS, *STORE), says="编排执行方案", takes=RunSheet, when=[fits])
    set_up             = step(S.SCHEDULED,                        to=S.SET_UP,    by=STORE,                says="现场布置完成", when=[has_run_sheet, all_set_up])
    open_entry         = step(S.SET_UP,                           to=S.OPEN,      by=STORE,                says="开放签到", when=[on_the_day])
    start              = step(S.OPEN,                             to=S.RUNNING,   by=(*PRESENTERS, *STORE), says="路演开场")
    debrief            = step(S.RUNNING,                          to=S.DEBRIEFED, by=(*PRESENTERS, *STORE), says="会后复盘", takes=Debrief)
    archive            = step(S.DEBRIEFED,                        to=S.ARCHIVED,  by=STORE,                says="归档")
    move               = step(S.SCHEDULED, S.SET_UP, S.OPEN,      to=S.SCHEDULED, by=STORE,                says="改期", takes=RoadshowMove, needs_reason=True)
    cancel             = step(S.APPLIED, S.RETURNED, S.SCHEDULED, S.SET_UP, S.OPEN, to=S.CANCELLED, by=(*PRESENTERS, *STORE), says="取消路演", needs_reason=True, grave=True)
# fmt: on
