"""The warnings: every case that is past its deadline and has not moved since."""

from datetime import date

from msgspec import Struct

from domain.deadlines.queries import MISSED, missed
from domain.kernel.journal import Entry

SHOWN = 12


class Warned(Struct, frozen=True):
    """One case: where it stands, who has it, and since when it is late."""

    id: str
    subject_no: str
    flow_title: str
    state_label: str
    owner: str
    expected_on: date


class Warnings(Struct, frozen=True):
    """What a screen is sent: how many there are, and the oldest of them."""

    count: int
    oldest: tuple[Warned, ...]


Late = dict[str, Warned]


async def snapshot() -> Late:
    """From the journal: what was said to be late, and has taken no step since."""
    return {str(entry.subject_id): _warned(entry) for entry in await missed()}


def follow(late: Late, entry: Entry) -> Late:
    """One more that is late, or one that has moved on."""
    key = str(entry.subject_id)
    if entry.code == MISSED:
        return late | {key: _warned(entry)}
    if entry.to_state and key in late:
        return {each: warned for each, warned in late.items() if each != key}
    return late


def show(late: Late) -> Warnings:
    """The oldest first; of one day by their number."""
    ranked = sorted(late.values(), key=lambda each: (each.expected_on, each.subject_no, each.id))
    return Warnings(len(ranked), tuple(ranked[:SHOWN]))


def _warned(entry: Entry) -> Warned:
    facts = entry.facts
    return Warned(
        str(entry.subject_id),
        entry.subject_no,
        facts.get("flow_title", ""),
        facts.get("state_label", facts["state"]),
        facts.get("owner", ""),
        date.fromisoformat(facts["expected_on"]),
    )
