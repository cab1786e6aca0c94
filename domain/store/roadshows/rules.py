"""The rules of roadshows. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition

if TYPE_CHECKING:
    from orm.store_roadshows import Roadshow


@condition("各环节时间之和超过活动时长，请缩短环节或延长活动", of_terms=True)
def fits(roadshow: Roadshow, act: Act) -> bool:
    """The running order ends before the room is to be left."""
    return minutes_of(act) <= (roadshow.ends_at - roadshow.begins_at) / timedelta(minutes=1)


def minutes_of(act: Act) -> int:
    """How long a running order takes."""
    return sum(item.minutes for item in act.terms.items)


@condition("请先编排执行方案，再确认现场布置完成")
def has_run_sheet(roadshow: Roadshow, act: Act) -> bool:
    """Somebody knows who speaks when."""
    return roadshow.run_minutes > 0


@condition("检查清单还没有全部完成，请逐项检查后再确认布置完成")
def all_set_up(roadshow: Roadshow, act: Act) -> bool:
    """Every line of the checklist is done."""
    return roadshow.checks_open == 0


@condition("还没有到活动日期，不能开放签到")
def on_the_day(roadshow: Roadshow, act: Act) -> bool:
    """Nobody signs in before the day."""
    return date_of(act.at) >= date_of(roadshow.begins_at)
