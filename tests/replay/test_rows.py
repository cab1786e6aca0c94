"""Rows of a file: each is replayed or quarantined, and never lost."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.replay import rows
from server.replay.rows import NotALoanFile, checked, fen_of, read, read_text
from tests.replay.samples import LOST, ROW, TODAY, a_file, a_loan, a_row

SAMPLE = Path(rows.__file__).parent / "sample.csv"


def test_reads_a_loan() -> None:
    loan = a_loan()
    assert loan.number == "1000594002"
    assert (loan.approved_on, loan.paid_on) == (date(1997, 2, 28), date(1997, 5, 31))
    assert (loan.approved_fen, loan.paid_fen) == (20_000_000, 22_500_000)
    assert loan.term_months == 84
    assert loan.guaranteed_fen == 15_000_000
    assert (loan.charged_off, loan.lost_fen, loan.ended_on) == (False, 0, date(2004, 5, 31))


def test_reads_how_a_loan_ended() -> None:
    lost = a_loan(**LOST)
    assert (lost.charged_off, lost.lost_fen) == (True, 10_000_001)
    assert lost.ended_on == date(2001, 3, 4)
    assert a_loan(Term="600").ended_on == TODAY, "the term is not over"
    assert a_loan(ChgOffDate="x", ChgOffPrinGr="x").lost_fen == 0, (
        "it was paid in full all the same"
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"ChgOffDate": ""}, "ChgOffDate is missing"),
        ({"ChgOffPrinGr": ""}, "ChgOffPrinGr is missing"),
        ({"ChgOffPrinGr": "0"}, "ChgOffPrinGr is 0"),
        ({"ChgOffPrinGr": "225000.01"}, "ChgOffPrinGr is larger than DisbursementGross"),
        ({"ChgOffDate": "1997-05-31"}, "ChgOffDate does not lie after DisbursementDate"),
        ({"ChgOffDate": TODAY.isoformat()}, "ChgOffDate does not lie in the past"),
        ({"SBA_Appv": "200000.01"}, "SBA_Appv is larger than GrAppv"),
        (
            {"MIS_Status": "P I F", "DisbursementDate": TODAY.isoformat()},
            "DisbursementDate is today: nothing of it can have come back",
        ),
    ],
)
def test_says_why_the_end_of_a_loan_cannot_be_replayed(cells: dict[str, str], reason: str) -> None:
    loan, reasons = checked(a_row(**LOST | cells), today=TODAY)
    assert loan is None
    assert reasons == (reason,)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("MIS_Status", "", "MIS_Status is missing"),
        ("MIS_Status", "OPEN", "MIS_Status is unknown: 'OPEN'"),
        ("ApprovalDate", "", "ApprovalDate is missing"),
        ("DisbursementDate", "", "DisbursementDate is missing"),
        ("DisbursementDate", "31-May-97", "DisbursementDate is not a date: '31-May-97'"),
        ("DisbursementDate", "1997-02-30", "DisbursementDate is not a date: '1997-02-30'"),
        ("DisbursementDate", "2026-06-02", "DisbursementDate lies in the future"),
        ("DisbursementGross", "0", "DisbursementGross is 0"),
        ("DisbursementGross", "-5", "DisbursementGross is not a sum of money: '-5'"),
        ("GrAppv", "", "GrAppv is missing"),
        ("GrAppv", "1e5", "GrAppv is not a sum of money: '1e5'"),
        ("GrAppv", "100000000001", "GrAppv is larger than the platform handles"),
        ("GrAppv", "１０", "GrAppv is not a sum of money: '１０'"),
        ("Term", "0", "Term is 0"),
        ("Term", "601", "Term is over 600 months"),
        ("Term", "7.5", "Term is malformed: '7.5'"),
        ("NAICS", "72x", "NAICS is malformed: '72x'"),
        ("Bank", " ", "Bank is missing"),
        ("Bank", "B" * 301, "a cell is too long"),
        ("LoanNr_ChkDgt", "123", "LoanNr_ChkDgt is not a loan number of ten digits"),
        ("LoanNr_ChkDgt", "0123456789", "LoanNr_ChkDgt is not a loan number of ten digits"),
    ],
)
def test_says_why_a_row_is_no_loan(column: str, cell: str, reason: str) -> None:
    loan, reasons = checked(a_row(**{column: cell}), today=TODAY)
    assert loan is None
    assert reasons == (reason,)


def test_says_everything_that_is_wrong() -> None:
    _, reasons = checked(a_row(MIS_Status="", Term="0"), today=TODAY)
    assert set(reasons) == {"MIS_Status is missing", "Term is 0"}


def test_a_number_counts_once_in_a_file() -> None:
    other = a_row(LoanNr_ChkDgt="1000594011")
    reading = read_text(a_file(ROW, other, ROW), today=TODAY)
    assert [loan.number for loan in reading.loans] == ["1000594002", "1000594011"]
    assert [(row.line, row.reasons) for row in reading.quarantined] == [
        (4, ("duplicate of loan 1000594002",))
    ]


def test_a_number_is_not_replayed_from_its_second_row_when_the_first_was_wrong() -> None:
    reading = read_text(a_file(a_row(Term="0"), ROW), today=TODAY)
    assert reading.loans == ()
    assert len(reading.quarantined) == 2


def test_refuses_a_file_of_something_else() -> None:
    with pytest.raises(NotALoanFile, match="GrAppv"):
        read_text("name,age\nx,1\n", today=TODAY)


def test_money_is_exact() -> None:
    assert fen_of("$60,000.00 ") == 6_000_000
    assert fen_of("0.29") == 29
    assert fen_of("1.5") == 150
    assert fen_of("1.005") is None
    assert fen_of("") is None


@given(st.integers(1, 10**11))
def test_every_amount_is_read_as_it_is_written(fen: int) -> None:
    assert fen_of(f"{fen // 100}.{fen % 100:02d}") == fen


@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=12) for name in ROW}), max_size=5))
def test_no_row_is_lost_and_none_breaks_the_reading(found: list[dict[str, str]]) -> None:
    lost = [checked(row, today=TODAY) for row in found]
    assert all((loan is None) == bool(reasons) for loan, reasons in lost)


def test_reads_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "loans.csv.gz"
    path.write_bytes(gzip.compress(a_file(ROW).encode()))
    assert len(read(path, today=TODAY).loans) == 1


def test_the_sample_has_both_kinds_of_rows() -> None:
    reading = read(SAMPLE, today=TODAY)
    assert len(reading.loans) == 400
    assert len(reading.quarantined) == 17
    reasons = {reason for row in reading.quarantined for reason in row.reasons}
    assert {"MIS_Status is missing", "DisbursementDate is missing", "Term is 0"} <= reasons
    assert "ChgOffPrinGr is larger than DisbursementGross" in reasons
    assert len({loan.bank for loan in reading.loans}) > 200
    assert any(loan.paid_on < loan.approved_on for loan in reading.loans)
