"""A loan begins with its payout, in the same act; older payouts get theirs by a job."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

from msgspec import to_builtins

from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, begin_beside
from domain.kernel.refusal import Invalid
from domain.servicing import lines
from domain.servicing.calendar import add_months
from domain.servicing.flow import ServicingFlow
from domain.servicing.overdue import BASIS_POINTS
from domain.servicing.owing import Due, of_row
from domain.servicing.schedule import Loan as Lent
from domain.servicing.schedule import Row, irregular, schedule
from domain.servicing.shares import shares_of
from domain.servicing.terms import FIRST_PERIOD_DAYS_MAX, DrawDown, GivenRow, RepaymentTerms
from orm.lending import Disbursement, LoanApplication
from orm.servicing import Loan
from vocabulary.money import half_up

LOAN_PREFIX = "JK"
PENALTY_IS = (3, 2)  # of the loan's rate, unless agreed otherwise: half above it


async def draw_down(
    application: LoanApplication,
    disbursement: Disbursement,
    terms: RepaymentTerms | None,
    *,
    loan_no: str,
    by: Actor,
) -> Loan:
    """Let a loan begin beside the act that paid it out. Raises Invalid for dates that cannot be."""
    loan, dues, told = await _prepared(application, disbursement, terms, loan_no)
    await begin_beside(ServicingFlow, "draw_down", loan, by=by, terms=told)
    await lines.write_version(loan, dues)
    return loan


async def draw_down_late(disbursement: Disbursement, *, by: Actor) -> None:
    """Let the loan of a payout begin that was written down before loans were kept."""
    application = await LoanApplication.get(id=disbursement.application_id)
    loan_no = await numbering.draw(LOAN_PREFIX)
    loan, dues, told = await _prepared(application, disbursement, None, loan_no)
    async with begin(ServicingFlow, "draw_down", loan, by=by, terms=told):
        await lines.write_version(loan, dues)


async def _prepared(
    application: LoanApplication,
    disbursement: Disbursement,
    terms: RepaymentTerms | None,
    loan_no: str,
) -> tuple[Loan, list[Due], DrawDown]:
    terms = terms or RepaymentTerms()
    loan = _loan(application, disbursement, terms, loan_no)
    loan.shares = to_builtins(await shares_of(application))
    rows = _rows(loan, application, terms)
    loan.first_due_on, loan.final_due_on = rows[0].due_on, rows[-1].due_on
    dues = [of_row(row) for row in rows]
    await lines.remember(loan, dues, clock.today())
    told = DrawDown(
        contract_no=disbursement.contract_no,
        amount_fen=disbursement.amount_fen,
        paid_on=disbursement.paid_on,
        terms=terms,
    )
    return loan, dues, told


def _loan(
    application: LoanApplication, disbursement: Disbursement, terms: RepaymentTerms, loan_no: str
) -> Loan:
    assert application.rate_bp is not None, "nothing is lent without a rate"
    penalty_bp = terms.penalty_bp
    if penalty_bp is None:
        penalty_bp = half_up(application.rate_bp * PENALTY_IS[0], PENALTY_IS[1])
    return Loan(
        id=uuid4(),
        loan_no=loan_no,
        kind=application.kind,
        disbursement_id=disbursement.id,
        application_id=application.id,
        application_no=application.application_no,
        contract_no=disbursement.contract_no,
        enterprise_id=application.enterprise_id,
        bank_id=disbursement.bank_id,
        insurer_id=application.insurer_id,
        guarantor_id=application.guarantor_id if application.guaranteed else None,
        enterprise_name=application.enterprise_name,
        bank_name=application.bank_name,
        region=application.region,
        industry=application.industry,
        principal_fen=disbursement.amount_fen,
        rate_bp=application.rate_bp,
        penalty_bp=penalty_bp,
        grace_days=terms.grace_days,
        method=application.granted_repayment_method or application.repayment_method,
        day_count=terms.day_count,
        drawn_on=disbursement.paid_on,
        historical=application.historical,
        balance_fen=disbursement.amount_fen,
    )


def _rows(loan: Loan, application: LoanApplication, terms: RepaymentTerms) -> list[Row]:
    first_due_on = terms.first_due_on or add_months(loan.drawn_on, 1)
    days = (first_due_on - loan.drawn_on).days
    if not 0 < days <= FIRST_PERIOD_DAYS_MAX:
        raise _wrong("首次还款日应晚于放款日，且相距不超过一年")
    lent = Lent(
        principal_fen=loan.principal_fen,
        rate=Fraction(loan.rate_bp, BASIS_POINTS),
        term_months=application.granted_term_months or application.term_months,
        drawn_on=loan.drawn_on,
        first_due_on=first_due_on,
        method=loan.method,
        day_count=loan.day_count,
    )
    if not terms.rows:
        return schedule(lent)
    return agreed(lent, terms.rows, after=loan.drawn_on)


def agreed(lent: Lent, rows: list[GivenRow], *, after: date) -> list[Row]:
    """The rows that were agreed upon. Raises Invalid unless they rise and sum to the principal."""
    days = [row.due_on for row in rows]
    if days != sorted(set(days)) or days[0] <= after:
        raise _wrong("各期到期日应依次递增，并晚于起始日")
    if sum(row.principal_fen for row in rows) != lent.principal_fen:
        raise _wrong("各期本金合计应等于贷款本金，请逐期核对")
    return irregular(lent, [(row.due_on, row.principal_fen) for row in rows])


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, (("repayment", sentence),))
