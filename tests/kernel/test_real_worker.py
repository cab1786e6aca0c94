"""The real worker under kill -9 and beside a second one: each entry has its consequences once."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from uuid import UUID

import pytest

from domain.kernel.journal import entry_of
from domain.kernel.leading import LEASE
from domain.lending.actions import banking
from domain.messaging.reactions import TEXTS
from orm.journal import Follower, JournalEntry, Lease, Parked, Seal
from orm.messaging import Message, Outgoing
from orm.parties import Party
from server.worker import RENEW_S, tells_screens
from tests.kernel.real_worker import RealWorker, heard, shared_keys
from tests.world import (
    a_bank,
    a_completed_application,
    a_targeted_request,
    an_enterprise,
    officer_of,
)

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.row("A3")]

WRITERS, LOANS = 6, 8
KILLS = 5
WAIT_S = 60.0
START_S = 4.0  # a process needs this long to be ready on a busy machine
TOLD = {f"{subject}.{verb}" for subject, told in TEXTS.items() for verb in told}
TEXTED = {
    f"{subject}.{verb}": text.sms
    for subject, told in TEXTS.items()
    for verb, text in told.items()
    if text.sms
}


async def writes(number: int) -> None:
    """One enterprise and one bank, one loan after the other, none waiting for the worker."""
    enterprise = await an_enterprise(f"苏州第{number}精密有限公司")
    enterprise.contact_phone = "13900000001"  # whoever has one is sent a short message as well
    await enterprise.save()
    bank = await a_bank(f"第{number}银行苏州分行")
    for _ in range(LOANS):
        await a_completed_application(enterprise, bank)
        await asyncio.sleep(0.05)


async def carried() -> int:
    return await Message.all().count()


async def until_everything_is_carried() -> None:
    """The worker is another process: one can only ask again."""
    async with asyncio.timeout(WAIT_S):
        while True:
            entries = await JournalEntry.all()
            expected = sum(entry.code in TOLD for entry in entries)
            sealed = all(entry.seal_no is not None for entry in entries)
            done = sealed and expected == await carried() and not await Parked.all().exists()
            if done and await screens_are_told(entries):
                return
            await asyncio.sleep(0.1)


async def screens_are_told(entries: list[JournalEntry]) -> bool:
    """Does the cursor of the nudges stand at the last entry?"""
    kept = await Follower.get_or_none(name="screens")
    last = max((entry.seal_no, entry.id) for entry in entries)
    return kept is not None and (kept.seal_no, kept.entry_id) >= last


async def until_more_is_carried(than: int) -> None:
    async with asyncio.timeout(WAIT_S):
        while await carried() <= than:  # noqa: ASYNC110 -- nobody here could set an event
            await asyncio.sleep(0.005)


async def each_entry_was_sealed_once() -> None:
    entries, seals = await JournalEntry.all(), await Seal.all().order_by("no")
    of_seal = Counter(entry.seal_no for entry in entries)
    assert [seal.no for seal in seals] == list(range(1, len(seals) + 1)), "a gap, or a double"
    assert {seal.no: seal.entries for seal in seals} == of_seal


async def each_reaction_happened_once() -> None:
    entries = await JournalEntry.all()
    told = Counter([message.entry_id for message in await Message.all()])
    assert told == Counter([entry.id for entry in entries if entry.code in TOLD])
    texted = Counter([row.template for row in await Outgoing.all()])
    assert texted == Counter([TEXTED[e.code] for e in entries if e.code in TEXTED])


async def every_screen_was_told_in_order(told: list[bytes]) -> None:
    """At least once each; and of one case, never a later step before an earlier one."""
    of_case: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await JournalEntry.all().order_by("id"):
        if tells_screens(entry_of(row)):
            of_case[row.subject_id].append(row.code)
    assert of_case, "nothing to tell: the test proves nothing"
    for subject_id, codes in of_case.items():
        about = [message for message in told if str(subject_id).encode() in message]
        places = []
        for code in codes:
            found = [n for n, message in enumerate(about) if code.encode() in message]
            assert found, f"{code} of {subject_id} was never told"
            places.append(found[0])
        assert places == sorted(places), f"{subject_id} was told in another order"


async def test_the_worker_killed_five_times_loses_nothing_and_repeats_nothing(
    db: None, database_url: str, tmp_path: Path
) -> None:
    chance = random.Random(9)  # noqa: S311 -- a game, not a secret
    with shared_keys() as keys:
        worker = RealWorker(database_url, keys, tmp_path)
        async with heard() as told:
            await worker.start()
            writing = asyncio.gather(*(writes(number) for number in range(WRITERS)))
            try:
                for _ in range(KILLS):
                    await until_more_is_carried(await carried())
                    await asyncio.sleep(chance.random() * 0.1)
                    await worker.kill()
                    await Lease.all().delete()  # the lease of the dead would be over in seconds
                    await worker.start()
                await writing
                await until_everything_is_carried()
            finally:
                await asyncio.gather(writing, return_exceptions=True)
                await worker.kill()
        await each_entry_was_sealed_once()
        await each_reaction_happened_once()
        await every_screen_was_told_in_order(told)
        assert await JournalEntry.all().count() >= WRITERS * LOANS * 6
        code, said = await worker.verified()
        assert code == 0, said


async def holder() -> str:
    lease = await Lease.get_or_none(name="worker")
    return "" if lease is None else lease.holder


async def a_case_moves(enterprise: Party, bank: Party) -> float:
    """One more act; how long until its party has been told."""
    row = await a_targeted_request(enterprise, bank)
    before, began = await carried(), time.monotonic()
    await banking.accept(row.id, by=officer_of(bank))
    await until_more_is_carried(before)
    return time.monotonic() - began


async def test_of_two_workers_one_leads_and_the_other_takes_over_within_the_lease(
    db: None, database_url: str, tmp_path: Path
) -> None:
    with shared_keys() as keys:
        enterprise, bank = await an_enterprise(), await a_bank()
        enterprise.contact_phone = "13900000001"  # sealed with the keys that the workers hold
        await enterprise.save()
        first, second = (RealWorker(database_url, keys, tmp_path / name) for name in "ab")
        try:
            await first.start()
            await a_case_moves(enterprise, bank)
            leader = await holder()
            await second.start()
            for _ in range(int(START_S)):
                await a_case_moves(enterprise, bank)
                await asyncio.sleep(1)
                assert await holder() == leader, "the second one took over from the living"
            await first.kill()
            waited = await a_case_moves(enterprise, bank)
            assert waited <= LEASE.total_seconds() + 2 * RENEW_S + 1, f"nobody led for {waited} s"
            assert await holder() not in {"", leader}
            await until_everything_is_carried()
        finally:
            await first.kill()
            await second.kill()
        await each_entry_was_sealed_once()
        await each_reaction_happened_once()
