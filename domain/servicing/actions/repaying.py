"""The bank's desk: repayments, prepayments, and schedules agreed upon anew."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import perform
from domain.kernel.refusal import Invalid, Unmet
from domain.servicing import lines, owing, prepaying
from domain.servicing.actions.opening import agreed
from domain.servicing.overdue import BASIS_POINTS
from domain.servicing.owing import Due, OverpaidError
from domain.servicing.receiving import REPAYMENT_PREFIX, receive, too_much
from domain.servicing.schedule import Loan as Lent
from domain.servicing.terms import Payment, Prepayment, Rescheduling
from orm.servicing import Loan
from vocabulary.lending import RepaymentMethod
from vocabulary.money import yuan_text
from vocabulary.servicing import Keeping

VERSIONS_MAX = 200
LEVEL = {RepaymentMethod.EQUAL_INSTALMENT, RepaymentMethod.EQUAL_PRINCIPAL}


async def repay(loan_id: UUID, form: Payment, *, by: Actor) -> Loan:
    """Write down what the borrower paid: what is due, and the instalment under way."""
    repayment_no = await numbering.draw(REPAYMENT_PREFIX)
    async with perform("repay", Loan, loan_id, by=by, terms=form) as loan:
        before = await lines.lines_of(loan)
        dues = owing.accrued(before, lines.terms_of(loan), form.paid_on)
        try:
            after, parts = owing.repaid(dues, form.amount_fen, form.paid_on)
        except OverpaidError as more:
            raise _refused(dues, form, more.owed_fen) from more
        if prepaying.part_paid_ahead(after, form.paid_on):
            raise Unmet(_in_part(dues, form.paid_on))
        await lines.write_paid(loan, before, after)
        await receive(
            loan,
            after,
            parts,
            repayment_no=repayment_no,
            paid_on=form.paid_on,
            at=loan.updated_at,
            by=by,
        )
    return loan


def _refused(dues: list[Due], form: Payment, owed_fen: int) -> Unmet:
    ahead = (
        owing.outstanding(dues).principal_fen > owing.fallen_due(dues, form.paid_on).principal_fen
    )
    hint = "；要多还本金，请办理“提前还款”" if ahead else ""
    return too_much(form.amount_fen, owed_fen, form.paid_on, hint)


def _in_part(dues: list[Due], on: date) -> str:
    due, whole = owing.fallen_due(dues, on).total, owing.payable(dues, on)
    now = f"截至当日到期应还 {yuan_text(due)}，" if due else "当日没有到期款项，"
    return f"{now}本期尚未到还款日：可以一并还清本期（共 {yuan_text(whole)}），或办理“提前还款”"


async def prepay(loan_id: UUID, form: Prepayment, *, by: Actor) -> Loan:
    """Take principal ahead of its time; the rest of the schedule is a new version."""
    repayment_no = await numbering.draw(REPAYMENT_PREFIX)
    async with perform("prepay", Loan, loan_id, by=by, terms=form) as loan:
        terms = lines.terms_of(loan)
        dues = owing.accrued(await lines.lines_of(loan), terms, form.paid_on)
        _must_reach_principal(loan, dues, form)
        try:
            after, parts = prepaying.prepaid(
                dues, terms, form.amount_fen, form.paid_on, form.keeping
            )
        except OverpaidError as more:
            raise too_much(form.amount_fen, more.owed_fen, form.paid_on) from more
        await _rewrite(loan, after)
        await receive(
            loan,
            after,
            parts,
            repayment_no=repayment_no,
            paid_on=form.paid_on,
            at=loan.updated_at,
            by=by,
        )
    return loan


def _must_reach_principal(loan: Loan, dues: list[Due], form: Prepayment) -> None:
    if form.keeping is Keeping.INSTALMENT and loan.method not in LEVEL:
        raise Invalid(
            "这种还款方式没有固定的每期还款，请选择“期限不变”", (("keeping", "请选择期限不变"),)
        )
    due = owing.fallen_due(dues, form.paid_on).total
    interest = prepaying.accrued_interest(dues, lines.terms_of(loan), form.paid_on)
    if form.amount_fen <= due + interest:
        raise Unmet(
            f"提前还款先还到期款项 {yuan_text(due)} 和至当日的利息 {yuan_text(interest)}，"
            "金额应大于两者之和；只还到期款项请办理“登记还款”"
        )


async def reschedule(loan_id: UUID, form: Rescheduling, *, by: Actor) -> Loan:
    """Write the rows that bank and borrower agreed upon for all principal that is left."""
    async with perform("reschedule", Loan, loan_id, by=by, terms=form, reason=form.reason) as loan:
        today = date_of(loan.updated_at)
        before = await lines.lines_of(loan)
        if owing.fallen_due(owing.accrued(before, lines.terms_of(loan), today), today).total:
            raise Unmet("有已到期的款项尚未归还，请先登记还款，再调整还款计划")
        paid = [line for line in before if line.left == 0]
        since = max((line.due_on for line in paid), default=loan.drawn_on)
        lent = Lent(
            principal_fen=loan.balance_fen,
            rate=Fraction(loan.rate_bp, BASIS_POINTS),
            term_months=len(form.rows),
            drawn_on=since,
            first_due_on=form.rows[0].due_on,
            method=loan.method,
            day_count=loan.day_count,
        )
        rows = agreed(lent, form.rows, after=max(since, today))
        after = [*paid, *(owing.of_row(row, first_no=len(paid)) for row in rows)]
        await _rewrite(loan, after)
        await lines.remember(loan, after, today)
    return loan


async def _rewrite(loan: Loan, after: list[Due]) -> None:
    if loan.schedule_version >= VERSIONS_MAX:
        raise Unmet(f"还款计划最多调整 {VERSIONS_MAX} 次，请先归还部分款项或结清后重新办理")
    loan.schedule_version += 1
    await lines.write_version(loan, after)
