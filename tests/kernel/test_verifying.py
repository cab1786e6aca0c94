"""Whoever gets past the triggers is found: by the chains inside, by the anchors outside."""

# ruff: noqa: S608 -- statements put together of the tests' own numbers

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.kernel import clock, sealing
from domain.kernel.sealing import GENESIS, Head, hash_of, link_of
from domain.kernel.verifying import verify
from orm import guards, raw
from orm.journal import JournalEntry, Seal
from server.anchors import Anchors
from tests.kernel.followed import moves

pytestmark = [pytest.mark.row("S6"), pytest.mark.clause("5.3.2.2", "5.2.5")]
FIRST, SECOND = uuid4(), uuid4()
GUARDS = ("journal_stands", "journal_stays", "seal_stands", "seal_stays")


@pytest.fixture
async def heads(db: None) -> list[Head]:
    """Three sealed batches of two subjects, each head anchored; then somebody drops the guards."""
    anchored = []
    for number in range(3):
        for subject_id in (FIRST, SECOND, FIRST):
            await moves(subject_id, f"第 {number} 批")
        await sealing.seal()
        head = await sealing.head()
        assert head is not None
        anchored.append(head)
    for guard in GUARDS:
        table = guard.partition("_")[0]
        await raw.rows(f"DROP TRIGGER {guard}" + (f" ON {table}" if raw.is_postgres() else ""))
    return anchored


async def findings(heads: list[Head]) -> list[str]:
    return (await verify(heads)).findings


async def forges(**differing: int) -> None:
    """Write an entry that nobody made, copied from a true one."""
    entry = await an_entry()
    forged = JournalEntry(**{name: getattr(entry, name) for name in entry._meta.db_fields})  # noqa: SLF001 -- Tortoise has no other
    forged.id, forged.link = 10_000, link_of(entry.link, forged)
    for name, value in differing.items():
        setattr(forged, name, value)
    await forged.save(force_create=True)


async def an_entry(subject_id: UUID = FIRST) -> JournalEntry:
    """One from the middle."""
    return (await JournalEntry.filter(subject_id=subject_id, seal_no=2).order_by("id"))[0]


async def rehash() -> None:
    """Compute every link and seal again, as somebody with the source would."""
    links: dict[UUID, str] = {}
    prev, total = GENESIS, 0
    for seal in await Seal.all().order_by("no"):
        entries = await JournalEntry.filter(seal_no=seal.no).order_by("id")
        for entry in entries:
            entry.link = links[entry.subject_id] = link_of(
                links.get(entry.subject_id, GENESIS), entry
            )
            await entry.save(update_fields=["link"])
        seal.prev, seal.entries, total = prev, len(entries), total + len(entries)
        seal.hash = prev = hash_of(prev, seal.no, [entry.link for entry in entries])
        seal.total = total
        await seal.save(update_fields=["prev", "entries", "hash", "total"])


async def test_an_untouched_journal_is_whole(heads: list[Head]) -> None:
    verdict = await verify(heads)
    assert (verdict.seals, verdict.entries, verdict.anchors, verdict.findings) == (3, 9, 3, [])


async def test_the_guards_of_the_tests_are_all_the_guards() -> None:
    text = " ".join(guards.sqlite_guards() + guards.postgres_guards())
    for guard in GUARDS:
        assert f"TRIGGER {guard} " in text


@pytest.mark.parametrize(
    "column", ["reason", "actor_name", "code", "to_state", "subject_no", "address"]
)
async def test_an_edited_entry_is_named(heads: list[Head], column: str) -> None:
    entry = await an_entry()
    await raw.rows(f"UPDATE journal SET {column} = 'x' WHERE id = {entry.id}")
    [found] = await findings(heads)
    assert f"记录 {entry.id}" in found


async def test_another_moment_is_found(heads: list[Head]) -> None:
    entry = await an_entry()
    entry.at = clock.now()
    await entry.save(update_fields=["at"])
    assert await findings(heads)


async def test_a_deleted_entry_is_found(heads: list[Head]) -> None:
    entry = await an_entry()
    await raw.rows(f"DELETE FROM journal WHERE id = {entry.id}")
    assert any("应有 3 条记录，现有 2 条" in found for found in await findings(heads))


async def test_an_entry_inserted_into_the_past_is_found(heads: list[Head]) -> None:
    await forges()
    assert any("应有 3 条记录，现有 4 条" in found for found in await findings(heads))


@pytest.mark.parametrize("seal_no", [0, 4, 10**9])
async def test_an_entry_in_no_seal_is_found(heads: list[Head], seal_no: int) -> None:
    """A number of no seal would hide an entry from the sealer and lead followers astray."""
    await forges(seal_no=seal_no)
    assert any("10000" in found for found in await findings(heads))


async def test_two_swapped_entries_are_found(heads: list[Head]) -> None:
    one, two = await JournalEntry.filter(subject_id=FIRST, seal_no=2).order_by("id")
    one.reason, two.reason = "后来的", "先前的"
    await one.save(update_fields=["reason"])
    await two.save(update_fields=["reason"])
    assert len(await findings(heads)) >= 2


async def test_swapped_numbers_are_found(heads: list[Head]) -> None:
    one, two = (int(entry.id) for entry in await JournalEntry.filter(seal_no=2).limit(2))
    for old, new in ((one, 10_000), (two, one), (10_000, two)):
        await raw.rows(f"UPDATE journal SET id = {new} WHERE id = {old}")
    assert await findings(heads)


async def test_a_missing_seal_is_found(heads: list[Head]) -> None:
    await raw.rows("DELETE FROM journal WHERE seal_no = 2")
    await raw.rows("DELETE FROM seal WHERE no = 2")
    assert any("封印 2 至 2 缺失" in found for found in await findings(heads))


async def test_a_cut_tail_is_seen_by_the_anchor_alone(heads: list[Head]) -> None:
    await raw.rows("DELETE FROM journal WHERE seal_no = 3")
    await raw.rows("DELETE FROM seal WHERE no = 3")
    assert await findings([]) == []
    [found] = await findings(heads)
    assert "截断" in found


async def test_an_emptied_journal_is_seen_by_the_anchor(heads: list[Head]) -> None:
    await raw.rows("DELETE FROM journal")
    await raw.rows("DELETE FROM seal")
    assert len(await findings(heads)) == 3


async def test_a_whole_rehash_is_seen_by_the_anchor_alone(heads: list[Head]) -> None:
    entry = await an_entry()
    await raw.rows(f"UPDATE journal SET reason = '另有原因' WHERE id = {entry.id}")
    await rehash()
    assert await findings([]) == []
    found = await findings(heads)
    assert len(found) == 2
    assert all("库外锚点" in each for each in found)


async def test_a_deletion_covered_by_a_rehash_is_seen_by_the_anchor(heads: list[Head]) -> None:
    entry = await an_entry()
    await raw.rows(f"DELETE FROM journal WHERE id = {entry.id}")
    await rehash()
    assert await findings([]) == []
    assert await findings(heads)


async def test_a_link_holds_all_that_came_before_on_its_subject(heads: list[Head]) -> None:
    entry = await an_entry()
    assert link_of(GENESIS, entry) != entry.link != link_of("0" * 63 + "1", entry)


class TestAnchors:
    async def test_are_written_once_for_each_head(self, db: None, tmp_path: Path) -> None:
        anchors = Anchors(tmp_path / "elsewhere" / "anchors.jsonl")
        await anchors.anchor()
        assert anchors.read() == []
        for _ in range(2):
            await moves(FIRST)
            await sealing.seal()
            await anchors.anchor()
            await anchors.anchor()
        assert [head.no for head in anchors.read()] == [1, 2]
        assert (await verify(anchors.read())).findings == []

    async def test_a_line_torn_by_a_crash_is_left_out(self, db: None, tmp_path: Path) -> None:
        anchors = Anchors(tmp_path / "anchors.jsonl")
        await moves(FIRST)
        await sealing.seal()
        await anchors.anchor()
        with anchors.path.open("ab") as file:
            file.write(b'{"no": 2, "ha')
        assert [head.no for head in anchors.read()] == [1]

    async def test_what_comes_after_a_torn_line_is_still_read(
        self, db: None, tmp_path: Path
    ) -> None:
        path = tmp_path / "anchors.jsonl"
        path.write_bytes(b'{"no": 1, "ha')
        await moves(FIRST)
        await sealing.seal()
        await Anchors(path).anchor()
        assert [head.no for head in Anchors(path).read()] == [1]
