"""Reads the whole journal again and says where it was tampered with.

Sees edited, deleted, inserted and swapped entries, broken seals, and, by the anchored heads,
a cut tail or a journal that was re-hashed as a whole.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from msgspec import Struct

from domain.kernel.sealing import GENESIS, Head, hash_of, link_of
from orm import raw
from orm.journal import JournalEntry, Seal

SEALS_MAX = 500
FINDINGS_MAX = 100
_IN_NO_SEAL = (
    "SELECT id, code FROM journal WHERE seal_no IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM seal WHERE seal.no = journal.seal_no) ORDER BY id LIMIT ?"
)


class Verdict(Struct):
    """What was read and what is wrong with it. No findings: the journal is whole."""

    seals: int = 0
    entries: int = 0
    unsealed: int = 0
    anchors: int = 0
    findings: list[str] = []

    def finds(self, sentence: str) -> None:
        """Note a finding; past the limit the rest is noise."""
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(sentence)


async def verify(anchors: Sequence[Head] = ()) -> Verdict:
    """Recompute every link and seal, and compare with the anchored heads."""
    verdict = Verdict(anchors=len(anchors))
    links: defaultdict[UUID, str] = defaultdict(lambda: GENESIS)
    anchored = {anchor.no: anchor for anchor in anchors}
    prev, total, expected_no = GENESIS, 0, 1
    async for kept in _seals():
        entries = await JournalEntry.filter(seal_no=kept.no).order_by("id")
        for entry in entries:
            link = link_of(links[entry.subject_id], entry)
            if link != entry.link:
                verdict.finds(f"记录 {entry.id}（{entry.code}）的内容或次序被改动")
            links[entry.subject_id] = entry.link
        if kept.no != expected_no:
            verdict.finds(f"封印 {expected_no} 至 {kept.no - 1} 缺失")
        if len(entries) != kept.entries:
            verdict.finds(f"封印 {kept.no} 应有 {kept.entries} 条记录，现有 {len(entries)} 条")
        if kept.prev != prev or kept.hash != hash_of(
            kept.prev, kept.no, [entry.link for entry in entries]
        ):
            verdict.finds(f"封印 {kept.no} 与其记录或上一封印不符")
        total += kept.entries
        if kept.total != total:
            verdict.finds(f"封印 {kept.no} 的累计条数不符")
        anchor = anchored.pop(kept.no, None)
        if anchor and (anchor.hash, anchor.entries) != (kept.hash, kept.total):
            verdict.finds(f"封印 {kept.no} 与库外锚点不符：日志可能被整体改写")
        prev, expected_no = kept.hash, kept.no + 1
        verdict.seals += 1
        verdict.entries += len(entries)
    for no in sorted(anchored):
        verdict.finds(f"库外锚点 {no} 在日志中找不到：日志尾部可能被截断")
    await _find_unplaced(verdict)
    verdict.unsealed = await JournalEntry.filter(seal_no=None).count()
    return verdict


async def _find_unplaced(verdict: Verdict) -> None:
    for row in await raw.rows(_IN_NO_SEAL, FINDINGS_MAX):
        entry = f"记录 {row['id']}（{row['code']}）"
        verdict.finds(f"{entry}不属于任何封印：被另行写入，或其封印被删除")


async def _seals() -> AsyncIterator[Seal]:
    last = 0
    while batch := await Seal.filter(no__gt=last).order_by("no").limit(SEALS_MAX):
        for kept in batch:
            yield kept
        last = batch[-1].no
