"""The journal stands: nobody changes it, personal data can be erased, what is read is told."""

from typing import ClassVar
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import Struct
from tortoise.exceptions import BaseORMException
from tortoise.transactions import in_transaction

from domain.kernel import journal, sealing
from domain.kernel.journal import ERASED, witness
from domain.kernel.perform import enact
from domain.kernel.verifying import verify
from orm import raw
from orm.journal import JournalEntry, SubjectKey
from tests.kernel.followed import SOMEBODY, moves
from tests.world import an_enterprise, clerk_of

pytestmark = [pytest.mark.row("S6"), pytest.mark.clause("5.3.2.2")]
REFUSED = (BaseORMException, asyncpg.RaiseError)
PHONE = "13812345678"


class Visit(Struct, frozen=True):
    """Terms with a person in them, and a secret."""

    name: str
    phone: str
    password: str
    room: int = 7

    personal: ClassVar[tuple[str, ...]] = ("name", "phone")
    secret: ClassVar[tuple[str, ...]] = ("password",)


async def visits(subject_id: UUID) -> None:
    terms = Visit("王小明", PHONE, "open sesame")
    async with enact("visit.book", "visit", subject_id, by=SOMEBODY, terms=terms):
        pass


async def raw_terms() -> str:
    found = await raw.rows("SELECT terms FROM journal ORDER BY id")
    return "".join(str(row["terms"]) for row in found)


CHANGES = {
    "edits": "UPDATE journal SET reason = 'nothing happened'",
    "edits terms": "UPDATE journal SET terms = '{}'",
    "seals anew": "UPDATE journal SET seal_no = 9, link = 'x' WHERE seal_no IS NOT NULL",
    "unseals": "UPDATE journal SET seal_no = NULL WHERE seal_no IS NOT NULL",
    "edits a link": "UPDATE journal SET link = 'x' WHERE seal_no IS NOT NULL",
    "deletes": "DELETE FROM journal",
    "edits a seal": "UPDATE seal SET hash = 'x'",
    "edits a count": "UPDATE seal SET total = 0",
    "deletes a seal": "DELETE FROM seal",
}


class TestAppendOnly:
    @pytest.mark.parametrize("how", CHANGES)
    async def test_the_database_itself_refuses_whoever(self, db: None, how: str) -> None:
        await moves(uuid4(), "有原因")
        await sealing.seal()
        with pytest.raises(REFUSED):
            await raw.rows(CHANGES[how])
        verdict = await verify()
        assert (verdict.findings, verdict.entries) == ([], 1)

    @pytest.mark.postgres
    @pytest.mark.parametrize("table", ["journal", "seal"])
    async def test_nobody_empties_a_table(self, db: None, table: str) -> None:
        await moves(uuid4())
        await sealing.seal()
        with pytest.raises(REFUSED):
            await raw.rows(f"TRUNCATE {table} CASCADE")
        assert (await verify()).entries == 1

    async def test_an_unsealed_entry_is_not_edited_either(self, db: None) -> None:
        await moves(uuid4(), "有原因")
        with pytest.raises(REFUSED):
            await raw.rows("UPDATE journal SET actor_name = '别人'")
        assert (await JournalEntry.get()).actor_name == "李四"


class TestPersonalTerms:
    async def test_are_not_readable_in_the_database(self, db: None) -> None:
        await visits(uuid4())
        kept = await raw_terms()
        assert PHONE not in kept
        assert "王小明" not in kept
        assert "\\u738b" not in kept
        assert '"room"' in kept

    async def test_secrets_are_not_kept_at_all(self, db: None) -> None:
        await visits(uuid4())
        assert "sesame" not in await raw_terms()
        assert "password" not in await raw_terms()

    async def test_open_for_whoever_may_read_them(self, db: None) -> None:
        subject_id = uuid4()
        await visits(subject_id)
        [entry] = await journal.story_of(subject_id, limit=9)
        assert entry.terms["phone"] != PHONE
        assert await journal.open_terms(entry) == {"name": "王小明", "phone": PHONE, "room": 7}

    async def test_each_subject_has_a_key_of_its_own(self, db: None) -> None:
        first, second = uuid4(), uuid4()
        for subject_id in (first, first, second):
            await visits(subject_id)
        keys = {row.subject_id: row.key for row in await SubjectKey.all()}
        assert set(keys) == {first, second}
        assert keys[first] != keys[second]

    async def test_erasing_destroys_them_and_the_chain_stays_whole(self, db: None) -> None:
        gone, stays = uuid4(), uuid4()
        for subject_id in (gone, stays, gone):
            await visits(subject_id)
        await sealing.seal()

        assert await journal.erase(gone)
        for entry in await journal.story_of(gone, limit=9):
            opened = await journal.open_terms(entry)
            assert opened == {"name": ERASED, "phone": ERASED, "room": 7}
        [entry] = await journal.story_of(stays, limit=9)
        assert (await journal.open_terms(entry))["phone"] == PHONE
        verdict = await verify()
        assert (verdict.entries, verdict.findings) == (3, [])

    async def test_erasing_twice_says_so(self, db: None) -> None:
        subject_id = uuid4()
        await visits(subject_id)
        assert await journal.erase(subject_id)
        assert not await journal.erase(subject_id)


class TestWitness:
    async def test_survives_the_refusal_it_tells_of(self, db: None) -> None:
        clerk = clerk_of(await an_enterprise())

        async def fails() -> None:
            async with in_transaction():
                await SubjectKey.create(subject_id=uuid4(), key="k")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fails()
        await witness("refused.approve", "account", clerk.account_id, by=clerk, reason="没有权限")
        entry = await JournalEntry.get()
        assert (entry.code, entry.actor_id, entry.reason) == (
            "refused.approve",
            clerk.account_id,
            "没有权限",
        )
        assert not await SubjectKey.exists()

    async def test_a_long_reason_is_cut_not_lost(self, db: None) -> None:
        await moves(uuid4(), "长" * 5000)
        assert len((await JournalEntry.get()).reason) == journal.REASON_MAX


class TestOrder:
    async def test_what_follows_comes_in_pages_without_gaps(self, db: None) -> None:
        for _ in range(3):
            for _ in range(5):
                await moves(uuid4())
            await sealing.seal()
        place, seen = (0, 0), []
        while found := await journal.after(place, limit=4):
            seen += [entry.id for entry in found]
            place = found[-1].place
        assert seen == sorted(seen)
        assert len(seen) == 15

    async def test_what_is_not_sealed_is_not_followed(self, db: None) -> None:
        await moves(uuid4())
        assert await journal.after((0, 0), limit=9) == []
