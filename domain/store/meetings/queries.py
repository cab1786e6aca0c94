"""What screens ask of meetings: the list, one with all that was noted, the spares, the report."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import story_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX, Page
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.store.checklists import ItemView
from domain.store.meetings.actions.ordering import SPARES_OF_ALL_MAX
from domain.store.meetings.actions.standing_by import INCIDENTS_MAX, NOTES_MAX
from domain.store.upkeep.showing import checklist_of
from orm.store_meetings import (
    DutyNote,
    MeetingIncident,
    MeetingSupport,
    Spare,
    SpareReservation,
)
from vocabulary.devices import ZONE_LABELS, Zone
from vocabulary.meetings import (
    INCIDENT_KIND_LABELS,
    MEETING_KIND_LABELS,
    MEETING_STATE_LABELS,
    IncidentKind,
    MeetingKind,
    MeetingState,
)
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

SEARCH_LENGTH_MAX = 60
MILESTONES_MAX = 300
OVER = (MeetingState.CONCLUDED, MeetingState.NOT_SUPPORTED, MeetingState.CALLED_OFF)


class MeetingSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """会议的筛选条件。"""

    state: MeetingState | None = None
    kind: MeetingKind | None = None
    open: Annotated[bool, Meta(description="只看未结束的")] = False
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="会议名称、编号、单位")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class MeetingRow(Struct, frozen=True, kw_only=True):
    """一场会议的技术保障。"""

    id: UUID
    meeting_no: str
    state: MeetingState
    state_label: str
    kind: MeetingKind
    kind_label: str
    title: str
    zone: Zone
    zone_label: str
    room: str
    institution_name: str
    starts_at: datetime
    ends_at: datetime
    rehearse_by: datetime
    is_late: bool
    expected_on: date | None


class SpareView(Struct, frozen=True):
    """一件备用设备。"""

    id: UUID
    name: str


class DutyLine(Struct, frozen=True):
    """值守记录的一条。"""

    at: datetime
    account_name: str
    text: str


class IncidentView(Struct, frozen=True):
    """一个会中故障。"""

    id: UUID
    kind: IncidentKind
    kind_label: str
    note: str
    started_at: datetime
    mended_at: datetime | None
    how: str
    account_name: str


class MeetingView(MeetingRow, frozen=True, kw_only=True):
    """一场会议的全部保障情况：测试、备用设备、值守、会中故障、总结和进展。"""

    asked_by_name: str
    headcount: int
    needs: str
    checked: int
    items: int
    failed: int
    rehearsed_at: datetime | None
    rehearsed_by_name: str
    duty_from: datetime | None
    duty_until: datetime | None
    duty_name: str
    equipment_run: str
    suggestions: str
    concluded_by_name: str
    concluded_at: datetime | None
    checklist: list[ItemView]
    spares: list[SpareView]
    notes: list[DutyLine]
    incidents: list[IncidentView]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


async def page(search: MeetingSearch, actor: Actor) -> Page[MeetingRow]:
    """Meetings, those that begin last first; an institution sees its own."""
    actor.needs(Right.MEETING_SUPPORT_VIEW)
    rows = MeetingSupport.visible_to(actor.party_id, actor.party_kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    elif search.open:
        rows = rows.exclude(state__in=OVER)
    if search.kind is not None:
        rows = rows.filter(kind=search.kind)
    if words := search.q.strip():
        rows = rows.filter(
            Q(meeting_no__startswith=words.upper())
            | Q(title__icontains=words)
            | Q(institution_name__icontains=words)
        )
    shown, end = await newest_first(rows, "starts_at", search.cursor, search.limit)
    return Page([MeetingRow(**_line(row)) for row in shown], end)


async def one(meeting_id: UUID, actor: Actor) -> MeetingView:
    """One meeting."""
    return await view(await readable(meeting_id, actor), actor)


async def readable(meeting_id: UUID, actor: Actor) -> MeetingSupport:
    """The meeting, if the actor may read it. Raises NotFound."""
    rows = MeetingSupport.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=meeting_id)
    if row is None or Right.MEETING_SUPPORT_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    return row


async def must_be_readable(meeting_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may read it."""
    await readable(meeting_id, actor)


async def spares(actor: Actor) -> Page[SpareView]:
    """Every spare, for the operator's people."""
    actor.needs(Right.UPKEEP_VIEW)
    rows = await Spare.all().order_by("name").limit(SPARES_OF_ALL_MAX)
    return Page([SpareView(row.id, row.name) for row in rows])


async def spare_view(row: Spare, _actor: Actor) -> SpareView:
    """A spare that was just written down."""
    return SpareView(row.id, row.name)


async def view(row: MeetingSupport, actor: Actor) -> MeetingView:
    """One meeting; also the answer of every act on it. How it is worked on is the operator's."""
    is_ours = actor.party_kind is PartyKind.OPERATOR
    flow = flow_of(row.subject, row.flow, row.version)
    entries = await story_of(row.id, limit=MILESTONES_MAX)
    copied = (
        "asked_by_name", "headcount", "needs", "checked", "items", "failed", "rehearsed_at",
        "rehearsed_by_name", "duty_from", "duty_until", "duty_name", "equipment_run",
        "suggestions", "concluded_by_name", "concluded_at",
    )  # fmt: skip
    return MeetingView(
        **_line(row),
        **{name: getattr(row, name) for name in copied},
        checklist=await checklist_of(row.id) if is_ours else [],
        spares=await spares_of(row),
        notes=await notes_of(row) if is_ours else [],
        incidents=await incidents_of(row),
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=timeline(flow, entries, actor),
        etag=etag_of(row),
    )


async def spares_of(row: MeetingSupport) -> list[SpareView]:
    """The spares kept for a meeting."""
    kept = SpareReservation.filter(meeting_id=row.id).order_by("spare_name")
    return [SpareView(each.spare_id, each.spare_name) for each in await kept]


async def notes_of(row: MeetingSupport) -> list[DutyLine]:
    """What was noted on duty, oldest first."""
    notes = DutyNote.filter(meeting_id=row.id).order_by("id").limit(NOTES_MAX)
    return [DutyLine(each.at, each.account_name, each.text) for each in await notes]


async def incidents_of(row: MeetingSupport) -> list[IncidentView]:
    """What went wrong, oldest first."""
    found = MeetingIncident.filter(meeting_id=row.id).order_by("started_at", "id")
    return [
        IncidentView(
            each.id,
            each.kind,
            INCIDENT_KIND_LABELS[each.kind],
            each.note,
            each.started_at,
            each.mended_at,
            each.how,
            each.account_name,
        )
        for each in await found.limit(INCIDENTS_MAX)
    ]


def _line(row: MeetingSupport) -> dict[str, Any]:
    waits = row.state is MeetingState.TO_REHEARSE
    return {
        "id": row.id,
        "meeting_no": row.meeting_no,
        "state": row.state,
        "state_label": MEETING_STATE_LABELS[row.state],
        "kind": row.kind,
        "kind_label": MEETING_KIND_LABELS[row.kind],
        "title": row.title,
        "zone": row.zone,
        "zone_label": ZONE_LABELS[row.zone],
        "room": row.room,
        "institution_name": row.institution_name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "rehearse_by": row.rehearse_by,
        "is_late": waits and row.rehearse_by < clock.now(),
        "expected_on": row.expected_on,
    }
