"""What is done once a second person has confirmed it: each step that declares `above=`."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel.actor import Actor
from domain.lending.actions import banking
from domain.lending.terms import CreditLine, LineAmendment, Payout
from orm.base import Row
from orm.lending import LoanApplication

Do = Callable[[UUID, Any, str, Actor], Awaitable[Any]]


class Doing(NamedTuple):
    """How a confirmed step is taken: at which table, on which terms, by which use case."""

    table: type[Row]
    terms: type | None
    do: Do


async def _grant(row_id: UUID, terms: CreditLine, _reason: str, by: Actor) -> object:
    return await banking.grant(row_id, terms, by=by)


async def _amend_line(row_id: UUID, terms: LineAmendment, _reason: str, by: Actor) -> object:
    return await banking.amend_line(row_id, terms, by=by)


async def _disburse(row_id: UUID, terms: Payout, _reason: str, by: Actor) -> object:
    return await banking.disburse(row_id, terms, by=by)


async def _reject(row_id: UUID, _terms: None, reason: str, by: Actor) -> object:
    return await banking.reject(row_id, reason, by=by)


DOING: dict[str, Doing] = {
    "loan_application.grant": Doing(LoanApplication, CreditLine, _grant),
    "loan_application.amend_line": Doing(LoanApplication, LineAmendment, _amend_line),
    "loan_application.disburse": Doing(LoanApplication, Payout, _disburse),
    "loan_application.reject": Doing(LoanApplication, None, _reject),
}
