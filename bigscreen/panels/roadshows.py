"""Roadshows: what is on at the store or coming, the part that is on now, and the seats taken."""

from datetime import datetime

from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.store.roadshows import wall
from domain.store.roadshows.wall import CHECKED_IN, NEXT_ITEM, SUBJECT, Show

Roadshows = tuple[Show, ...]


async def snapshot() -> Roadshows:
    """From the rows."""
    return tuple(await wall.shows(clock.now()))


def follow(shows: Roadshows, entry: Entry) -> Roadshows:
    """Put one roadshow where an entry leaves it: a step, a sign-in, the next part."""
    moves = bool(entry.to_state) or entry.code in CHECKED_IN | {NEXT_ITEM}
    if entry.subject_kind != SUBJECT or not moves:
        return shows
    before = next((each for each in shows if each.id == entry.subject_id), None)
    after = wall.moved(entry, before)
    others = [each for each in shows if each.id != entry.subject_id]
    if after is not None and _stays(after, entry.at):
        others.append(after)
    kept = tuple(sorted(others, key=lambda each: (each.begins_at, str(each.id))))
    return shows if kept == shows else kept


def tick(shows: Roadshows, now: datetime) -> Roadshows:
    """What is over leaves the wall; where people sit, its debrief takes it away."""
    kept = tuple(each for each in shows if _stays(each, now))
    return shows if len(kept) == len(shows) else kept


def _stays(show: Show, now: datetime) -> bool:
    return show.ends_at > now or show.attended > 0
