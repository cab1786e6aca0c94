"""The cast of the slow replay: enterprises that come back, and loans of the sample made current."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from server.replay.derive import (
    Enterprise,
    Part,
    Plan,
    drawn,
    enterprise_named,
    industry_of,
    password_of,
    person_of,
    plan_of,
    region_of,
)
from server.replay.rows import RecordedLoan
from server.seed import REPLAY_PHONE_PREFIX
from vocabulary.identifiers import make_uscc
from vocabulary.lending import RepaymentMethod, SecurityKind

CAST_MAX = 9_000  # The prefix holds 10,000 phones; the last thousand is the demo world's own.
NAMES_FROM = 1_000_000_000  # Names of the file's enterprises lie below.
REGISTRAR = "93"  # The file's enterprises have 91 and 92.


class Fate(Struct, frozen=True):
    """What becomes of a case: where it ends, and whether it takes the long way."""

    end: str
    sent_back: bool


# One of these for each case, drawn by its number.
FATES = (
    *(Fate("completed", sent_back=False),) * 7,
    *(Fate("completed", sent_back=True),) * 2,
    Fate("rejected", sent_back=False),
    Fate("withdrawn", sent_back=False),
    Fate("withdrawn", sent_back=True),
)


def enterprise_at(serial: int, loans: Sequence[RecordedLoan]) -> Enterprise:
    """The enterprise with this serial: of the sample's loans in turn, each turn anew."""
    assert 0 <= serial < CAST_MAX
    turn, place = divmod(serial, len(loans))
    seed = f"{loans[place].number}:{turn}"
    region, industry = region_of(seed), industry_of(seed, loans[place].naics)
    return Enterprise(
        phone=f"{REPLAY_PHONE_PREFIX}{serial:04d}",
        password=password_of(seed),
        name=enterprise_named(NAMES_FROM + serial, industry),
        uscc=make_uscc(serial, division=region, registrar=REGISTRAR),
        region=region,
        industry=industry,
        legal_representative=person_of(seed, "legal representative"),
        contact_name=person_of(seed, "contact"),
    )


def serials_by_name(loans: Sequence[RecordedLoan]) -> dict[str, int]:
    """Who is of the cast, by name."""
    return {
        enterprise_named(NAMES_FROM + serial, industry): serial
        for serial in range(CAST_MAX)
        for industry in [_industry_at(serial, loans)]
    }


def _industry_at(serial: int, loans: Sequence[RecordedLoan]) -> str:
    turn, place = divmod(serial, len(loans))
    return industry_of(f"{loans[place].number}:{turn}", loans[place].naics)


def fate_of(number: str) -> Fate:
    """What becomes of the case with this number."""
    return FATES[drawn(number, "fate", len(FATES))]


def fresh_plan(loan: RecordedLoan, turn: int, enterprise: Enterprise, banks: Sequence[str]) -> Plan:
    """A loan of the sample as it would be asked for today."""
    plan = plan_of(loan, banks)
    bank = sorted(banks)[drawn(f"{loan.number}:{turn}", "bank", len(banks))]
    return _current(plan, f"{loan.number}:{turn}", enterprise, bank)


def _current(plan: Plan, number: str, enterprise: Enterprise, bank: str) -> Plan:
    return Plan(
        number=number,
        enterprise=enterprise,
        bank=bank,
        asked_fen=plan.asked_fen,
        line_fen=plan.line_fen,
        term_months=plan.term_months,
        purpose=plan.purpose,
        security=plan.security,
        repayment_method=plan.repayment_method,
        rate_bp=plan.rate_bp,
        decided_on=None,
        parts=tuple(Part(part.contract_no, part.amount_fen, part.paid_on) for part in plan.parts),
    )


def adopted_plan(case: Mapping[str, Any], enterprise: Enterprise, bank: str) -> Plan:
    """The plan of a case that an earlier run began, read back from the case itself."""
    number, asked_fen = str(case["application_no"]), int(case["requested_fen"])
    line_fen = int(case["credit_line_fen"] or asked_fen)
    first = Part(number, line_fen // 2, date.min)
    second = Part(number, line_fen - first.amount_fen, date.min)
    in_two = first.amount_fen and drawn(number, "parts", 2)
    return Plan(
        number=number,
        enterprise=enterprise,
        bank=bank,
        asked_fen=asked_fen,
        line_fen=line_fen,
        term_months=int(case["term_months"]),
        purpose=str(case["purpose"]),
        security=SecurityKind(case["security"]),
        repayment_method=RepaymentMethod(case["repayment_method"]),
        rate_bp=int(case["rate_bp"] or 400),
        decided_on=None,
        parts=(first, second) if in_two else (Part(number, line_fen, date.min),),
    )
