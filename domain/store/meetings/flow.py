"""会议技术保障: ordered or asked for, tested before, stood by during, told of after."""

from domain.kernel.flow import Flow, step
from domain.store.checklist_terms import ItemCheck
from domain.store.meetings.rules import (
    all_tested,
    always,
    ends_after_it_begins,
    failures_are_backed,
    is_another_time,
    is_to_come,
    is_unconfirmed,
    mended_by_now,
    nothing_is_broken,
    within_duty,
)
from domain.store.meetings.terms import (
    DutyText,
    IncidentForm,
    IncidentMended,
    MeetingConclusion,
    MeetingMove,
    MeetingOrder,
    SparesKept,
)
from vocabulary.meetings import MEETING_STATE_LABELS
from vocabulary.meetings import MeetingState as M
from vocabulary.parties import Role

PEOPLE = (Role.STORE_STAFF @ "platform", Role.PLATFORM_OPERATOR @ "platform")
CLOCK = Role.SYSTEM @ "platform"
ASKERS = tuple(
    role @ "institution"
    for role in (
        Role.INSTITUTION_OFFICER,
        Role.BANK_OFFICER,
        Role.UNDERWRITER,
        Role.GUARANTEE_OFFICER,
    )
)
TIMED = (ends_after_it_begins, is_to_come)


# fmt: off
class MeetingSupportFlow(
    Flow, subject="meeting_support", name="meeting_support", version=1, title="会议技术保障",
    labels=MEETING_STATE_LABELS, states=M, final={M.CONCLUDED, M.NOT_SUPPORTED, M.CALLED_OFF},
    workdays={M.REQUESTED: 1, M.TO_CONCLUDE: 2},
):
    """Clause 6.2.4; by when it is rehearsed is counted in working time, not in days."""

    ask               = step(                                             to=M.REQUESTED,     by=ASKERS, says="申请会议保障", takes=MeetingOrder, when=TIMED)
    order             = step(                                             to=M.TO_REHEARSE,   by=PEOPLE, says="安排会议保障", takes=MeetingOrder, when=TIMED)
    take_on           = step(M.REQUESTED,                                 to=M.TO_REHEARSE,   by=PEOPLE, says="确认会议保障")
    turn_down         = step(M.REQUESTED,                                 to=M.NOT_SUPPORTED, by=PEOPLE, says="不予保障",     needs_reason=True, grave=True)
    move              = step(M.REQUESTED, M.TO_REHEARSE, M.TO_STAND_BY,   to=M.TO_REHEARSE,   by=(*PEOPLE, *ASKERS), says="改期", takes=MeetingMove, needs_reason=True, when=[is_another_time, *TIMED], stays=is_unconfirmed)
    reserve           = step(M.TO_REHEARSE, M.TO_STAND_BY, M.STANDING_BY, to=M.TO_REHEARSE,   by=PEOPLE, says="预留备用设备", takes=SparesKept, stays=always)
    check_item        = step(M.TO_REHEARSE,                               to=M.TO_REHEARSE,   by=PEOPLE, says="逐项检查",     takes=ItemCheck)
    overrun_rehearsal = step(M.TO_REHEARSE,                               to=M.TO_REHEARSE,   by=CLOCK,  says="联调超时")
    rehearse          = step(M.TO_REHEARSE,                               to=M.TO_STAND_BY,   by=PEOPLE, says="会前联调",     when=[all_tested, failures_are_backed])
    stand_by          = step(M.TO_REHEARSE, M.TO_STAND_BY,                to=M.STANDING_BY,   by=PEOPLE, says="会中保障")
    note_duty         = step(M.STANDING_BY,                               to=M.STANDING_BY,   by=PEOPLE, says="值守记录",     takes=DutyText)
    note_incident     = step(M.STANDING_BY,                               to=M.STANDING_BY,   by=PEOPLE, says="登记会中故障", takes=IncidentForm, when=[within_duty])
    mend_incident     = step(M.STANDING_BY, M.TO_CONCLUDE,                to=M.STANDING_BY,   by=PEOPLE, says="登记故障恢复", takes=IncidentMended, when=[mended_by_now], stays=always)
    end_duty          = step(M.STANDING_BY,                               to=M.TO_CONCLUDE,   by=PEOPLE, says="结束值守")
    conclude          = step(M.TO_CONCLUDE,                               to=M.CONCLUDED,     by=PEOPLE, says="会后总结",     takes=MeetingConclusion, when=[nothing_is_broken])
    call_off          = step(M.REQUESTED, M.TO_REHEARSE, M.TO_STAND_BY,   to=M.CALLED_OFF,    by=(*PEOPLE, *ASKERS), says="取消会议", needs_reason=True, grave=True)
# fmt: on
