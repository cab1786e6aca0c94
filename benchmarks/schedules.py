"""P9: a schedule of 360 instalments in whole fen, beside a loop over numpy-financial."""

import time
from datetime import date
from fractions import Fraction

import numpy_financial

from benchmarks.measured import Line, Setting, middle
from domain.servicing.calendar import year_fraction
from domain.servicing.schedule import Loan, schedule
from vocabulary.lending import DayCount, RepaymentMethod

INSTALMENTS = 360
ROUNDS = 40
WANTED = 1.0  # at least as fast as the peer, which is not exact


def measure(setting: Setting) -> list[Line]:
    """Both in turn, the cache of days emptied before each of ours."""
    loan = Loan(
        principal_fen=100_000_000,
        rate=Fraction(435, 10_000),
        term_months=INSTALMENTS,
        drawn_on=date(2026, 11, 27),
        first_due_on=date(2026, 12, 27),
        method=RepaymentMethod.EQUAL_INSTALMENT,
        day_count=DayCount.THIRTY_360,
    )
    ours, theirs = [], []
    for _ in range(setting.scaled(ROUNDS)):
        year_fraction.cache_clear()
        began = time.perf_counter()
        rows = schedule(loan)
        ours.append(time.perf_counter() - began)
        assert rows[-1].balance_fen == 0
        began = time.perf_counter()
        _peer(1_000_000.0, 0.0435 / 12)
        theirs.append(time.perf_counter() - began)
    mine, peer = middle(ours), middle(theirs)
    return [
        Line(
            "P9",
            f"a schedule of {INSTALMENTS} instalments, exact",
            f"{mine * 1000:.2f} ms",
            f"numpy-financial, a row at a time: {peer * 1000:.2f} ms, in floats",
            mine / peer,
            f"<= {WANTED}",
        )
    ]


def _peer(principal: float, monthly: float) -> list[tuple[float, float, float]]:
    rows, balance = [], principal
    for no in range(1, INSTALMENTS + 1):
        interest = -float(numpy_financial.ipmt(monthly, no, INSTALMENTS, principal))
        part = -float(numpy_financial.ppmt(monthly, no, INSTALMENTS, principal))
        balance -= part
        rows.append((part, interest, balance))
    return rows
