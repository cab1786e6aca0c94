"""What leaves as a spreadsheet: whole, in order, marked, masked by grade, never a formula."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.kernel import exporting
from domain.kernel.actor import Actor
from domain.kernel.exporting import Column, Ledger, Sheet, leave, text
from domain.kernel.refusal import NotYourPost, Unavailable, Unmet
from domain.lending.actions import applying
from domain.lending.queries import register
from domain.lending.queries.cases import ApplicationFilter
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.parties import Party
from server import sheets
from tests import world
from tests.lending.conftest import Desk
from vocabulary.grades import Grade
from vocabulary.identifiers import mask_phone
from vocabulary.rights import Right

pytestmark = [pytest.mark.row("I6", "S6"), pytest.mark.clause("5.3.2.2")]

FORMULAS = ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x")', "\t=1", "\r=1"]


async def written(sheet: Sheet, by: Actor, folder: Path) -> dict[str, str]:
    """The parts of the book, by name."""
    path = folder / "sheet.xlsx"
    await sheets.write(sheet, sheets.mark_of(by), path)
    with ZipFile(path) as book:
        return {part: book.read(part).decode() for part in book.namelist() if "xl/" in part}


async def cells(sheet: Sheet) -> list[dict[str, object]]:
    return [dict(row) async for batch in sheet.batches for row in batch]


@pytest.mark.parametrize("name", FORMULAS)
async def test_text_in_a_sheet_never_becomes_a_formula(
    desk: Desk, name: str, tmp_path: Path
) -> None:
    await Party.filter(id=desk.enterprise.id).update(name=name)
    await applying.publish(world.a_targeted_wish(desk.bank), by=desk.clerk)
    sheet = await register.export_applications(ApplicationFilter(), by=desk.officer)
    parts = await written(sheet, desk.officer, tmp_path)
    found = "".join(text for part, text in parts.items() if "worksheets/" in part)
    assert not re.search(r"<f[ >]", found), "a formula"
    assert "<hyperlink" not in found, "a link"
    again = await register.export_applications(ApplicationFilter(), by=desk.officer)
    assert [row["企业名称"] for row in await cells(again)] == [f"'{name}"]


async def test_a_sheet_says_above_its_head_who_took_it_for_whom_and_when(
    desk: Desk, tmp_path: Path
) -> None:
    sheet = await register.export_applications(ApplicationFilter(), by=desk.officer)
    found = "".join((await written(sheet, desk.officer, tmp_path)).values())
    for said in (desk.bank.name, desk.officer.name, "导出，仅限工作使用", "申请编号"):
        assert said in found


async def test_every_row_leaves_once_however_many_batches_it_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH_ROWS", 2)
    rows = [await world.a_targeted_request(desk.enterprise, desk.bank) for _ in range(5)]
    at = rows[0].created_at  # the same moment for all: then the id decides
    await LoanApplication.all().update(created_at=at)
    await world.a_targeted_request(desk.enterprise, desk.bank)
    sheet = await register.export_applications(ApplicationFilter(), by=desk.officer)
    numbers = [row["申请编号"] for row in await cells(sheet)]
    assert len(numbers) == len(set(numbers)) == sheet.count == 6


async def test_more_than_the_limit_is_refused_before_anything_is_journalled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "EXPORT_ROWS_MAX", 1)
    for _ in range(2):
        await world.a_targeted_request(desk.enterprise, desk.bank)
    with pytest.raises(Unmet, match="一次最多导出 1 行"):
        await register.export_applications(ApplicationFilter(), by=desk.officer)
    assert not await JournalEntry.exists(code="loan_application.export")


async def test_the_journal_says_how_many_rows_left(desk: Desk) -> None:
    await world.a_targeted_request(desk.enterprise, desk.bank)
    await register.export_applications(ApplicationFilter(), by=desk.officer)
    entry = await JournalEntry.get(code="loan_application.export")
    assert (entry.actor_id, entry.reason) == (desk.officer.account_id, "共 1 行")


def a_ledger(bare: Right | None) -> Ledger:
    phone = Column("联系电话", "contact_phone", text, Grade.PERSONAL, mask_phone)
    return Ledger(
        "单位", "loan_application.export", Right.APPLICATION_EXPORT, ("id",), (phone,), bare
    )


async def test_personal_columns_are_masked_unless_a_right_says_otherwise(desk: Desk) -> None:
    desk.enterprise.contact_phone = "13812345678"
    await desk.enterprise.save()
    firms = Party.filter(id=desk.enterprise.id)
    masked = await leave(a_ledger(Right.ACCOUNT_UNMASK), firms, by=desk.officer)
    assert [row["联系电话"] for row in await cells(masked)] == ["138****5678"]
    bare = await leave(a_ledger(Right.APPLICATION_VIEW), firms, by=desk.officer)
    assert [row["联系电话"] for row in await cells(bare)] == ["13812345678"]


def test_a_ledger_with_a_bare_personal_column_does_not_start() -> None:
    with pytest.raises(AssertionError, match="needs its mask"):
        Ledger("x", "x.export", Right.REGISTER_EXPORT, ("id",), (
            Column("电话", "contact_phone", text, Grade.PERSONAL),))  # fmt: skip


async def test_without_the_right_nothing_leaves(desk: Desk) -> None:
    with pytest.raises(NotYourPost):
        await register.export_register(register.RegisterFilter(), by=desk.clerk)


async def test_only_a_few_sheets_are_written_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "WRITTEN_MAX", 0)
    sheet = await register.export_applications(ApplicationFilter(), by=desk.officer)
    with pytest.raises(Unavailable):
        await sheets.send(sheet, desk.officer)
