"""The rules of upkeep. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from domain.store.working_time import to_the_minute
from vocabulary.upkeep import FINDING_SOURCES

if TYPE_CHECKING:
    from orm.store_upkeep import Fault, Inspection

ACCEPTANCE_DAYS_MAX = 366
NOTICED_BACK_MAX = timedelta(days=366)


@condition("还有检查项没有检查，请逐项检查后再签字")
def all_checked(inspection: Inspection, act: Act) -> bool:
    """Nobody signs for what nobody has looked at."""
    return bool(inspection.checked == inspection.items)


@condition("签字人姓名应与登录账号的姓名一致，请核对", of_terms=True)
def signs_for_oneself(inspection: Inspection, act: Act) -> bool:
    """Whoever signs is whoever is logged in."""
    return bool(act.terms.name.strip() == act.by.name)


@condition("维修人不能验收自己的维修，请由另一位同事验收")
def another_person(fault: Fault, act: Act) -> bool:
    """四眼: whoever mended it does not say that it is mended."""
    return bool(fault.repaired_by_id != act.by.account_id)


@condition("恢复时间应在故障发生之后，且不晚于现在", of_terms=True)
def restored_since(fault: Fault, act: Act) -> bool:
    """It worked again after it had broken, and by now."""
    return bool(to_the_minute(fault.occurred_at) <= act.terms.restored_at <= act.at)


@condition("发生时间不能晚于现在，也不能早于一年前", of_terms=True)
def has_happened(fault: Fault, act: Act) -> bool:
    """Nobody reports what is yet to come, nor what nobody can remember."""
    at = act.terms.occurred_at
    return at is None or bool(act.at - NOTICED_BACK_MAX <= at <= act.at)


@condition("新的等级与现在相同，无需调整", of_terms=True)
def is_another_grade(fault: Fault, act: Act) -> bool:
    """A change that changes nothing would only move the deadline."""
    return bool(act.terms.severity != fault.severity)


@condition("只有安全隐患可以接受风险，设备故障请维修")
def is_finding(fault: Fault, act: Act) -> bool:
    """What a scan has shown may be left for a while; what is broken is mended."""
    return fault.source in FINDING_SOURCES


@condition("风险接受的截止日期应在今天之后、一年以内", of_terms=True)
def ends_within_a_year(fault: Fault, act: Act) -> bool:
    """No risk is accepted for good."""
    today = date_of(act.at)
    return bool(today < act.terms.until <= today + timedelta(days=ACCEPTANCE_DAYS_MAX))


@condition("登记人不能决定接受风险，请由另一位同事办理")
def not_the_reporter(fault: Fault, act: Act) -> bool:
    """Whoever wrote it down does not also decide that nothing need be done."""
    return bool(fault.reported_by_id != act.by.account_id)


@condition("按当前等级继续办理")
def always(fault: Fault, act: Act) -> bool:
    """The row stays where it is."""
    return True
