"""The lines of a loan's schedule, read and written; and what the loan's row remembers of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from domain.servicing.overdue import Pause, paused_days
from domain.servicing.owing import Due, Terms, oldest_unpaid
from orm.servicing import Instalment, Loan, OverduePause

_COPIED = tuple(Due.__dataclass_fields__)


def terms_of(loan: Loan) -> Terms:
    """What the loan goes by."""
    return Terms(
        loan.rate_bp,
        loan.penalty_bp,
        loan.grace_days,
        loan.method,
        loan.day_count,
        loan.drawn_on,
    )


async def lines_of(loan: Loan, version: int = 0) -> list[Due]:
    """The lines of a version of the schedule; of the one in force unless another is named."""
    kept = Instalment.filter(loan_id=loan.id, version=version or loan.schedule_version)
    return [line_of(row) for row in await kept.order_by("no")]


def line_of(row: Instalment) -> Due:
    """A line as the rules see it."""
    return Due(**{name: getattr(row, name) for name in _COPIED})


async def write_version(loan: Loan, lines: Sequence[Due]) -> None:
    """Write the lines of the version in force: those before it stay as they were."""
    await Instalment.bulk_create(
        [
            Instalment(loan_id=loan.id, version=loan.schedule_version, **asdict(line))
            for line in lines
        ]
    )
    loan.final_due_on = max(line.due_on for line in lines)


async def write_paid(loan: Loan, before: Sequence[Due], after: Sequence[Due]) -> None:
    """Write what changed of the lines in force."""
    for old, new in zip(before, after, strict=True):
        if old != new:
            await Instalment.filter(
                loan_id=loan.id, version=loan.schedule_version, no=new.no
            ).update(
                principal_paid_fen=new.principal_paid_fen,
                interest_paid_fen=new.interest_paid_fen,
                penalty_fen=new.penalty_fen,
                penalty_paid_fen=new.penalty_paid_fen,
                penalty_on=new.penalty_on,
            )


async def pauses_of(loan_id: UUID) -> list[OverduePause]:
    """The pauses of a loan, oldest first."""
    return await OverduePause.filter(loan_id=loan_id).order_by("since", "at")


def as_pauses(rows: Sequence[OverduePause]) -> list[Pause]:
    """Pauses as the rules see them."""
    return [Pause(row.since, row.until) for row in rows]


async def remember(loan: Loan, lines: Sequence[Due], today: date) -> None:
    """Keep on the loan's row what lists and totals ask for."""
    oldest = oldest_unpaid(lines)
    loan.balance_fen = sum(line.principal_left for line in lines)
    loan.next_due_on = oldest.due_on if oldest else None
    loan.next_due_fen = oldest.left if oldest else 0
    if oldest is None:
        loan.counts_from = loan.frozen_days = loan.paused_until = None
        return
    since = oldest.due_on + timedelta(days=loan.grace_days)
    pauses = as_pauses(await pauses_of(loan.id))
    days = max((today - since).days - paused_days(since, today, pauses), 0)
    over = [pause for pause in pauses if pause.until <= today]
    loan.counts_from = since + timedelta(days=paused_days(since, today, over))
    if loan.paused_until is not None and since >= today:  # the arrears are cleared
        loan.paused_until = None
    loan.frozen_days = days if loan.paused_until is not None else None
