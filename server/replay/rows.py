"""Reads a file of recorded loans: what can be replayed, and what cannot with the reasons."""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from domain.servicing.calendar import add_months
from vocabulary.money import FEN_MAX

TERM_MONTHS_MAX = 600
CELL_LENGTH_MAX = 300
CHARGED_OFF = "CHGOFF"
STATUSES = {"P I F": False, CHARGED_OFF: True}  # paid in full; charged off
COLUMNS = (
    "LoanNr_ChkDgt",
    "Bank",
    "NAICS",
    "ApprovalDate",
    "Term",
    "DisbursementDate",
    "DisbursementGross",
    "MIS_Status",
    "GrAppv",
    "SBA_Appv",
    "ChgOffDate",
    "ChgOffPrinGr",
)
_NUMBER = re.compile(r"[1-9][0-9]{9}")
_NAICS = re.compile(r"[0-9]{1,6}")
_TERM = re.compile(r"[0-9]{1,4}")
_DOLLARS = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class RecordedLoan(Struct, frozen=True, kw_only=True):
    """One loan of the file. Dollars stand as yuan, cents as fen."""

    number: str
    bank: str
    naics: str
    approved_on: date
    paid_on: date
    term_months: int
    approved_fen: int
    guaranteed_fen: int
    paid_fen: int
    charged_off: bool
    ended_on: date  # charged off, or paid in full
    lost_fen: int  # the principal that was charged off


class Quarantined(Struct, frozen=True):
    """One row that is not replayed: where it stands, and everything that is wrong with it."""

    line: int
    number: str
    reasons: tuple[str, ...]


class Reading(Struct, frozen=True):
    """A file, read: every row of it is in one of the two lists."""

    loans: tuple[RecordedLoan, ...]
    quarantined: tuple[Quarantined, ...]


class NotALoanFile(Exception):
    """The file has not the columns of the loan records; the message names those that miss."""


class _Unfit(Exception):
    """One cell cannot be read; the message is the reason."""


def read(path: Path, *, today: date) -> Reading:
    """Read a CSV, plain or gzipped. Raises `NotALoanFile`, OSError, UnicodeDecodeError."""
    packed = path.read_bytes()
    plain = gzip.decompress(packed) if path.suffix == ".gz" else packed
    return read_text(plain.decode("utf-8-sig"), today=today)


def read_text(text: str, *, today: date) -> Reading:
    """Read the text of a CSV."""
    lines = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
    if missing:
        raise NotALoanFile(f"columns missing: {', '.join(missing)}")
    return _sorted_out(((lines.line_num, row) for row in lines), today)


def _sorted_out(rows: Iterable[tuple[int, Mapping[str, str | None]]], today: date) -> Reading:
    loans: list[RecordedLoan] = []
    quarantined: list[Quarantined] = []
    seen: set[str] = set()
    for line, row in rows:
        number = (row["LoanNr_ChkDgt"] or "").strip()[:CELL_LENGTH_MAX]
        loan, reasons = checked(row, today=today)
        if number and number in seen:
            reasons = (f"duplicate of loan {number}", *reasons)
        seen.add(number)
        if loan is None or reasons:
            quarantined.append(Quarantined(line, number, reasons))
        else:
            loans.append(loan)
    return Reading(tuple(loans), tuple(quarantined))


def checked(
    row: Mapping[str, str | None], *, today: date
) -> tuple[RecordedLoan | None, tuple[str, ...]]:
    """Read one row: the loan, or every reason why it is none."""
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    reasons: list[str] = []
    if None in row:
        reasons.append("more cells than columns")
    if any(len(cell) > CELL_LENGTH_MAX for cell in cells.values()):
        reasons.append("a cell is too long")
    values = _read_cells(cells, reasons)
    for name in ("ApprovalDate", "DisbursementDate"):
        day = values.get(name)
        if isinstance(day, date) and day > today:
            reasons.append(f"{name} lies in the future")
    reasons += _about_the_end(values, today)
    return (None, tuple(reasons)) if reasons else (_loan(values, today), ())


def _read_cells(cells: Mapping[str, str], reasons: list[str]) -> dict[str, object]:
    """Read every cell that says something of this loan, and add why one cannot be read."""
    readers = dict(_READERS)
    if cells["MIS_Status"] == CHARGED_OFF:
        readers |= _CHARGE_OFF_READERS
    values: dict[str, object] = {}
    for name, reader in readers.items():
        try:
            values[name] = reader(cells[name])
        except _Unfit as problem:
            reasons.append(f"{name} {problem}")
    return values


def _about_the_end(values: Mapping[str, object], today: date) -> Iterable[str]:
    """What speaks against how the loan ended, as far as its cells could be read."""
    paid_on, lost_on = values.get("DisbursementDate"), values.get("ChgOffDate")
    paid, lost = values.get("DisbursementGross"), values.get("ChgOffPrinGr")
    asked, guaranteed = values.get("GrAppv"), values.get("SBA_Appv")
    if isinstance(asked, int) and isinstance(guaranteed, int) and guaranteed > asked:
        yield "SBA_Appv is larger than GrAppv"
    if isinstance(paid, int) and isinstance(lost, int) and lost > paid:
        yield "ChgOffPrinGr is larger than DisbursementGross"
    if isinstance(lost_on, date) and lost_on >= today:
        yield "ChgOffDate does not lie in the past"
    if isinstance(lost_on, date) and isinstance(paid_on, date) and lost_on <= paid_on:
        yield "ChgOffDate does not lie after DisbursementDate"
    if paid_on == today:
        yield "DisbursementDate is today: nothing of it can have come back"


def _loan(values: Mapping[str, object], today: date) -> RecordedLoan:
    day, paid_day = values["ApprovalDate"], values["DisbursementDate"]
    term, asked, paid = values["Term"], values["GrAppv"], values["DisbursementGross"]
    guaranteed, lost = values["SBA_Appv"], values.get("ChgOffPrinGr", 0)
    assert isinstance(day, date)
    assert isinstance(paid_day, date)
    assert isinstance(term, int)
    assert isinstance(asked, int)
    assert isinstance(paid, int)
    assert isinstance(guaranteed, int)
    assert isinstance(lost, int)
    ended_on = values.get("ChgOffDate", min(add_months(paid_day, term), today))
    assert isinstance(ended_on, date)
    return RecordedLoan(
        number=str(values["LoanNr_ChkDgt"]),
        bank=str(values["Bank"]),
        naics=str(values["NAICS"]),
        approved_on=day,
        paid_on=paid_day,
        term_months=term,
        approved_fen=asked,
        guaranteed_fen=guaranteed,
        paid_fen=paid,
        charged_off=STATUSES[str(values["MIS_Status"])],
        ended_on=ended_on,
        lost_fen=lost,
    )


def _number(cell: str) -> str:
    if not _NUMBER.fullmatch(cell):
        raise _Unfit("is not a loan number of ten digits")
    return cell


def _bank(cell: str) -> str:
    if not cell:
        raise _Unfit("is missing")
    return cell


def _naics(cell: str) -> str:
    if not _NAICS.fullmatch(cell or "0"):
        raise _Unfit(f"is malformed: {cell[:20]!r}")
    return cell or "0"


def _day(cell: str) -> date:
    if not cell:
        raise _Unfit("is missing")
    try:
        if _ISO_DATE.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise _Unfit(f"is not a date: {cell[:20]!r}")


def _term(cell: str) -> int:
    if not _TERM.fullmatch(cell):
        raise _Unfit(f"is malformed: {cell[:20]!r}" if cell else "is missing")
    months = int(cell)
    if months == 0:
        raise _Unfit("is 0")
    if months > TERM_MONTHS_MAX:
        raise _Unfit(f"is over {TERM_MONTHS_MAX} months")
    return months


def fen_of(cell: str) -> int | None:
    """Read dollars and cents as yuan and fen, exactly; None if it is no sum of money."""
    found = _DOLLARS.fullmatch(cell.removeprefix("$").replace(",", "").strip())
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _money(cell: str) -> int:
    fen = _part(cell)
    if fen == 0:
        raise _Unfit("is 0")
    return fen


def _part(cell: str) -> int:
    """A part of another sum, which may be nothing."""
    if not cell:
        raise _Unfit("is missing")
    fen = fen_of(cell)
    if fen is None:
        raise _Unfit(f"is not a sum of money: {cell[:20]!r}")
    if fen > FEN_MAX:
        raise _Unfit("is larger than the platform handles")
    return fen


def _status(cell: str) -> str:
    if cell not in STATUSES:
        raise _Unfit(f"is unknown: {cell[:20]!r}" if cell else "is missing")
    return cell


_READERS = {
    "LoanNr_ChkDgt": _number,
    "Bank": _bank,
    "NAICS": _naics,
    "ApprovalDate": _day,
    "Term": _term,
    "DisbursementDate": _day,
    "DisbursementGross": _money,
    "MIS_Status": _status,
    "GrAppv": _money,
    "SBA_Appv": _part,
}
_CHARGE_OFF_READERS = {"ChgOffDate": _day, "ChgOffPrinGr": _money}
