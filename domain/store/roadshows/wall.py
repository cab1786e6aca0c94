"""Which roadshows the store's wall shows: from the rows, and from one entry of the journal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q

from domain.kernel.journal import Entry
from domain.store.roadshows.queries import seats_taken
from orm.store_roadshows import Roadshow
from vocabulary.events import ROADSHOW_STATE_LABELS, RoadshowState
from vocabulary.parties import shown_name

SHOWN = (
    RoadshowState.SCHEDULED,
    RoadshowState.SET_UP,
    RoadshowState.OPEN,
    RoadshowState.RUNNING,
)
CHECKED_IN = frozenset({"roadshow.check_in", "roadshow.confirm_arrival"})
NEXT_ITEM = "roadshow.next_item"
SUBJECT = Roadshow.subject


class Show(Struct, frozen=True, kw_only=True):
    """A roadshow that is coming or on: who presents what, the part that is on, the seats taken."""

    id: UUID
    topic: str
    presenter: str
    begins_at: datetime
    ends_at: datetime
    room: str
    state: str
    state_label: str
    item: str
    next_item: str
    attended: int
    seats: int
    row_seats: int
    taken: tuple[int, ...]


async def shows(now: datetime) -> list[Show]:
    """Whatever is still to come or on, in the order of their times."""
    rows = Roadshow.filter(Q(ends_at__gt=now) | Q(attended__gt=0), state__in=SHOWN)
    return [
        show_of(row.id, row.state, row.facts(), tuple(await seats_taken(row.id)))
        for row in await rows.order_by("begins_at", "id")
    ]


def show_of(
    roadshow_id: UUID, state: RoadshowState, facts: dict[str, Any], taken: tuple[int, ...]
) -> Show:
    """A roadshow as the wall shows it, from its facts and its seats."""
    return Show(
        id=roadshow_id,
        topic=facts["topic"],
        presenter=shown_name(facts["institution_name"]),
        begins_at=datetime.fromisoformat(facts["begins_at"]),
        ends_at=datetime.fromisoformat(facts["ends_at"]),
        room=facts["room_name"],
        state=state.value,
        state_label=ROADSHOW_STATE_LABELS[state],
        item=facts["item_title"] if state is RoadshowState.RUNNING else "",
        next_item=facts["next_title"],
        attended=int(facts["attended"]),
        seats=int(facts["seats_planned"]),
        row_seats=int(facts["row_seats"]),
        taken=taken,
    )


def moved(entry: Entry, before: Show | None) -> Show | None:
    """How a roadshow stands after an entry; None when the wall does not show it any more."""
    state = RoadshowState(entry.to_state or (before.state if before else RoadshowState.APPLIED))
    if state not in SHOWN:
        return None
    taken = set(before.taken) if before else set()
    if entry.code in CHECKED_IN and entry.facts["seat_no"]:
        taken.add(int(entry.facts["seat_no"]))
    return show_of(entry.subject_id, state, entry.facts, tuple(sorted(taken)))
