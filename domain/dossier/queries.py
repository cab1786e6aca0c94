"""A loan's dossier: facts, ledgers, materials, and its journal with the seals, as one ZIP.

It is written to a file on disk and sent from there in pieces, whatever its size; taking it is
journalled. What a party may not read on the page is not in its dossier either.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from domain.claims import queries as claims
from domain.claims.queries import ClaimFilter, ClaimRow
from domain.dossier import pages
from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.pages import LIMIT_MAX
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Unavailable, Unmet
from domain.lending.queries import cases as applications
from domain.lending.queries.attachments import content_of, handed_in
from domain.servicing import loans, views
from domain.servicing.views import LoanCase
from orm.attachments import Attachment
from orm.journal import JournalEntry, Seal
from orm.lending import LoanApplication
from orm.servicing import Loan

MEDIA = "application/zip"
BYTES_MAX = 300 * 1024**2
ENTRIES_MAX = 5_000
VERSIONS_SHOWN_MAX = 30
TAKEN_MAX, WINDOW_S = 10, 60
PIECE_BYTES = 256 * 1024
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


async def dossier(loan_id: UUID, *, by: Actor) -> Download:
    """Everything about one loan that this actor may read."""
    row = await loans.readable(loan_id, to=by)
    await outside.held().limiter.hit(
        "dossier", str(by.account_id), limit=TAKEN_MAX, window_s=WINDOW_S
    )
    application = await LoanApplication.get(id=row.application_id)
    files = await handed_in(application, by)
    if sum(file.size_bytes for file in files) > BYTES_MAX:
        raise Unmet(f"材料超过 {BYTES_MAX // 1024**2} MB，请在业务详情页逐份下载")
    claimed = await claims.page(ClaimFilter(loan_id=row.id, limit=LIMIT_MAX), to=by)
    taken: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- outlives this function
    try:
        with ZipFile(taken, "w", ZIP_DEFLATED) as archive:
            await _write_papers(archive, row, claimed.items, by)
            for place, file in enumerate(files, start=1):
                name = _UNSAFE.sub("_", file.name)[-120:]
                await _copy(archive, f"材料/{place:03d}-{name}", file.id)
            await _write_journal(archive, row, claimed.items)
        await witness("loan.take_dossier", Loan.subject, row.id, by=by, subject_no=row.loan_no)
    except BaseException:
        taken.close()
        raise
    size = taken.tell()
    return Download(f"业务档案-{row.loan_no}.zip", MEDIA, size, _poured(taken))


async def _write_papers(archive: ZipFile, row: Loan, claimed: list[ClaimRow], by: Actor) -> None:
    case = await views.case(row, by)
    told = await applications.one(row.application_id, to=by)
    front = pages.front_page(case, claimed, [*told.timeline, *case.timeline])
    older = [
        await views.shown(row, by, version)
        for version in range(
            max(1, row.schedule_version - VERSIONS_SHOWN_MAX), row.schedule_version
        )
    ]
    await asyncio.to_thread(archive.writestr, "业务档案.html", front)
    sheets = await asyncio.to_thread(_ledgers, case, older, by)
    await asyncio.to_thread(archive.writestr, "还款计划与台账.xlsx", sheets)


def _ledgers(case: LoanCase, older: list[LoanCase], by: Actor) -> bytes:
    taken_at = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    mark = f"{by.party_name} {by.name} {taken_at}"
    sheets: list[tuple[str, tuple[str, ...], list[tuple[object, ...]]]] = [
        ("现行还款计划", pages.SCHEDULE_HEAD, pages.schedule_rows(case)),
        ("还款台账", pages.LEDGER_HEAD, pages.ledger_rows(case)),
    ]
    sheets += [
        (f"第{old.shown_version}版计划", pages.SCHEDULE_HEAD, pages.schedule_rows(old))
        for old in older
    ]
    return pages.book([*sheets, ("导出记录", ("导出人",), [(mark,)])])


async def _copy(archive: ZipFile, name: str, attachment_id: UUID) -> None:
    kept = await Attachment.get(id=attachment_id)
    try:
        chunks = await content_of(kept)
        with archive.open(name, "w") as entry:
            async for piece in chunks:
                await asyncio.to_thread(entry.write, piece)
    except OutsideError as problem:
        raise Unavailable("材料暂时无法读取，请稍后重试或联系平台运营方") from problem


async def _write_journal(archive: ZipFile, row: Loan, claimed: list[ClaimRow]) -> None:
    """Who did what when, each with its place in the chain; the seals that hold them."""
    subjects = [row.id, row.application_id, *(claim.id for claim in claimed)]
    entries = await JournalEntry.filter(subject_id__in=subjects).order_by("id").limit(ENTRIES_MAX)
    lines = [
        {
            "id": each.id,
            "seal_no": each.seal_no,
            "link": each.link,
            "at": each.at,
            "code": each.code,
            "subject_no": each.subject_no,
            "party_name": each.party_name,
            "from_state": each.from_state,
            "to_state": each.to_state,
            "reason": each.reason,
        }
        for each in entries
    ]
    numbers = sorted({each.seal_no for each in entries if each.seal_no is not None})
    seals = await Seal.filter(no__in=numbers).order_by("no")
    sealed = [
        {
            "no": each.no,
            "entries": each.entries,
            "prev": each.prev,
            "hash": each.hash,
            "at": each.at,
        }
        for each in seals
    ]
    told = msgspec.json.format(msgspec.json.encode({"entries": lines, "seals": sealed}))
    await asyncio.to_thread(archive.writestr, "操作日志.json", told)


async def _poured(taken: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        await asyncio.to_thread(taken.seek, 0)
        while piece := await asyncio.to_thread(taken.read, PIECE_BYTES):
            yield piece
    finally:
        taken.close()
