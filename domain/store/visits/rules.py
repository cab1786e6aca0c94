"""The rules of visits. Pure: the same facts always give the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.events import VisitState
from vocabulary.parties import PartyKind

if TYPE_CHECKING:
    from orm.store_visits import Visit


@condition("已确认的参观请联系旗舰店改期，旗舰店会重新安排讲解员和设备")
def store_moves_confirmed(visit: Visit, act: Act) -> bool:
    """Whoever booked moves what is not confirmed yet; then guide and equipment depend on it."""
    return act.by.party_kind is PartyKind.OPERATOR or visit.state is VisitState.BOOKED


@condition("", of_terms=True)
def is_only_booked(visit: Visit, act: Act) -> bool:
    """What is not confirmed stays so when it is moved."""
    return visit.state is VisitState.BOOKED


@condition("检查清单还没有全部完成，请逐项检查后再确认备妥")
def all_checked(visit: Visit, act: Act) -> bool:
    """Every line of the checklist is done."""
    return visit.checks_open == 0


@condition("还没有到参观日期，不能开始接待")
def on_the_day(visit: Visit, act: Act) -> bool:
    """Nobody is received before the day."""
    return date_of(act.at) >= date_of(visit.begins_at)
