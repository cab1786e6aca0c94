"""Recorded loans as text, and the plans they become."""

from datetime import date

from server.replay.derive import Plan, plan_of
from server.replay.rows import COLUMNS, RecordedLoan, read_text

TODAY = date(2026, 6, 1)
BANKS = ("bocom", "icbc", "szbank")
ROW = {
    "LoanNr_ChkDgt": "1000594002",
    "Bank": "PNC BANK, NATIONAL ASSOCIATION",
    "NAICS": "454311",
    "ApprovalDate": "1997-02-28",
    "Term": "84",
    "DisbursementDate": "1997-05-31",
    "DisbursementGross": "225000",
    "MIS_Status": "P I F",
    "GrAppv": "200000",
    "SBA_Appv": "150000",
    "ChgOffDate": "",
    "ChgOffPrinGr": "0",
}
LOST = {"MIS_Status": "CHGOFF", "ChgOffDate": "2001-03-04", "ChgOffPrinGr": "100000.01"}


def a_row(**more: str) -> dict[str, str]:
    return ROW | more


def a_file(*rows: dict[str, str]) -> str:
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row[name]}"' for name in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def a_loan(**more: str) -> RecordedLoan:
    reading = read_text(a_file(a_row(**more)), today=TODAY)
    assert reading.quarantined == ()
    return reading.loans[0]


def a_plan(**more: str) -> Plan:
    return plan_of(a_loan(**more), BANKS)
