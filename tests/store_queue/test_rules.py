"""The order of the queue, the fence, and the wait: tables of others, and laws."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.store.queue.estimates import Past, learned, plain, steps_ahead
from domain.store.queue.rules import (
    BOOKED_AHEAD,
    LATE_MAX,
    PREFERRED_AHEAD,
    OpenCounter,
    Place,
    callable_by,
    in_order,
    is_within,
    returns_at,
)
from tests.acceptance import tables
from vocabulary.store_queue import TicketPriority

pytestmark = [pytest.mark.row("F3"), pytest.mark.clause("6.2.3 a")]
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def place(minute: int, prefix: str = "A", **differing: object) -> Place:
    told: dict[str, object] = {"priority": TicketPriority.USUAL}
    at = NINE + minute * MINUTE
    return Place(id=uuid4(), class_prefix=prefix, queued_at=at, **told | differing)  # type: ignore[arg-type]  # as told


def test_the_fence_is_as_the_table_says() -> None:
    rows = tables.rows("geofence.csv")
    assert len(rows) == 4
    for row in rows:
        site = (float(row["site_lat"]), float(row["site_lon"]))
        point = (float(row["lat"]), float(row["lon"]))
        inside = is_within(site, float(row["radius_m"]), point)
        assert inside is (row["result"] == "allow"), row


def test_without_history_the_wait_is_as_the_table_says() -> None:
    table = tables.document("queue_wait_estimate.json")
    state = table["state"]
    for case in table["cases"]:
        found = plain(
            called=state["already_called"],
            waiting_ahead=state["waiting_walk_ins_ahead"],
            mean_service_s=case["avg_service_min"] * 60,
            counters=case["counters"],
        )
        assert (found.median_s, found.low_s) == (
            case["estimate_min"] * 60,
            case["optimistic_min"] * 60,
        )
        assert not found.learned
    for case in table["invalid"]:
        with pytest.raises(ValueError, match="takes time"):
            plain(
                called=1,
                waiting_ahead=1,
                mean_service_s=case["avg_service_min"],
                counters=case["counters"],
            )


def test_history_corrects_what_the_steps_alone_would_say() -> None:
    """Services were said to take 600 s each; past waits were half of that, give or take."""
    past = [
        Past(steps=float(steps), counters=2, waited_s=steps * 300 * factor / 2)
        for steps in range(1, 9)
        for factor in (0.5, 1.0, 1.5)
    ]
    found = learned(past, steps=4.0, counters=2, mean_service_s=600)
    assert found is not None
    assert found.learned
    assert found.median_s == 600
    assert found.low_s < found.median_s < found.high_s
    assert found.low_s >= 300
    assert found.high_s <= 900


def test_little_history_teaches_nothing_and_an_idle_counter_is_no_step() -> None:
    assert learned([Past(1.0, 1, 60)] * 11, steps=1.0, counters=1, mean_service_s=60) is None
    assert steps_ahead(0.0, 1) == 0
    assert steps_ahead(1.5, 0) == 2.5
    found = learned([Past(0.0, 2, 20)] * 12, steps=0.0, counters=2, mean_service_s=600)
    assert found is not None
    assert found.median_s == 20


class TestOrder:
    def test_who_came_first_is_called_first(self) -> None:
        late, early = place(5), place(1)
        assert in_order([late, early]) == [early, late]

    def test_preference_is_a_head_start_so_that_nobody_waits_for_ever(self) -> None:
        usual, soon = place(0), place(19, priority=TicketPriority.PREFERRED)
        after = place(21, priority=TicketPriority.PREFERRED)
        assert PREFERRED_AHEAD == 20 * MINUTE
        assert in_order([usual, soon, after]) == [soon, usual, after]

    def test_an_appointment_counts_in_its_slot_and_late_it_is_a_walk_in(self) -> None:
        slot = NINE + 30 * MINUTE
        walk_in, booked = place(20), place(29, slot_at=slot)
        assert BOOKED_AHEAD == 15 * MINUTE
        assert in_order([walk_in, booked]) == [booked, walk_in]
        late = place(30 + int(LATE_MAX / MINUTE) + 1, slot_at=slot)
        assert in_order([late, place(40)])[-1] == late

    def test_a_counter_calls_what_it_can_and_leaves_what_is_meant_for_another(self) -> None:
        first, second = (OpenCounter(UUID(int=n), frozenset("AB")) for n in (1, 2))
        mine, other = place(0, "B"), place(1, for_counter_id=second.id)
        foreign = place(2, "C")
        both = {first.id, second.id}
        assert callable_by(first, [foreign, other, mine], both) == [mine]
        assert callable_by(second, [foreign, other, mine], both) == [mine, other]
        assert callable_by(first, [other], {first.id}) == [other], "the other counter is closed"

    def test_who_missed_the_call_comes_back_behind_three(self) -> None:
        waiting = [place(minute) for minute in range(5)]
        back = place(0, for_counter_id=None)
        at = returns_at(waiting, NINE + 30 * MINUTE)
        again = msgspec.structs.replace(back, queued_at=at)
        assert in_order([*waiting, again]).index(again) == 3
        assert returns_at([], NINE) == NINE
