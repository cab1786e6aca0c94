"""Which visit or roadshow is meant, and what somebody is to it."""

from datetime import datetime
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.clock import SHANGHAI
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, NotYourPost
from orm.journal import JournalEntry
from orm.store_roadshows import Roadshow
from orm.store_visits import Visit
from vocabulary.events import EventKind, RoadshowState, VisitState
from vocabulary.parties import Role, Seat
from vocabulary.rights import Right

EventRow = Visit | Roadshow

STORE = frozenset({Role.PLATFORM_OPERATOR, Role.STORE_STAFF})
ENTRY_OPEN = frozenset(
    {VisitState.PREPARED, VisitState.RECEIVING, RoadshowState.OPEN, RoadshowState.RUNNING}
)
UNDER_WAY = frozenset({VisitState.RECEIVING, RoadshowState.OPEN, RoadshowState.RUNNING})
CALLED_OFF = frozenset({VisitState.CANCELLED, VisitState.DECLINED, RoadshowState.CANCELLED})
HELD = frozenset(
    {
        VisitState.RECEIVING,
        VisitState.ARCHIVED,
        RoadshowState.RUNNING,
        RoadshowState.DEBRIEFED,
        RoadshowState.ARCHIVED,
    }
)


def kind_of(row: EventRow) -> EventKind:
    """A visit, or a roadshow?"""
    return EventKind.VISIT if isinstance(row, Visit) else EventKind.ROADSHOW


def title_of(row: EventRow) -> str:
    """What people call it."""
    return row.delegation if isinstance(row, Visit) else row.topic


async def find(event_id: UUID, *, lock: bool = False) -> EventRow | None:
    """The event, whichever kind it is; locked, if it is to be written at."""
    for table in (Visit, Roadshow):
        rows = table.filter(id=event_id)
        row = await (rows.select_for_update() if lock else rows).first()
        if row is not None:
            return row
    return None


async def located(event_id: UUID, *, lock: bool = False) -> EventRow:
    """The event, for whoever stands before it."""
    row = await find(event_id, lock=lock)
    if row is None:
        raise NotFound("未找到这场活动，请向现场工作人员确认")
    return row


async def readable(event_id: UUID, to: Actor, *, lock: bool = False) -> EventRow:
    """The event, if this actor may know of it."""
    if Right.EVENT_VIEW in to.rights:
        for table in (Visit, Roadshow):
            rows = table.visible_to(to.party_id, to.party_kind).filter(id=event_id)
            row = await (rows.select_for_update() if lock else rows).first()
            if row is not None:
                return row
    raise NotFound(NOT_FOUND)


async def must_be_readable(event_id: UUID, to: Actor) -> None:
    """Raise NotFound unless the actor may read the event."""
    await readable(event_id, to)


def is_staff(by: Actor) -> bool:
    """Is this somebody of the store?"""
    return bool(STORE & by.roles)


def is_host(row: EventRow, by: Actor) -> bool:
    """Somebody of the store, or of the institution that presents."""
    presents = isinstance(row, Roadshow) and row.institution_id == by.party_id
    return is_staff(by) or presents


def must_be_staff(by: Actor) -> None:
    """Refuse everybody else."""
    if not is_staff(by):
        raise NotYourPost("这一步由旗舰店工作人员办理，请联系现场人员")


def must_be_host(row: EventRow, by: Actor) -> None:
    """Refuse who is neither of the store nor of the presenter."""
    if not is_host(row, by):
        raise NotYourPost("这一步由旗舰店工作人员或路演机构办理")


def must_be_under_way(row: EventRow) -> None:
    """Refuse before it begins and after it has ended."""
    if row.state not in UNDER_WAY:
        raise NotNow("活动进行期间才能办理，请在现场活动开始后再试")


def must_have_been_held(row: EventRow) -> None:
    """Refuse as long as nothing has happened."""
    if row.state not in HELD:
        raise NotNow("活动开始后才能办理")


def must_be_open_for_entry(row: EventRow) -> None:
    """Refuse who comes too early, too late, or to what was moved or called off."""
    _must_be_open(row.state, row)


def _must_be_open(state: str, row: EventRow) -> None:
    if state in ENTRY_OPEN:
        return
    if state in CALLED_OFF:
        raise NotNow("本场活动已取消，请向现场工作人员咨询")
    if state in HELD:
        raise NotNow("本场活动已结束，不能再签到")
    raise NotNow(f"签到还没有开放，活动时间是{moment_text(row.begins_at)}")


async def must_have_been_open(row: EventRow, moment: datetime) -> None:
    """Refuse who came while the door was shut, or to what has been moved or called off since."""
    moves = JournalEntry.filter(subject_id=row.id).exclude(to_state="").order_by("id")
    story = await moves.values_list("at", "to_state")
    before = [state for at, state in story if at <= moment]
    _must_be_open(before[-1] if before else "", row)
    if all(state in ENTRY_OPEN | HELD for at, state in story if at > moment):
        return
    if row.state in CALLED_OFF:
        raise NotNow("来宾签到后活动已取消，请联系来宾说明")
    raise NotNow(f"来宾签到后活动已改期到{moment_text(row.begins_at)}，请联系来宾确认")


def must_have_admitted(row: EventRow) -> None:
    """Refuse to write somebody down at what has not opened, or will not take place."""
    if row.state not in ENTRY_OPEN | HELD:
        raise NotNow("活动尚未开放签到或已取消，不能登记到场，请标为不予登记并联系来宾")


def moment_text(moment: datetime) -> str:
    """A moment as people say it."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def seats_of(row: EventRow) -> dict[str, dict[str, str]]:
    """Who sits at the event, as the journal keeps it: they hear of what happens there."""
    held: dict[Seat, UUID | None] = dict(row.seats())
    return {"seats": {seat.value: str(party) for seat, party in held.items() if party}}
