"""Inspections, and faults until their loop is closed: one table for each grade, the same steps."""

from collections.abc import Mapping
from types import new_class
from typing import cast

from domain.kernel.flow import Flow, Step, step
from domain.store.checklist_terms import ItemCheck
from domain.store.upkeep.rules import (
    all_checked,
    always,
    another_person,
    ends_within_a_year,
    has_happened,
    is_another_grade,
    is_finding,
    not_the_reporter,
    restored_since,
    signs_for_oneself,
)
from domain.store.upkeep.terms import (
    Assignment,
    FaultReport,
    InspectionSignature,
    Regrading,
    Repair,
    RiskAcceptance,
)
from vocabulary.parties import Role
from vocabulary.upkeep import (
    FAULT_GRADE_LABELS,
    FAULT_STATE_LABELS,
    INSPECTION_STATE_LABELS,
    FaultGrade,
)
from vocabulary.upkeep import FaultState as F
from vocabulary.upkeep import InspectionState as I

STAFF = Role.STORE_STAFF @ "platform"
OPERATOR = Role.PLATFORM_OPERATOR @ "platform"
CLOCK = Role.SYSTEM @ "platform"
PEOPLE = (STAFF, OPERATOR)


# fmt: off
class InspectionFlow(
    Flow, subject="inspection", name="inspection", version=1, title="巡检",
    labels=INSPECTION_STATE_LABELS, states=I, final={I.INSPECTED, I.LEFT_OUT},
):
    """Clauses 6.2.5 a and b: made by the clock, carried out by people, signed or left out."""

    schedule   = step(              to=I.TO_INSPECT, by=CLOCK,  says="安排巡检")
    check_item = step(I.TO_INSPECT, to=I.TO_INSPECT, by=PEOPLE, says="逐项检查", takes=ItemCheck)
    sign       = step(I.TO_INSPECT, to=I.INSPECTED,  by=PEOPLE, says="巡检签字", takes=InspectionSignature, when=[all_checked, signs_for_oneself])
    leave_out  = step(I.TO_INSPECT, to=I.LEFT_OUT,   by=CLOCK,  says="漏检")


UNDER_WAY = (F.TO_ASSIGN, F.TO_REPAIR, F.REPAIRING)
STEPS: dict[str, Step] = {
    "report":         step(                                      to=F.TO_ASSIGN,     by=(*PEOPLE, CLOCK), says="登记故障",   takes=FaultReport, when=[has_happened]),
    "assign":         step(F.TO_ASSIGN, F.TO_REPAIR,             to=F.TO_REPAIR,     by=PEOPLE,   says="派单",         takes=Assignment),
    "begin_repair":   step(F.TO_REPAIR,                          to=F.REPAIRING,     by=PEOPLE,   says="开始维修"),
    "repair":         step(F.REPAIRING,                          to=F.TO_CLOSE,      by=PEOPLE,   says="登记维修结果", takes=Repair, when=[restored_since]),
    "close":          step(F.TO_CLOSE,                           to=F.CLOSED_LOOP,   by=PEOPLE,   says="验收关闭",     when=[another_person]),
    "reopen":         step(F.TO_CLOSE,                           to=F.TO_REPAIR,     by=PEOPLE,   says="重新维修",     needs_reason=True),
    "regrade":        step(*UNDER_WAY,                           to=F.TO_ASSIGN,     by=PEOPLE,   says="调整等级",     takes=Regrading, needs_reason=True, when=[is_another_grade], stays=always),
    "accept_risk":    step(*UNDER_WAY,                           to=F.RISK_ACCEPTED, by=OPERATOR, says="接受风险",     takes=RiskAcceptance, needs_reason=True, when=[is_finding, not_the_reporter, ends_within_a_year]),
    "end_acceptance": step(F.RISK_ACCEPTED,                      to=F.TO_ASSIGN,     by=CLOCK,    says="风险接受到期"),
    "call_false":     step(F.TO_ASSIGN, F.TO_REPAIR,             to=F.FALSE_ALARM,   by=OPERATOR, says="误报",         needs_reason=True, grave=True),
}
# fmt: on
# Working days to assign, to take up, to mend, and to look whether it is mended: changeable by the operator.
DAYS: dict[FaultGrade, tuple[int, int, int, int]] = {
    FaultGrade.URGENT: (1, 1, 1, 1),
    FaultGrade.SERIOUS: (1, 1, 2, 1),
    FaultGrade.GENERAL: (1, 2, 5, 2),
    FaultGrade.SLIGHT: (2, 3, 10, 3),
}
LIMITED = (F.TO_ASSIGN, F.TO_REPAIR, F.REPAIRING, F.TO_CLOSE)


def _table(severity: FaultGrade) -> type[Flow]:
    """One grade's table; a malformed one fails here, at import."""
    said = "Clauses 6.2.5 c and 5.3.1.4: reported, assigned, mended, closed by another person."
    options = {
        "subject": "fault", "name": severity.value, "version": 1,
        "title": f"故障处理（{FAULT_GRADE_LABELS[severity]}）", "labels": FAULT_STATE_LABELS, "states": F,
        "final": {F.CLOSED_LOOP, F.FALSE_ALARM},
        "workdays": dict(zip(LIMITED, DAYS[severity], strict=True)),
    }  # fmt: skip
    body = {"__doc__": said, "__module__": __name__, **STEPS}
    made = new_class(
        f"{severity.value.title()}FaultFlow", (Flow,), options, lambda own: own.update(body)
    )
    return cast("type[Flow]", made)


FAULT_FLOW_OF: Mapping[FaultGrade, type[Flow]] = {each: _table(each) for each in FaultGrade}
