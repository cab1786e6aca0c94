"""Spreadsheets: a ledger written as XLSX into a file while it is read, then sent in pieces.

A line above the head, and the foot of every printed page, say who took it and when.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import BinaryIO

from rustpy_xlsxwriter import FastExcel, Format
from sanic.response import ResponseStream

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Cell, Sheet
from domain.kernel.refusal import Unavailable
from server import files

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITTEN_MAX = 2  # at once by this process
RETRY_AFTER_S = 10
PIECE_BYTES = 256 * 1024
HEAD_ROW = 1  # below the line that says whose it is
GREY = "#666666"


class _Writing:
    """How many sheets this process writes now."""

    now = 0


async def send(sheet: Sheet, actor: Actor) -> ResponseStream:
    """Write the sheet off the loop, then hand it over piece by piece."""
    if _Writing.now >= WRITTEN_MAX:
        raise Unavailable("正在导出的表格较多，请稍后再试", retry_after_s=RETRY_AFTER_S)
    _Writing.now += 1
    try:
        with tempfile.TemporaryDirectory(prefix="finmart-sheet-") as folder:
            path = Path(folder) / "sheet.xlsx"
            await write(sheet, mark_of(actor), path)
            file = path.open("rb")  # it stays readable until closed; nothing is left in the folder
    finally:
        _Writing.now -= 1
    name = f"{sheet.title}-{clock.today():%Y%m%d}.xlsx"
    return files.send(Download(name, MEDIA, os.fstat(file.fileno()).st_size, _pieces(file)))


def mark_of(actor: Actor) -> str:
    """Who takes it, for whom, and when."""
    now = clock.now().astimezone(clock.SHANGHAI)
    return f"{actor.party_name} {actor.name} 于 {now:%Y-%m-%d %H:%M} 导出"


async def write(sheet: Sheet, mark: str, path: Path) -> None:
    """Write in a thread, while this loop already asks the database for the next rows."""
    loop = asyncio.get_running_loop()

    def ask() -> Future[list[dict[str, Cell]] | None]:
        return asyncio.run_coroutine_threadsafe(_next(sheet.batches), loop)

    def rows() -> Iterator[dict[str, Cell]]:
        batch = ask().result()
        if batch is None:
            yield dict.fromkeys(sheet.widths, "")
        while batch is not None:
            following = ask()
            yield from batch
            batch = following.result()

    await asyncio.to_thread(_written, sheet, rows(), mark, path)


async def _next(batches: AsyncIterator[list[dict[str, Cell]]]) -> list[dict[str, Cell]] | None:
    return await anext(batches, None)


def _written(sheet: Sheet, rows: Iterator[dict[str, Cell]], mark: str, path: Path) -> None:
    said = f"{sheet.title}　{mark}，仅限工作使用，请勿外传"
    line = (0, 0, 0, max(1, len(sheet.widths) - 1), said, Format().set_font_color(GREY))
    book = FastExcel(str(path))
    book.format(float_format="#,##0.00", datetime_format="yyyy-mm-dd", bold_headers=True)
    book.freeze(row=HEAD_ROW + 1)
    book.sheet(
        sheet.title,
        rows,
        column_widths=sheet.widths,
        header_row=HEAD_ROW,
        merge_ranges=[line],
        page_setup={"landscape": True, "footer": f"&L{_plain(said)}&R&P / &N"},
    )
    book.save()


def _plain(said: str) -> str:
    """For the foot of a page, where `&` begins a code."""
    return said.replace("&", "&&")[:200]


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece
