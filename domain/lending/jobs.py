"""What time does to applications: what no bank took in by its deadline is offered to all again."""

from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from domain.kernel import clock, limits
from domain.kernel.actor import job_actor
from domain.kernel.flow import flow_of
from domain.kernel.perform import enact
from domain.kernel.refusal import NotNow
from orm.deadlines import DeadlineMark
from orm.lending import LoanApplication
from vocabulary.deadlines import DeadlineSign
from vocabulary.lending import LoanState, RequestAim

BATCH_MAX = 500
REDISPATCH = "loan_application.redispatch"
WAITED = "原定银行未在办理时限内受理，需求已向全部入驻银行开放"
STILL_WAITING = "办理时限内尚无银行受理，需求已再次向全部入驻银行推送"


async def redispatch_missed() -> None:
    """Offer what was not taken in to every bank: a targeted request too, an open one anew.

    That the deadline was missed is marked before (`domain.deadlines.jobs`): it counts against
    whoever let it pass.
    """
    last: tuple[date, UUID] | None = None
    while batch := await _missed(last):
        said = await DeadlineMark.filter(
            subject_id__in=[row.id for row in batch], sign=DeadlineSign.MISSED
        ).values_list("subject_id", "since")
        for row in batch:
            if (row.id, row.updated_at) in set(said):
                await _redispatch(row)
        assert batch[-1].expected_on is not None, "asked for by the query"
        last = batch[-1].expected_on, batch[-1].id


async def _missed(after: tuple[date, UUID] | None) -> list[LoanApplication]:
    rows = LoanApplication.filter(state=LoanState.TO_ACCEPT, expected_on__lt=clock.today())
    if after:
        rows = rows.filter(Q(expected_on__gt=after[0]) | Q(expected_on=after[0], id__gt=after[1]))
    return await rows.order_by("expected_on", "id").limit(BATCH_MAX)


async def _redispatch(seen: LoanApplication) -> None:
    """The state stays what it is; whom it waits for and until when are new."""
    facts: dict[str, Any] = {}
    try:
        async with enact(
            REDISPATCH,
            LoanApplication.subject,
            seen.id,
            by=job_actor("再次派单"),
            reason=STILL_WAITING if seen.bank_id is None else WAITED,
            facts=facts,
        ) as outcome:
            row = await _still_waiting(seen)
            seats = {seat.value: str(party) for seat, party in row.seats().items() if party}
            _open_to_all(row)
            row.updated_at = outcome.at
            flow = flow_of(row.subject, row.flow, row.version)
            row.expected_on = await limits.due(flow, row.state, outcome.at)
            await row.save()
            facts |= row.facts() | {"seats": seats}
            outcome.subject_no, outcome.result = row.number(), row
    except NotNow:
        return  # taken in, or taken back, just now


async def _still_waiting(seen: LoanApplication) -> LoanApplication:
    """The row, locked, if nothing has happened to it since it was seen."""
    row = await LoanApplication.select_for_update().get(id=seen.id)
    if row.updated_at != seen.updated_at:
        raise NotNow("该需求刚刚有了进展")
    return row


def _open_to_all(row: LoanApplication) -> None:
    """It was one bank's product or one bank's to answer; now it is whichever bank's takes it."""
    row.aim = RequestAim.OPEN
    row.bank_id, row.bank_name = None, ""
    row.product_id = row.product_kind = None
