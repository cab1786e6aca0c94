"""Carries sealed entries to those who follow the journal: each at least once, none skipped.

A follower keeps a cursor `(seal_no, id)`. One that writes rows moves its cursor in the
transaction that carried the entry, guarded by the cursor's old value, so it acts exactly once.
One that tells the outside (screens) tells first and moves after, so it may repeat. An entry
that fails is parked with its error; later entries of the same subject queue behind it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from tortoise.transactions import in_transaction

from domain.kernel import clock, journal
from domain.kernel.journal import Entry
from orm.journal import Follower, JournalEntry, Parked

BATCH_MAX = 200
BACK_OFF_FIRST = timedelta(seconds=2)
BACK_OFF_MAX = timedelta(hours=1)
ERROR_MAX = 300

Carry = Callable[[Entry], Awaitable[None]]


class LostCursorError(Exception):
    """Another leader moved this follower's cursor: this one is stale and must stop."""


@dataclass(frozen=True, slots=True)
class Following:
    """Somebody who follows the journal."""

    name: str
    wants: Callable[[Entry], bool]
    carry: Carry


async def place_of(name: str) -> tuple[int, int]:
    """How far a follower has come."""
    kept, _ = await Follower.get_or_create(name=name)
    return int(kept.seal_no), int(kept.entry_id)


async def move(name: str, old: tuple[int, int], new: tuple[int, int]) -> None:
    """Move a cursor, if it still stands where we think it does."""
    moved = await Follower.filter(name=name, seal_no=old[0], entry_id=old[1]).update(
        seal_no=new[0], entry_id=new[1]
    )
    if moved != 1:
        raise LostCursorError(name)


async def follow(following: Following, *, limit: int = BATCH_MAX) -> int:
    """Carry the next entries, each in a transaction of its own. Returns how many were passed."""
    place = await place_of(following.name)
    entries = await journal.after(place, limit=limit)
    stands = place
    waiting = await _parked_subjects(following.name)
    for entry in entries:
        if not following.wants(entry):
            continue
        if entry.subject_id in waiting:
            await _park(following.name, entry, stands, "排在同一业务未送达的记录之后")
        elif not await _carried(following, entry, stands):
            waiting.add(entry.subject_id)
        stands = entry.place
    if entries and entries[-1].place != stands:
        await move(following.name, stands, entries[-1].place)
    return len(entries)


async def _carried(following: Following, entry: Entry, stands: tuple[int, int]) -> bool:
    try:
        async with in_transaction():
            await following.carry(entry)
            await move(following.name, stands, entry.place)
    except LostCursorError:
        raise
    except Exception as problem:  # noqa: BLE001 -- whatever it is, it is parked and shown
        await _park(following.name, entry, stands, repr(problem))
        return False
    return True


async def _park(name: str, entry: Entry, stands: tuple[int, int], error: str) -> None:
    async with in_transaction():
        await Parked.create(
            follower=name,
            entry_id=entry.id,
            subject_id=entry.subject_id,
            next_at=clock.now() + BACK_OFF_FIRST,
            error=error[:ERROR_MAX],
        )
        await move(name, stands, entry.place)


async def _parked_subjects(name: str) -> set[object]:
    found = await Parked.filter(follower=name).values_list("subject_id", flat=True)
    return set(found)


async def retry(following: Following) -> int:
    """Try the parked entries that are due, oldest first per subject. Returns how many went."""
    went = 0
    blocked: set[object] = set()
    for parked in await Parked.filter(follower=following.name).order_by("entry_id"):
        if parked.subject_id in blocked:
            continue
        if parked.next_at > clock.now() or not await _retried(following, parked):
            blocked.add(parked.subject_id)
            continue
        went += 1
    return went


async def _retried(following: Following, parked: Parked) -> bool:
    entry = journal.entry_of(await JournalEntry.get(id=parked.entry_id))
    try:
        async with in_transaction():
            await _take(parked)
            await following.carry(entry)
    except LostCursorError:
        raise
    except Exception as problem:  # noqa: BLE001 -- stays parked, with its newest error
        wait = min(BACK_OFF_FIRST * 2**parked.tries, BACK_OFF_MAX)
        await Parked.filter(id=parked.id).update(
            tries=parked.tries + 1,
            next_at=clock.now() + wait,
            error=repr(problem)[:ERROR_MAX],
        )
        return False
    return True


async def _take(parked: Parked) -> None:
    """Take it off the list; raises when another leader has."""
    if not await Parked.filter(id=parked.id).delete():
        raise LostCursorError(parked.follower)


async def tell(
    name: str,
    wants: Callable[[Entry], bool],
    tell_all: Callable[[list[Entry]], Awaitable[None]],
    *,
    behind: str = "",
) -> int:
    """Tell the next entries outside in one go, then move the cursor. May repeat after a crash.

    Only what the follower `behind` whom this one walks has carried: whoever is told and asks
    again finds the consequences already written.
    """
    place = await place_of(name)
    entries = await journal.after(place, limit=BATCH_MAX)
    if behind:
        carried = await place_of(behind)
        entries = [entry for entry in entries if entry.place <= carried]
    if not entries:
        return 0
    wanted = [entry for entry in entries if wants(entry)]
    if wanted:
        await tell_all(wanted)
    await move(name, place, entries[-1].place)
    return len(entries)
