"""Three loans of the demo world, so that what happens after a payout can be seen at once.

One is repaid month by month; one is overdue; one was claimed on its guarantor, who paid and now
recovers. They are written by the very acts that people use, dated back by the right to.
"""

from contextlib import suppress
from datetime import date, timedelta

from domain.claims.actions import claiming
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.guarantee.actions import assessing, committing
from domain.guarantee.rules import share_fen
from domain.guarantee.terms import (
    CommitmentCheck,
    DueDiligenceForm,
    GuaranteeConfirmation,
    RiskAssessmentForm,
)
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Refusal
from domain.lending.actions import applying, banking, guaranteeing
from domain.lending.terms import (
    CreditLine,
    GuarantorChoice,
    Opinion,
    Payout,
    Publication,
)
from domain.servicing.actions import minding, repaying
from domain.servicing.terms import CollectionForm, Payment
from orm.lending import Disbursement, LoanApplication
from orm.servicing import Loan
from server.seed import actor_named
from vocabulary.guarantee import ClaimLiability
from vocabulary.lending import RepaymentMethod, RequestAim, SecurityKind
from vocabulary.servicing import Contact, Payer

FEN_PER_WAN = 1_000_000
COVERAGE_BP = 8_000  # of each loan, by the guarantor's letter
REPAID, LATE, DEFAULTED = "SZYH-2026-0301", "SZYH-2026-0208", "SZYH-2026-0117"
MONTHS_BACK, DAYS_A_MONTH = 6, 31
PARTS_MAX = 12


async def write() -> None:
    """Write what is not there yet; somebody quicker is welcome."""
    with suppress(Refusal):
        if not await Disbursement.exists(contract_no=REPAID):
            await _repaid(await _lent("yunqi", REPAID, RepaymentMethod.EQUAL_INSTALMENT, 120))
    with suppress(Refusal):
        if not await Disbursement.exists(contract_no=LATE):
            await _late(await _lent("yunqi", LATE, RepaymentMethod.EQUAL_PRINCIPAL, 60))
    with suppress(Refusal):
        if not await Disbursement.exists(contract_no=DEFAULTED):
            await _defaulted(await _lent("chenxi", DEFAULTED, RepaymentMethod.INTEREST_FIRST, 80))


async def _lent(firm: str, contract_no: str, method: RepaymentMethod, wan: int) -> Loan:
    """A guaranteed loan of the bank, drawn half a year ago."""
    officer, approver = await actor_named("szbank-officer"), await actor_named("szbank-approver")
    guarantor = await actor_named("szdb-officer")
    amount_fen = wan * FEN_PER_WAN
    since = clock.today() - timedelta(days=MONTHS_BACK * DAYS_A_MONTH)
    wish = Publication(
        amount_fen=amount_fen,
        term_months=12,
        purpose="采购原材料，补充流动资金",
        security=SecurityKind.GUARANTEE,
        repayment_method=method,
        aim=RequestAim.TARGETED,
        bank_id=officer.party_id,
    )
    row = await applying.publish(wish, by=await actor_named(firm))
    await banking.accept(row.id, by=officer)
    choice = GuarantorChoice(guarantor.party_id, "经营正常，建议追加担保")
    await banking.require_guarantor(row.id, choice, by=officer)
    commitment_no = await _stood_for(row, by=guarantor)
    await banking.approve(row.id, Opinion("经营稳定，同意"), by=approver)
    line = CreditLine(
        credit_line_fen=amount_fen,
        rate_bp=395,
        term_months=12,
        repayment_method=method,
        decided_on=since,
    )
    await banking.grant(row.id, line, by=approver)
    await committing.confirm_commitment(row.id, CommitmentCheck(commitment_no), by=officer)
    await banking.disburse(row.id, Payout(contract_no, amount_fen, since), by=officer)
    await banking.complete(row.id, by=officer)
    application = await LoanApplication.get(id=row.id)
    return await Loan.get(application_id=application.id)


async def _stood_for(row: LoanApplication, *, by: Actor) -> str:
    """The guarantor looks, judges and gives its letter; the letter's number."""
    today = clock.today()
    visit = DueDiligenceForm(
        visited_on=today,
        people="陆婷、韩悦",
        place="苏州工业园区星湖街 328 号厂区",
        findings="设备开工正常，在手订单与账目相符，无影响还款的诉讼。",
    )
    await assessing.investigate(row.id, visit, by=by)
    judged = RiskAssessmentForm(
        statements_on=today,
        revenue_fen=4_200 * FEN_PER_WAN,
        profit_fen=310 * FEN_PER_WAN,
        assets_fen=3_600 * FEN_PER_WAN,
        liabilities_fen=1_500 * FEN_PER_WAN,
        operations="主营精密零部件，前五大客户占比六成，回款周期约九十天。",
        credit_report="无逾期记录，无对外担保。",
        counter_guarantees=[],
        fee_bp=80,
        coverage_bp=COVERAGE_BP,
        claim_liability=ClaimLiability.JOINT,
        term_months=12,
        opinion="经营稳定，同意担保",
    )
    await assessing.assess_risk(row.id, judged, by=by)
    form = GuaranteeConfirmation(
        opinion="同意担保",
        guaranteed_fen=share_fen(row.requested_fen, COVERAGE_BP),
        effective_on=today,
    )
    signatory = await actor_named("szdb-approver")
    given = await guaranteeing.confirm_guarantee(row.id, form, by=signatory)
    return given.commitment_no


async def _pays(loan: Loan, until: date) -> Loan:
    """The instalments that fell due by a day, each on its day."""
    officer = await actor_named("szbank-officer")
    for _ in range(PARTS_MAX):
        if loan.next_due_on is None or loan.next_due_on > until:
            break
        form = Payment(amount_fen=loan.next_due_fen, paid_on=loan.next_due_on)
        loan = await repaying.repay(loan.id, form, by=officer)
    return loan


async def _repaid(loan: Loan) -> None:
    await _pays(loan, clock.today())


async def _late(loan: Loan) -> None:
    loan = await _pays(loan, clock.today() - timedelta(days=2 * DAYS_A_MONTH))
    await minding.mark_overdue(loan.id, by=await actor_named("szbank-officer"))


async def _defaulted(loan: Loan) -> None:
    officer, guarantor = await actor_named("szbank-officer"), await actor_named("szdb-officer")
    today = clock.today()
    loan = await _pays(loan, today - timedelta(days=3 * DAYS_A_MONTH))
    await minding.mark_overdue(loan.id, by=officer)
    called = CollectionForm(
        contact=Contact.BY_PHONE,
        collected_on=today,
        outcome="财务负责人表示下游客户回款推迟，暂无还款安排",
    )
    await minding.collect(loan.id, called, by=officer)
    amount_fen = share_fen(loan.balance_fen, COVERAGE_BP)
    form = ClaimForm(respondent=Payer.GUARANTOR, amount_fen=amount_fen, reason="逾期三个月未还")
    claim = await claiming.file_claim(loan.id, form, by=officer)
    agreed = ClaimAgreement(amount_fen=amount_fen, opinion="情况属实，按约定代偿")
    await claiming.agree_claim(claim.id, agreed, by=guarantor)
    paid = ClaimPaid(amount_fen=amount_fen, paid_on=today, reason="借款企业逾期，履行担保责任")
    await claiming.pay_claim(claim.id, paid, by=guarantor)
    part = Recovered(amount_fen=5 * FEN_PER_WAN, recovered_on=today, note="处置存货所得")
    await claiming.recover(claim.id, part, by=guarantor)
