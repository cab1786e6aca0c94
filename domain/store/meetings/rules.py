"""The rules of meeting support. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.kernel.flow import Act, condition
from domain.store.working_time import DAY, to_the_minute, working_before
from vocabulary.meetings import MeetingKind, MeetingState

if TYPE_CHECKING:
    from orm.store_meetings import MeetingSupport

# 6.2.4 a: an hour before an ordinary meeting, a day before a major one, in working time.
AHEAD: dict[MeetingKind, timedelta] = {
    MeetingKind.ORDINARY: timedelta(hours=1),
    MeetingKind.MAJOR: DAY,
}
LASTS_MAX = timedelta(hours=24)
AHEAD_MAX = timedelta(days=366)


def rehearse_by(kind: MeetingKind, starts_at: datetime) -> datetime:
    """By when everything has been tested: so much working time before the meeting begins."""
    return working_before(starts_at, AHEAD[kind])


def overlaps(from_at: datetime, until_at: datetime, since: datetime, until: datetime) -> bool:
    """Do two spans share a moment? One may begin when the other ends."""
    return from_at < until and since < until_at


@condition("会议结束时间应晚于开始时间，且不超过24小时", of_terms=True)
def ends_after_it_begins(meeting: MeetingSupport, act: Act) -> bool:
    """A meeting has a length."""
    lasts = act.terms.ends_at - act.terms.starts_at
    return bool(timedelta() < lasts <= LASTS_MAX)


@condition("会议开始时间应在现在之后、一年以内", of_terms=True)
def is_to_come(meeting: MeetingSupport, act: Act) -> bool:
    """Nobody supports what is over."""
    return bool(act.at < act.terms.starts_at <= act.at + AHEAD_MAX)


@condition("还有设备没有测试，请逐项测试后再完成联调")
def all_tested(meeting: MeetingSupport, act: Act) -> bool:
    """A rehearsal is all of the checklist."""
    return bool(meeting.checked == meeting.items)


@condition("有设备测试异常，请先预留备用设备，或修复后重新测试")
def failures_are_backed(meeting: MeetingSupport, act: Act) -> bool:
    """What has failed is replaced or mended before the meeting."""
    return bool(meeting.failed == 0 or meeting.spares > 0)


@condition("还有会中故障没有登记恢复，请先登记")
def nothing_is_broken(meeting: MeetingSupport, act: Act) -> bool:
    """The report says of every incident how it ended."""
    return bool(meeting.open_incidents == 0)


@condition("改期后的时间与原来相同，无需改期", of_terms=True)
def is_another_time(meeting: MeetingSupport, act: Act) -> bool:
    """A move that moves nothing would only ask for another rehearsal."""
    now = (meeting.starts_at, meeting.ends_at, meeting.room, meeting.zone)
    terms = act.terms
    return bool(now != (terms.starts_at, terms.ends_at, terms.room, terms.zone))


@condition("登记的时间应在值守开始之后，且不晚于现在", of_terms=True)
def within_duty(meeting: MeetingSupport, act: Act) -> bool:
    """An incident happens while somebody stands by."""
    return bool(to_the_minute(meeting.duty_from) <= act.terms.started_at <= act.at)


@condition("恢复时间不能晚于现在", of_terms=True)
def mended_by_now(meeting: MeetingSupport, act: Act) -> bool:
    """It works again already."""
    return bool(act.terms.mended_at <= act.at)


@condition("按当前状态继续办理")
def always(meeting: MeetingSupport, act: Act) -> bool:
    """The row stays where it is."""
    return True


@condition("保障申请尚未确认")
def is_unconfirmed(meeting: MeetingSupport, act: Act) -> bool:
    """What nobody has taken on yet is still to be taken on."""
    return bool(meeting.state is MeetingState.REQUESTED)
