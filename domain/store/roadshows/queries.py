"""What screens read of roadshows: lists, and one with everything in it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q

from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import etag_of
from domain.kernel.showing import (
    FlowPicture,
    Milestone,
    OpenStep,
    open_steps,
    picture,
    states_left,
    timeline,
)
from domain.store.events.finding import is_host
from domain.store.events.queries import EventBook, book
from domain.store.roadshows.finding import seen
from domain.store.roadshows.outcome import Outcome, outcome
from domain.store.roadshows.terms import RoadshowFilter
from orm.store_events import Attendee
from orm.store_roadshows import Invitation, OneToOne, Roadshow, RunItem
from vocabulary.events import (
    INVITATION_STATE_LABELS,
    ROADSHOW_STATE_LABELS,
    RUN_ITEM_LABELS,
    InvitationState,
    RoadshowState,
    RunItemKind,
)
from vocabulary.rights import Right

TIMELINE_MAX = 300
INVITATIONS_SHOWN_MAX = 1_000
HELD = {RoadshowState.RUNNING, RoadshowState.DEBRIEFED, RoadshowState.ARCHIVED}


class RoadshowRow(Struct, frozen=True, kw_only=True):
    """一场路演的概要。"""

    id: UUID
    roadshow_no: str
    state: RoadshowState
    state_label: str
    institution_name: str
    topic: str
    headcount: int
    begins_at: datetime
    ends_at: datetime
    room_name: str
    seats_planned: int
    attended: int
    checks_open: int


class RunItemView(Struct, frozen=True, kw_only=True):
    """执行方案中的一个环节；`now` 表示正在进行。"""

    no: int
    kind: RunItemKind
    kind_label: str
    title: str
    speaker: str
    minutes: int
    planned_at: datetime
    begun_at: datetime | None
    now: bool


class InvitationView(Struct, frozen=True):
    """一份邀请与答复。"""

    enterprise_id: UUID
    enterprise_name: str
    state: InvitationState
    state_label: str
    people: int
    answered_at: datetime | None


class SlotView(Struct, frozen=True):
    """一个一对一时段；别家预约的只显示已约。"""

    id: UUID
    begins_at: datetime
    ends_at: datetime
    free: bool
    own: bool
    enterprise_name: str


class RoadshowCase(RoadshowRow, frozen=True, kw_only=True):
    """一场路演的全部内容，按查看人的身份给出。"""

    introduction: str
    equipment_request: str
    room_id: UUID | None
    row_seats: int
    seats_taken: list[int]
    item_no: int
    items: list[RunItemView]
    invitations: list[InvitationView]
    invitation: InvitationView | None
    slots: list[SlotView]
    summary: str
    improvements: str
    outcome: Outcome | None
    hosts: bool
    book: EventBook
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    etag: str


async def page(asked: RoadshowFilter, *, to: Actor) -> Page[RoadshowRow]:
    """Roadshows that the actor may know of, the latest application first."""
    to.needs(Right.EVENT_VIEW)
    rows = Roadshow.visible_to(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.q:
        rows = rows.filter(
            Q(roadshow_no__startswith=asked.q.upper())
            | Q(topic__contains=asked.q)
            | Q(institution_name__contains=asked.q)
        )
    if asked.mine:
        rows = rows.filter(id__in=await _own(to))
    kept, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return Page([RoadshowRow(**_summary(row)) for row in kept], following)


async def _own(to: Actor) -> list[UUID]:
    """To which this party was invited, or came."""
    asked = Invitation.filter(enterprise_id=to.party_id).values_list("roadshow_id", flat=True)
    came = Attendee.filter(party_id=to.party_id).values_list("event_id", flat=True)
    found: set[Any] = {*await asked, *await came}
    return list(found)


def _summary(row: Roadshow) -> dict[str, Any]:
    own = {"state_label": ROADSHOW_STATE_LABELS[row.state]}
    return own | {
        name: getattr(row, name) for name in RoadshowRow.__struct_fields__ if name not in own
    }


async def one(roadshow_id: UUID, *, to: Actor) -> RoadshowCase:
    """One roadshow, if the actor may read it."""
    return await case(await seen(roadshow_id, to), to)


async def case(row: Roadshow, actor: Actor) -> RoadshowCase:
    """Everything one party may see of a roadshow."""
    flow = flow_of(row.subject, row.flow, row.version)
    hosts = is_host(row, actor)
    story = await journal.story_of(row.id, limit=TIMELINE_MAX) if hosts else []
    passed = timeline(flow, story, actor)
    invitations = await _invitations(row)
    own = [each for each in invitations if each.enterprise_id == actor.party_id]
    return RoadshowCase(
        **_summary(row),
        introduction=row.introduction,
        equipment_request=row.equipment_request if hosts else "",
        room_id=row.room_id,
        row_seats=row.row_seats,
        seats_taken=await seats_taken(row.id),
        item_no=row.item_no,
        items=await items(row),
        invitations=invitations if hosts else own,
        invitation=own[0] if own else None,
        slots=await _slots(row, actor, hosts=hosts),
        summary=row.summary if hosts else "",
        improvements=row.improvements if hosts else "",
        outcome=await outcome(row) if hosts and row.state in HELD else None,
        hosts=hosts,
        book=await book(row, actor),
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=passed,
        flow=picture(flow, row.state, states_left(passed)),
        etag=etag_of(row),
    )


async def seats_taken(roadshow_id: UUID) -> list[int]:
    """The numbers of the seats that somebody has."""
    taken: list[Any] = (
        await Attendee.filter(event_id=roadshow_id, seat_no__not_isnull=True)
        .order_by("seat_no")
        .values_list("seat_no", flat=True)
    )
    return taken


async def items(row: Roadshow) -> list[RunItemView]:
    """The running order with its planned times; the part that is on now says so."""
    at = row.begins_at
    shown = []
    for each in await RunItem.filter(roadshow_id=row.id).order_by("no"):
        shown.append(
            RunItemView(
                no=each.no,
                kind=each.kind,
                kind_label=RUN_ITEM_LABELS[each.kind],
                title=each.title,
                speaker=each.speaker,
                minutes=each.minutes,
                planned_at=at,
                begun_at=each.begun_at,
                now=row.state is RoadshowState.RUNNING and each.no == row.item_no,
            )
        )
        at += timedelta(minutes=each.minutes)
    return shown


async def _invitations(row: Roadshow) -> list[InvitationView]:
    rows = Invitation.filter(roadshow_id=row.id).order_by("enterprise_name", "id")
    return [
        InvitationView(
            each.enterprise_id,
            each.enterprise_name,
            each.state,
            INVITATION_STATE_LABELS[each.state],
            each.people,
            each.answered_at,
        )
        for each in await rows.limit(INVITATIONS_SHOWN_MAX)
    ]


async def _slots(row: Roadshow, to: Actor, *, hosts: bool) -> list[SlotView]:
    return [
        SlotView(
            each.id,
            each.begins_at,
            each.ends_at,
            each.enterprise_id is None,
            each.enterprise_id == to.party_id,
            each.enterprise_name if hosts or each.enterprise_id == to.party_id else "",
        )
        for each in await OneToOne.filter(roadshow_id=row.id).order_by("begins_at")
    ]
