"""Visits: whom the store expects and welcomes, in the order of their times."""

from datetime import datetime

from msgspec.structs import replace

from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.store.visits import wall
from domain.store.visits.wall import CHECKED_IN, SUBJECT, Welcomed

Visits = tuple[Welcomed, ...]


async def snapshot() -> Visits:
    """From the rows."""
    return tuple(await wall.welcomed(clock.now()))


def follow(visits: Visits, entry: Entry) -> Visits:
    """Put one visit where its step leaves it; count whoever signs in."""
    if entry.subject_kind != SUBJECT:
        return visits
    if entry.code in CHECKED_IN:
        return tuple(
            replace(each, attended=int(entry.facts["attended"]))
            if each.id == entry.subject_id
            else each
            for each in visits
        )
    if not entry.to_state:
        return visits
    line = wall.moved(entry)
    others = [each for each in visits if each.id != entry.subject_id]
    if line is not None and line.ends_at > entry.at:
        others.append(line)
    kept = tuple(sorted(others, key=lambda each: (each.begins_at, str(each.id))))
    return visits if kept == visits else kept


def tick(visits: Visits, now: datetime) -> Visits:
    """Whoever should have left is welcomed no more."""
    kept = tuple(each for each in visits if each.ends_at > now)
    return visits if len(kept) == len(visits) else kept
