"""A crowd that acts at random, mostly within the rules, on a clock of its own."""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.guarantee.actions import assessing, committing
from domain.guarantee.terms import CommitmentCheck
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Refusal
from domain.lending.actions import applying, banking, guaranteeing
from domain.lending.flow import GeneralCreditFlow
from domain.lending.terms import (
    CreditLine,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
    Publication,
    RatingForm,
    Resubmission,
    Submission,
)
from orm.catalogue import Product
from orm.lending import LoanApplication
from orm.parties import Party
from tests.catalogue.shelf import a_product
from tests.remembered import hold_hands
from tests.world import (
    WAN,
    a_bank,
    a_confirmation,
    a_guarantor,
    a_visit,
    an_assessment,
    an_enterprise,
    approver_of,
    clerk_of,
    officer_of,
    signatory_of,
    surveyor_of,
)
from vocabulary.catalogue import ProductKind
from vocabulary.lending import LoanState, RepaymentMethod, RequestAim, SecurityKind

HOMES = [("320571", "C"), ("320583", "I"), ("320508", "C"), ("320585", "M")]
STEP_S_MAX = 1800
BEGINS_SHARE = 0.15
AMISS_SHARE = 0.1
GUARANTEE = {"investigate", "assess_risk", "confirm_commitment"}
ASIDE = {"release", "send_back", "require_guarantor", "decline_guarantee", *GUARANTEE}
ENDS = {"reject", "withdraw"}  # with too many early ends nothing is ever lent
OVER = {LoanState.REJECTED, LoanState.WITHDRAWN}


class Crowd:
    """Four enterprises, three banks and their shelf, a guarantor."""

    def __init__(self, seed: int, began: datetime | None = None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- a game, not a secret
        self.now = began or datetime(2026, 11, 20, 9, tzinfo=UTC)
        self.refused = 0
        self.done: list[str] = []

    async def gather(self) -> None:
        """Everybody comes in, with hands that print and seal."""
        hold_hands()
        self.enterprises: list[Party] = []
        for number, (region, industry) in enumerate(HOMES):
            party = await an_enterprise(f"苏州晨{number}曦精密有限公司")
            await Party.filter(id=party.id).update(region=region, industry=industry)
            self.enterprises.append(party)
        self.banks = [await a_bank(f"江南银行第{number}分行") for number in range(3)]
        self.guarantor = await a_guarantor()
        self.shelf: list[Product] = [
            await a_product(bank, f"{place}{kind.value}", kind=kind)
            for place, bank in enumerate(self.banks)
            for kind in (ProductKind.TECH_LOAN, ProductKind.CREDIT_LOAN)
        ]

    def clock_now(self) -> datetime:
        """Time runs in leaps, and now and then somebody's clock is far behind."""
        self.now += timedelta(seconds=self.chance.random() * 60, microseconds=1)
        return self.now - timedelta(hours=self.chance.choice([0] * 9 + [3]))

    def join(self, others: "Crowd") -> None:
        """Act among the same parties."""
        self.enterprises, self.banks = others.enterprises, others.banks
        self.guarantor, self.shelf = others.guarantor, others.shelf

    async def act(self) -> None:
        """One act; a refusal is an answer too."""
        self.now += timedelta(seconds=self.chance.randrange(STEP_S_MAX))
        rows = await LoanApplication.all().order_by("application_no")
        if not rows or self.chance.random() < BEGINS_SHARE:
            verb, doing = "begin", self._begin()
        else:
            live = [row for row in rows if row.state not in OVER]
            row = self.chance.choice(live if live and self.chance.random() > AMISS_SHARE else rows)
            verb = self._verb(row)
            doing = self._steps()[verb](row)
        try:
            await doing
        except Refusal:
            self.refused += 1
        else:
            self.done.append(verb)

    def _verb(self, row: LoanApplication) -> str:
        steps = self._steps()
        if row.state is LoanState.COMPLETED:
            return "rate"
        if self.chance.random() < AMISS_SHARE:
            return self.chance.choice(sorted(steps))
        table = GeneralCreditFlow.steps
        open_now = [verb for verb in steps if verb in table and row.state in table[verb].sources]
        weights = [1 if verb in ENDS else 3 if verb in ASIDE else 6 for verb in open_now]
        return self.chance.choices(open_now, weights)[0] if open_now else "rate"

    def knows(self) -> set[str]:
        """The steps it can take, beginnings aside."""
        return set(self._steps())

    def _steps(self) -> dict[str, Callable[[LoanApplication], Awaitable[object]]]:
        return {
            "grab": lambda row: banking.grab(row.id, by=self._officer(None)),
            "accept": lambda row: banking.accept(row.id, by=self._officer(row)),
            "release": lambda row: banking.release(row.id, "人手不足", by=self._officer(row)),
            "send_back": lambda row: banking.send_back(row.id, "补材料", by=self._approver(row)),
            "resubmit": lambda row: applying.resubmit(
                row.id, self._resubmission(), by=self._clerk(row)
            ),
            "approve": lambda row: banking.approve(
                row.id, Opinion("同意授信"), by=self._approver(row)
            ),
            **self._guarantees(),
            "reject": lambda row: banking.reject(row.id, "不符合", by=self._approver(row)),
            "grant": lambda row: banking.grant(
                row.id, CreditLine(**self._line(row)), by=self._approver(row)
            ),
            "amend_line": lambda row: banking.amend_line(
                row.id,
                LineAmendment(**self._line(row), reason="额度调整"),
                by=self._approver(row),
            ),
            "disburse": lambda row: banking.disburse(
                row.id, self._payout(row), by=self._officer(row)
            ),
            "complete": lambda row: banking.complete(row.id, by=self._officer(row)),
            "withdraw": lambda row: applying.withdraw(row.id, "不需要了", by=self._clerk(row)),
            "rate": lambda row: applying.rate(
                row.id,
                RatingForm(responsiveness=5, courtesy=4, efficiency=5, expertise=3),
                by=self._clerk(row),
            ),
        }

    def _guarantees(self) -> dict[str, Callable[[LoanApplication], Awaitable[object]]]:
        """The steps of the guarantor, and of the bank about its letter."""
        return {
            "require_guarantor": lambda row: banking.require_guarantor(
                row.id, GuarantorChoice(self.guarantor.id, "请担保"), by=self._officer(row)
            ),
            "investigate": lambda row: assessing.investigate(
                row.id, a_visit(), by=surveyor_of(self.guarantor)
            ),
            "assess_risk": lambda row: assessing.assess_risk(
                row.id, an_assessment(), by=surveyor_of(self.guarantor)
            ),
            "confirm_guarantee": lambda row: guaranteeing.confirm_guarantee(
                row.id,
                a_confirmation(guaranteed_fen=row.requested_fen // 2),
                by=signatory_of(self.guarantor),
            ),
            "confirm_commitment": lambda row: committing.confirm_commitment(
                row.id, CommitmentCheck(row.commitment_no), by=self._officer(row)
            ),
            "decline_guarantee": lambda row: guaranteeing.decline_guarantee(
                row.id, "不予担保", by=surveyor_of(self.guarantor)
            ),
        }

    def _begin(self) -> Awaitable[object]:
        by = clerk_of(self.chance.choice(self.enterprises))
        if self.chance.random() < 1 / 3:
            product = self.chance.choice(self.shelf)
            form = Submission(product_id=product.id, **self._wish())
            return applying.submit(form, by=by)
        bank = self.chance.choice([None, None, *self.banks])
        aim = RequestAim.TARGETED if bank else RequestAim.OPEN
        wish = Publication(aim=aim, bank_id=bank.id if bank else None, **self._wish())
        return applying.publish(wish, by=by)

    def _wish(self) -> dict[str, Any]:
        return {
            "amount_fen": self.chance.randrange(10 * WAN, 500 * WAN),
            "term_months": 12,
            "purpose": "补充流动资金",
            "security": SecurityKind.CREDIT,
            "repayment_method": RepaymentMethod.INTEREST_FIRST,
        }

    def _resubmission(self) -> Resubmission:
        return Resubmission(**self._wish())

    def _line(self, row: LoanApplication) -> dict[str, Any]:
        own = [product.id for product in self.shelf if product.institution_id == row.bank_id]
        return {
            "credit_line_fen": self.chance.randrange(10 * WAN, 300 * WAN),
            "rate_bp": 400,
            "term_months": 12,
            "repayment_method": RepaymentMethod.BULLET,
            "product_id": self.chance.choice([None, *own]),
        }

    def _payout(self, row: LoanApplication) -> Payout:
        left_fen = (row.credit_line_fen or 0) - row.disbursed_fen
        amount_fen = self.chance.choice([left_fen, left_fen // 2, left_fen + 1])
        number = f"合同-{self.chance.randrange(10**9)}"
        return Payout(number, max(amount_fen, 1), clock.today())

    def _clerk(self, row: LoanApplication) -> Actor:
        return clerk_of(next(each for each in self.enterprises if each.id == row.enterprise_id))

    def _officer(self, row: LoanApplication | None) -> Actor:
        return officer_of(self._bank(row))

    def _approver(self, row: LoanApplication) -> Actor:
        return approver_of(self._bank(row))

    def _bank(self, row: LoanApplication | None) -> Party:
        own = [bank for bank in self.banks if row and bank.id == row.bank_id]
        return own[0] if own else self.chance.choice(self.banks)
