"""Loading what the old system handed over: what is new is added, what differs put right."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import asdict

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.legacy.rows import OldDemand, Refused
from orm.legacy import LegacyDemand, LegacyProgress

BATCH_ROWS = 500
LOAD_CODE = "legacy_demand.load"
TWICE = "需求编号：在本文件中出现了两次"


class Loaded(Struct):
    """What came of loading: how many were new, put right, unchanged, and which were refused."""

    added: int
    changed: int
    same: int
    refused: list[Refused]


async def load(lines: Iterable[OldDemand | Refused], *, by: Actor) -> Loaded:
    """Take a file in. Loading it again changes nothing; a batch commits as a whole."""
    done, seen = Loaded(0, 0, 0, []), set[str]()
    numbered = enumerate(lines, 2)  # the first line holds the heads
    while some := list(islice(numbered, BATCH_ROWS)):
        good = []
        for number, line in some:
            if isinstance(line, Refused):
                done.refused.append(line)
            elif line.legacy_no in seen:
                done.refused.append(Refused(number, line.legacy_no, [TWICE]))
            else:
                seen.add(line.legacy_no)
                good.append(line)
        if good:
            await _write(good, done, by)
    return done


async def _write(demands: Sequence[OldDemand], done: Loaded, by: Actor) -> None:
    numbers = [each.legacy_no for each in demands]
    subject_id = uuid4()
    facts: dict[str, Any] = {"first": numbers[0], "last": numbers[-1], "count": len(numbers)}
    async with enact(LOAD_CODE, "legacy_demand", subject_id, by=by, facts=facts) as outcome:
        kept = {row.legacy_no: row for row in await LegacyDemand.filter(legacy_no__in=numbers)}
        noted: dict[Any, list[LegacyProgress]] = {}
        steps = LegacyProgress.filter(demand_id__in=[row.id for row in kept.values()])
        for step in await steps.order_by("serial"):
            noted.setdefault(step.demand_id, []).append(step)
        fresh = []
        for each in demands:
            old = kept.get(each.legacy_no)
            if old is None:
                fresh.append(each)
            elif _differs(old, noted.get(old.id, []), each):
                await LegacyProgress.filter(demand_id=old.id).delete()
                await _put(old, each, outcome.at).save()
                await LegacyProgress.bulk_create(_steps(old, each))
                done.changed += 1
            else:
                done.same += 1
        rows = [(_put(LegacyDemand(id=uuid4()), each, outcome.at), each) for each in fresh]
        await LegacyDemand.bulk_create([row for row, _ in rows])
        await LegacyProgress.bulk_create([step for row, each in rows for step in _steps(row, each)])
        done.added += len(rows)


def _columns(demand: OldDemand) -> dict[str, Any]:
    told = asdict(demand)
    del told["progress"]
    return told | {"published_at": clock.day_begins(told.pop("published_on"))}


def _put(row: LegacyDemand, demand: OldDemand, at: datetime) -> LegacyDemand:
    for name, value in _columns(demand).items():
        setattr(row, name, value)
    row.loaded_at = at
    return row


def _steps(row: LegacyDemand, demand: OldDemand) -> list[LegacyProgress]:
    return [
        LegacyProgress(demand_id=row.id, serial=serial, noted_on=each.noted_on, note=each.note)
        for serial, each in enumerate(demand.progress)
    ]


def _differs(row: LegacyDemand, noted: Sequence[LegacyProgress], demand: OldDemand) -> bool:
    same = all(getattr(row, name) == value for name, value in _columns(demand).items())
    told = [(each.noted_on, each.note) for each in noted]
    return not same or told != [(each.noted_on, each.note) for each in demand.progress]
