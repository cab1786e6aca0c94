"""Which delegations the store's wall welcomes: from the rows, and from one entry of the journal."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel.journal import Entry
from domain.store.events.rules import welcome_name
from orm.store_visits import Visit
from vocabulary.events import VISIT_STATE_LABELS, VisitState

SHOWN = (VisitState.CONFIRMED, VisitState.PREPARED, VisitState.RECEIVING)
CHECKED_IN = frozenset({"visit.check_in", "visit.confirm_arrival"})
SUBJECT = Visit.subject


class Welcomed(Struct, frozen=True):
    """A delegation that is expected or here. A firm that did not agree is masked."""

    id: UUID
    name: str
    begins_at: datetime
    ends_at: datetime
    state: str
    state_label: str
    attended: int


async def welcomed(now: datetime) -> list[Welcomed]:
    """Everybody who is still to come, or here, in the order of their times."""
    rows = Visit.filter(state__in=SHOWN, ends_at__gt=now).order_by("begins_at", "id")
    return [line_of(row.id, row.state, row.facts()) for row in await rows]


def line_of(visit_id: UUID, state: VisitState, facts: dict[str, Any]) -> Welcomed:
    """A visit as the wall shows it, from its facts."""
    name = welcome_name(
        facts["display_name"],
        is_enterprise=facts["is_enterprise"],
        agrees=facts["agrees_to_display"],
    )
    return Welcomed(
        visit_id,
        name,
        datetime.fromisoformat(facts["begins_at"]),
        datetime.fromisoformat(facts["ends_at"]),
        state.value,
        VISIT_STATE_LABELS[state],
        int(facts["attended"]),
    )


def moved(entry: Entry) -> Welcomed | None:
    """How a visit stands after one of its steps; None when the wall does not show it any more."""
    state = VisitState(entry.to_state)
    return line_of(entry.subject_id, state, entry.facts) if state in SHOWN else None
