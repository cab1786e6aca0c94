"""The rules of a request for cover. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition

if TYPE_CHECKING:
    from orm.insurance import CoverRequest

PAID_BACK_DAYS_MAX = 30
TAKEN = "该需求已被其他保险机构受理，您可以查看其他需求"


@condition(TAKEN)
def seat_is_ours(request: CoverRequest, act: Act) -> bool:
    """First come: nobody sits here yet, or the enterprise asked for this very insurer."""
    return request.insurer_id is None or request.insurer_id == act.by.party_id


@condition("承保期限不能短于融资期限，请核对", of_terms=True)
def cover_outlasts_financing(request: CoverRequest, act: Act) -> bool:
    """A cover that ends before the financing leaves its last payments to nobody."""
    return bool(act.terms.cover_months >= request.term_months)


@condition("放款金额不能超过需求金额，请核对", of_terms=True)
def within_request(request: CoverRequest, act: Act) -> bool:
    """What was reviewed is what is paid."""
    return bool(act.terms.amount_fen <= request.requested_fen)


@condition("放款日期应在受理之后、最近 30 天内，且不晚于今天", of_terms=True)
def paid_lately(request: CoverRequest, act: Act) -> bool:
    """Payouts are written down while they are fresh."""
    today = date_of(act.at)
    paid_on = act.terms.paid_on
    if paid_on > today or today - paid_on > timedelta(days=PAID_BACK_DAYS_MAX):
        return False
    assert request.accepted_at is not None, "reviewed without being accepted"
    return bool(paid_on >= date_of(request.accepted_at))
