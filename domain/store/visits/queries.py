"""What screens read of visits: lists, one with everything in it, guides, and the register."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.exporting import Column, Ledger, Sheet, day_of, label, leave, text, whole
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import (
    FlowPicture,
    Milestone,
    OpenStep,
    open_steps,
    picture,
    states_left,
    timeline,
)
from domain.store.events.finding import STORE, must_be_staff
from domain.store.events.queries import EventBook, book
from domain.store.visits.terms import VisitFilter
from orm.identity import Account
from orm.store_events import EventNeed
from orm.store_visits import Visit
from vocabulary.devices import ZONE_LABELS, Zone
from vocabulary.events import VISIT_STATE_LABELS, VisitState
from vocabulary.grades import Grade
from vocabulary.identifiers import mask_person, mask_phone
from vocabulary.identity import AccountState
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

TIMELINE_MAX = 200
GUIDES_MAX = 100


async def _needs_of(ids: set[Any]) -> dict[Any, str]:
    """What was needed at each visit, as one text."""
    said: dict[Any, list[str]] = {}
    for each in await EventNeed.filter(event_id__in=list(ids)).order_by("noted_at"):
        said.setdefault(str(each.event_id), []).append(f"{each.enterprise_name}：{each.need}")
    return {each: "\n".join(said.get(str(each), [])) for each in ids}


VISITS = Ledger(
    title="参观接待台账",
    code="visit.export",
    right=Right.EVENT_EXPORT,
    order=("-created_at", "-id"),
    columns=(
        Column("参观编号", "visit_no", text, wide=22),
        Column("状态", "state", label(VISIT_STATE_LABELS), wide=12),
        Column("考察团", "delegation", text, wide=32),
        Column("联系人", "contact_name", text, grade=Grade.PERSONAL, mask=mask_person),
        Column("参观目的", "purpose", text, wide=40),
        Column("参观日期", "begins_at", day_of, wide=14),
        Column("讲解员", "guide_name", text),
        Column("预约人数", "headcount", whole, wide=10),
        Column("签到人数", "attended", whole, wide=10),
        Column("需求要点", "id", text, names=_needs_of, wide=50),
        Column("接待记录", "notes", text, wide=50),
    ),
)


class VisitRow(Struct, frozen=True, kw_only=True):
    """一次参观的概要。"""

    id: UUID
    visit_no: str
    state: VisitState
    state_label: str
    delegation: str
    headcount: int
    begins_at: datetime
    ends_at: datetime
    guide_name: str
    by_phone: bool
    checks_open: int
    attended: int


class TourStopView(Struct, frozen=True):
    """参观路线的一站。"""

    zone: Zone
    zone_label: str
    begins_at: datetime
    minutes: int


class VisitCase(VisitRow, frozen=True, kw_only=True):
    """一次参观的全部内容。"""

    display_name: str
    is_enterprise: bool
    agrees_to_display: bool
    contact_name: str
    contact_phone: str
    purpose: str
    guide_request: str
    tour_route: list[TourStopView]
    equipment_returned: bool
    notes: str
    book: EventBook
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    etag: str


class Guide(Struct, frozen=True):
    """可安排的讲解员。"""

    id: UUID
    name: str


class Guides(Struct, frozen=True):
    """旗舰店在岗人员。"""

    items: list[Guide]


async def page(asked: VisitFilter, *, to: Actor) -> Page[VisitRow]:
    """Visits that the actor may know of, the latest booking first."""
    to.needs(Right.EVENT_VIEW)
    kept, following = await newest_first(
        _filtered(asked, to), "created_at", asked.cursor, asked.limit
    )
    return Page([VisitRow(**_summary(row)) for row in kept], following)


def _filtered(asked: VisitFilter, to: Actor) -> QuerySet[Visit]:
    rows = Visit.visible_to(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.q:
        rows = rows.filter(
            Q(visit_no__startswith=asked.q.upper()) | Q(delegation__contains=asked.q)
        )
    return rows


def _summary(row: Visit) -> dict[str, Any]:
    own = {"state_label": VISIT_STATE_LABELS[row.state]}
    return own | {
        name: getattr(row, name) for name in VisitRow.__struct_fields__ if name not in own
    }


async def one(visit_id: UUID, *, to: Actor) -> VisitCase:
    """One visit, if the actor may read it."""
    if Right.EVENT_VIEW not in to.rights:
        raise NotFound(NOT_FOUND)
    row = await Visit.visible_to(to.party_id, to.party_kind).get_or_none(id=visit_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return await case(row, to)


async def case(row: Visit, actor: Actor) -> VisitCase:
    """Everything one party may see of a visit."""
    flow = flow_of(row.subject, row.flow, row.version)
    passed = timeline(flow, await journal.story_of(row.id, limit=TIMELINE_MAX), actor)
    is_operator = actor.party_kind is PartyKind.OPERATOR
    return VisitCase(
        **_summary(row),
        display_name=row.display_name,
        is_enterprise=row.is_enterprise,
        agrees_to_display=row.agrees_to_display,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone if is_operator else mask_phone(row.contact_phone),
        purpose=row.purpose,
        guide_request=row.guide_request,
        tour_route=[
            TourStopView(
                Zone(each["zone"]),
                ZONE_LABELS[Zone(each["zone"])],
                datetime.fromisoformat(each["begins_at"]),
                each["minutes"],
            )
            for each in row.tour_route
        ],
        equipment_returned=row.equipment_returned,
        notes=row.notes if is_operator else "",
        book=await book(row, actor),
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=passed,
        flow=picture(flow, row.state, states_left(passed)),
        etag=etag_of(row),
    )


async def guides(*, to: Actor) -> Guides:
    """Who of the store may guide."""
    must_be_staff(to)
    people = await Account.filter(party_id=to.party_id, state=AccountState.ACTIVE).order_by("name")
    wanted = {role.value for role in STORE}
    fit = [each for each in people if wanted & set(each.roles)]
    return Guides([Guide(each.id, each.name) for each in fit[:GUIDES_MAX]])


async def export(asked: VisitFilter, *, by: Actor) -> Sheet:
    """The register of visits as a spreadsheet; the export itself is journalled."""
    return await leave(VISITS, _filtered(asked, by), by=by)
