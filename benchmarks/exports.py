"""P13: 100,000 × 12 cells of the list of cases to XLSX, beside the writer fed from memory."""

import asyncio
import os
import time
from pathlib import Path

from rustpy_xlsxwriter import FastExcel

from benchmarks.city import a_party, fresh_database, requests, someone
from benchmarks.filling import fill_cases
from benchmarks.measured import Line, Setting, middle, resident_mb
from domain.kernel.exporting import Cell, Ledger, leave
from domain.lending.queries.register import APPLICATIONS
from orm.lending import LoanApplication
from server import sheets
from server.direct_frames import tune_collector
from vocabulary.parties import PartyKind, Role

ROWS = 100_000
COLUMNS = 12
BANKS = 10
ROUNDS = 3
MORE_MB_MAX = 64
SAMPLE_S = 0.02
LIST = Ledger(
    title=APPLICATIONS.title,
    code=APPLICATIONS.code,
    right=APPLICATIONS.right,
    order=APPLICATIONS.order,
    columns=APPLICATIONS.columns[:COLUMNS],
)


async def measure(setting: Setting) -> list[Line]:
    """Ours reads the database while it writes; the floor has its rows at hand."""
    count = setting.scaled(ROWS) - 1  # the template is the last of them
    async with fresh_database(setting, on_postgres=True):
        enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
        banks = [await a_party(PartyKind.BANK, f"第{number}银行") for number in range(BANKS)]
        [template] = await requests(someone(enterprise, Role.ENTERPRISE_CLERK), 1)
        await fill_cases(template, banks, count)
        operator = await a_party(PartyKind.OPERATOR, "苏州市企业金融服务超市运营中心")
        by = someone(operator, Role.PLATFORM_OPERATOR)
        tune_collector()  # as every process of the platform does when all is loaded
        ours, more = [], 0.0
        for _ in range(setting.scaled(ROUNDS)):
            sheet = await leave(LIST, LoanApplication.all(), by=by)
            before = resident_mb(os.getpid())
            watching = asyncio.create_task(_highest())
            began = time.perf_counter()
            await sheets.write(sheet, sheets.mark_of(by), setting.folder / "ours.xlsx")
            ours.append(time.perf_counter() - began)
            watching.cancel()
            more = max(more, await watching - before)
        again = await leave(LIST, LoanApplication.all(), by=by)
        rows = [row async for batch in again.batches for row in batch]
        floors = [_floor(rows, setting.folder / "floor.xlsx") for _ in ours]
    assert len(rows) == count + 1, "a row is missing"
    mine, bare = middle(ours), middle(floors)
    what = f"{len(rows):,} × {COLUMNS} cells from PostgreSQL to XLSX"
    beside = f"rustpy-xlsxwriter from memory: {bare:.2f} s"
    return [
        Line("P13", what, f"{mine:.2f} s", beside, mine / bare, "<= 1.5"),
        Line("P13", "memory it takes more", f"{more:.0f} MB", "–", more, f"<= {MORE_MB_MAX}"),
    ]


async def _highest() -> float:
    """The most memory this process holds until told to stop looking."""
    highest = 0.0
    try:
        while True:
            highest = max(highest, resident_mb(os.getpid()))
            await asyncio.sleep(SAMPLE_S)
    except asyncio.CancelledError:
        return highest


def _floor(rows: list[dict[str, Cell]], path: Path) -> float:
    began = time.perf_counter()
    book = FastExcel(str(path))
    book.sheet(LIST.title, rows)
    book.save()
    return time.perf_counter() - began
