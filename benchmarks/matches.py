"""P10: a request against 10,000 products, ranked, explained, beside filter and sort in numpy."""

import time
from random import Random

import numpy as np

from benchmarks.measured import Line, Setting, middle
from domain.matching.scoring import MATCHES_MAX, Offer, rank
from domain.matching.terms import FinancingWish
from vocabulary.lending import RepaymentMethod, SecurityKind

PRODUCTS = 10_000
ROUNDS = 40
WAN = 1_000_000
MS_MAX = 5.0
REGIONS = ("320505", "320506", "320507", "320508", "320571", "320581")
WISH = FinancingWish(
    amount_fen=200 * WAN,
    term_months=12,
    security=SecurityKind.CREDIT,
    repayment_method=RepaymentMethod.INTEREST_FIRST,
    rate_bp_max=600,
)


def measure(setting: Setting) -> list[Line]:
    """Both in turn over the same shelf; numpy gives numbers alone, no reasons."""
    chance = Random(7)  # noqa: S311 -- a shelf that is the same every time
    offers = [_offer(number, chance) for number in range(PRODUCTS)]
    columns = {
        name: np.array([getattr(each, name) for each in offers])
        for name in (
            "amount_fen_min", "amount_fen_max", "term_months_min", "term_months_max",
            "rate_bp_min", "turnaround_days", "listed",
        )
    }  # fmt: skip
    columns["security"] = np.array([WISH.security in each.securities for each in offers])
    ours, theirs = [], []
    for _ in range(setting.scaled(ROUNDS)):
        began = time.perf_counter()
        found = rank(offers, WISH, REGIONS[0])
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        _numpy(columns)
        theirs.append(time.perf_counter() - began)
    assert len(found) == MATCHES_MAX
    assert all(len(each.reasons) == len(found[0].reasons) for each in found)
    mine, floor = middle(ours) * 1000, middle(theirs) * 1000
    return [
        Line(
            "P10",
            f"one request against {PRODUCTS:,} products, with reasons, in ms",
            f"{mine:.2f} ms",
            f"numpy filter and sort: {floor:.2f} ms",
            mine,
            f"<= {MS_MAX}",
        )
    ]


def _offer(number: int, chance: Random) -> Offer:
    low = chance.randrange(1, 200)
    rate = chance.randrange(280, 700)
    months = chance.choice((1, 3, 6, 12))
    return Offer(
        product_no=f"P{number:05}",
        listed=chance.random() < 0.95,  # noqa: PLR2004 -- some are off the shelf
        amount_fen_min=low * WAN,
        amount_fen_max=(low + chance.randrange(50, 900)) * WAN,
        rate_bp_min=rate,
        rate_bp_max=rate + chance.randrange(0, 300),
        term_months_min=months,
        term_months_max=months + chance.choice((6, 12, 24, 48)),
        turnaround_days=chance.randrange(1, 20),
        repayment_methods=tuple(chance.sample(list(RepaymentMethod), 2)),
        securities=tuple(chance.sample(list(SecurityKind), 2)),
        eligible_regions=() if chance.random() < 0.7 else tuple(chance.sample(REGIONS, 2)),  # noqa: PLR2004
    )


def _numpy(columns: dict[str, "np.ndarray"]) -> "np.ndarray":
    keeps = (
        (columns["amount_fen_min"] <= WISH.amount_fen)
        & (columns["amount_fen_max"] >= WISH.amount_fen)
        & (columns["term_months_min"] <= WISH.term_months)
        & (columns["term_months_max"] >= WISH.term_months)
        & (columns["rate_bp_min"] <= (WISH.rate_bp_max or 0))
        & columns["security"]
        & columns["listed"]
    )
    places = np.flatnonzero(keeps)
    score = columns["rate_bp_min"][places] + columns["turnaround_days"][places]
    return places[np.argsort(score, kind="stable")[:MATCHES_MAX]]
