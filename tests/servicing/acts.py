"""Every act of lending, servicing and claims, with sums and days out of the air."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

import msgspec

from domain.claims.actions import claiming
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.guarantee.actions import assessing, committing
from domain.guarantee.terms import CommitmentCheck
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.lending.actions import applying, banking, guaranteeing, renewing
from domain.lending.terms import GuarantorChoice, LineAmendment, Opinion
from domain.servicing.actions import minding, repaying
from domain.servicing.terms import (
    CollectionForm,
    GivenRow,
    PauseForm,
    Payment,
    Prepayment,
    RenewalForm,
    Rescheduling,
)
from orm.claims import Claim
from orm.lending import LoanApplication
from orm.servicing import Loan
from tests import world
from vocabulary.lending import RepaymentMethod
from vocabulary.servicing import Contact, Keeping, Payer

AMOUNTS = [1, 7, 1_000, 40_000, 250_000, 1_000_000]
LINE_FEN = 1_000_000


class Acts:
    """What may be tried at one kind of row; each method is a verb."""

    def __init__(self, chance: Random, guarantor_id: UUID) -> None:
        self.chance, self.guarantor_id = chance, guarantor_id

    @classmethod
    def verbs(cls) -> list[str]:
        return sorted(name for name in vars(cls) if not name.startswith("_"))

    def _amount(self, *known: int) -> int:
        """Any sum, or the very sum that a row speaks of, or one fen more."""
        near = [each for each in known if each > 0]
        return self.chance.choice(near * 6 + [each + 1 for each in near] + AMOUNTS)

    def _day(self) -> date:
        return clock.today() + timedelta(days=self.chance.choice([0] * 8 + [-1, 1, -40]))


class Applying(Acts):
    async def grab(self, row: LoanApplication, by: Actor) -> None:
        await banking.grab(row.id, by=by)

    async def accept(self, row: LoanApplication, by: Actor) -> None:
        await banking.accept(row.id, by=by)

    async def approve(self, row: LoanApplication, by: Actor) -> None:
        await banking.approve(row.id, Opinion("同意"), by=by)

    async def send_back(self, row: LoanApplication, by: Actor) -> None:
        await banking.send_back(row.id, "补材料", by=by)

    async def resubmit(self, row: LoanApplication, by: Actor) -> None:
        await applying.resubmit(row.id, world.an_amended_wish(), by=by)

    async def require_guarantor(self, row: LoanApplication, by: Actor) -> None:
        choice = GuarantorChoice(self.guarantor_id, "可以协同")
        await banking.require_guarantor(row.id, choice, by=by)

    async def investigate(self, row: LoanApplication, by: Actor) -> None:
        await assessing.investigate(row.id, world.a_visit(), by=by)

    async def assess_risk(self, row: LoanApplication, by: Actor) -> None:
        await assessing.assess_risk(row.id, world.an_assessment(), by=by)

    async def confirm_commitment(self, row: LoanApplication, by: Actor) -> None:
        check = CommitmentCheck(row.commitment_no or "DB-1")
        await committing.confirm_commitment(row.id, check, by=by)

    async def confirm_guarantee(self, row: LoanApplication, by: Actor) -> None:
        await guaranteeing.confirm_guarantee(
            row.id, world.a_confirmation(guaranteed_fen=self._amount()), by=by
        )

    async def decline_guarantee(self, row: LoanApplication, by: Actor) -> None:
        await guaranteeing.decline_guarantee(row.id, "不符合", by=by)

    async def release(self, row: LoanApplication, by: Actor) -> None:
        await banking.release(row.id, "人手不足", by=by)

    async def grant(self, row: LoanApplication, by: Actor) -> None:
        method = self.chance.choice(list(RepaymentMethod))
        line = world.a_line(credit_line_fen=LINE_FEN, repayment_method=method, term_months=6)
        await banking.grant(row.id, line, by=by)

    async def amend_line(self, row: LoanApplication, by: Actor) -> None:
        line = world.a_line(credit_line_fen=self._amount(row.disbursed_fen))
        amended = LineAmendment(**msgspec.structs.asdict(line), reason="调整")
        await banking.amend_line(row.id, amended, by=by)

    async def disburse(self, row: LoanApplication, by: Actor) -> None:
        amount = self._amount((row.credit_line_fen or 0) - row.disbursed_fen)
        await banking.disburse(row.id, world.a_payout(amount, paid_on=self._day()), by=by)

    async def complete(self, row: LoanApplication, by: Actor) -> None:
        await banking.complete(row.id, by=by)

    async def reject(self, row: LoanApplication, by: Actor) -> None:
        await banking.reject(row.id, "不符合", by=by)

    async def withdraw(self, row: LoanApplication, by: Actor) -> None:
        await applying.withdraw(row.id, "不要了", by=by)


class Servicing(Acts):
    async def repay(self, row: Loan, by: Actor) -> None:
        form = Payment(amount_fen=self._amount(row.next_due_fen), paid_on=self._day())
        await repaying.repay(row.id, form, by=by)

    async def prepay(self, row: Loan, by: Actor) -> None:
        form = Prepayment(
            amount_fen=self._amount(row.balance_fen),
            paid_on=self._day(),
            keeping=self.chance.choice(list(Keeping)),
        )
        await repaying.prepay(row.id, form, by=by)

    async def reschedule(self, row: Loan, by: Actor) -> None:
        day = clock.today() + timedelta(days=90)
        rows = [GivenRow(due_on=day, principal_fen=self._amount(row.balance_fen))]
        await repaying.reschedule(row.id, Rescheduling(rows=rows, reason="约定"), by=by)

    async def renew(self, row: Loan, by: Actor) -> None:
        form = RenewalForm(
            amount_fen=self._amount(row.principal_fen),
            term_months=6,
            repayment_method=RepaymentMethod.BULLET,
            purpose="周转",
        )
        await renewing.renew(row.id, form, by=by)

    async def mark_overdue(self, row: Loan, by: Actor) -> None:
        await minding.mark_overdue(row.id, by=by)

    async def pause(self, row: Loan, by: Actor) -> None:
        form = PauseForm(until=clock.today() + timedelta(days=10), reason="协商")
        await minding.pause(row.id, form, by=by)

    async def resume(self, row: Loan, by: Actor) -> None:
        await minding.resume(row.id, by=by)

    async def collect(self, row: Loan, by: Actor) -> None:
        form = CollectionForm(contact=Contact.BY_PHONE, collected_on=clock.today(), outcome="未接")
        await minding.collect(row.id, form, by=by)

    async def file_claim(self, row: Loan, by: Actor) -> None:
        form = ClaimForm(
            respondent=self.chance.choice([Payer.GUARANTOR] * 4 + [Payer.INSURER, Payer.FUND]),
            amount_fen=self._amount(row.balance_fen),
            reason="逾期",
        )
        await claiming.file_claim(row.id, form, by=by)

    async def settle(self, row: Loan, by: Actor) -> None:
        await minding.settle(row.id, by=by)

    async def propose_write_off(self, row: Loan, by: Actor) -> None:
        await minding.propose_write_off(row.id, "无法收回", by=by)

    async def write_off(self, row: Loan, by: Actor) -> None:
        await minding.write_off(row.id, by=by)

    async def return_write_off(self, row: Loan, by: Actor) -> None:
        await minding.return_write_off(row.id, "再催", by=by)

    async def archive(self, row: Loan, by: Actor) -> None:
        await minding.archive(row.id, by=by)


class Claiming(Acts):
    async def agree_claim(self, row: Claim, by: Actor) -> None:
        form = ClaimAgreement(amount_fen=self._amount(row.amount_fen), opinion="情况属实")
        await claiming.agree_claim(row.id, form, by=by)

    async def decline_claim(self, row: Claim, by: Actor) -> None:
        await claiming.decline_claim(row.id, "不同意", by=by)

    async def retract_claim(self, row: Claim, by: Actor) -> None:
        await claiming.retract_claim(row.id, "撤回了", by=by)

    async def pay_claim(self, row: Claim, by: Actor) -> None:
        form = ClaimPaid(
            amount_fen=self._amount(row.agreed_fen), paid_on=self._day(), reason="违约"
        )
        await claiming.pay_claim(row.id, form, by=by)

    async def recover(self, row: Claim, by: Actor) -> None:
        left = row.paid_fen - row.recovered_fen
        form = Recovered(amount_fen=self._amount(left), recovered_on=self._day())
        await claiming.recover(row.id, form, by=by)

    async def settle(self, row: Claim, by: Actor) -> None:
        await claiming.settle(row.id, by=by)

    async def write_off(self, row: Claim, by: Actor) -> None:
        await claiming.write_off(row.id, "追不回", by=by)
