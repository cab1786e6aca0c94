"""Programmes of the tests, and policy loans brought as far as a test needs them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.lending.actions import applying, banking, insuring, paying
from domain.lending.policy_terms import PayoutCheck, PayoutRequestForm, Underwriting
from domain.lending.terms import Opinion, Payout
from domain.policy import actions
from domain.policy.terms import ProgrammeRevision, ProgrammeTerms
from orm.lending import LoanApplication
from orm.parties import Party
from orm.policy import Programme
from tests import world
from tests.world import WAN
from vocabulary.lending import LoanKind
from vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.policy.conftest import Table

TERMS: dict[str, Any] = {
    "name": "苏州信保贷",
    "kind": LoanKind.GUARANTEE_FUND,
    "needs_insurer": True,
    "needs_guarantor": False,
    "score_required": 600,
    "fund_share_bp": 6_500,
    "bank_share_bp": 2_000,
    "guarantor_share_bp": 0,
    "insurer_share_bp": 1_500,
    "enterprise_cap_fen": 500 * WAN,
    "fund_fen": 1_000 * WAN,
    "leverage": 10,
    "active_from": date(2026, 1, 1),
}
CHECKED = PayoutCheck(guarantee_checked=True, amount_checked=True, contract_checked=True)


def terms(**differing: Any) -> ProgrammeTerms:
    """A programme with an insurer; say what differs."""
    return ProgrammeTerms(**TERMS | differing)


def a_revision(**differing: Any) -> ProgrammeRevision:
    """The same programme, revised; say what differs."""
    return ProgrammeRevision(**TERMS | {"reason": "年度调整"} | differing)


async def a_programme(operator: Actor, **differing: Any) -> Programme:
    """A running programme."""
    return await actions.open_programme(terms(**differing), by=operator)


def an_underwriting(**differing: Any) -> Underwriting:
    """A yes of an insurer: four fifths, for a year."""
    form: dict[str, Any] = {
        "opinion": "经营稳定，同意承保",
        "cover_bp": 8_000,
        "counter_guarantee": "实际控制人连带责任保证",
        "cover_months": 12,
    }
    return Underwriting(**form | differing)


async def an_approved_loan(
    programme: Programme, enterprise: Party, bank: Party, insurer: Party | None, **wish: Any
) -> LoanApplication:
    """Published to one bank, taken in and passed: 待承保, or 待授信 without an insurer."""
    row = await world.a_targeted_request(enterprise, bank, programme_id=programme.id, **wish)
    await banking.accept(row.id, by=world.officer_of(bank))
    opinion = Opinion("符合政策要求，同意", insurer.id if insurer else None)
    return await banking.approve(row.id, opinion, by=world.approver_of(bank))


async def a_covered_loan(
    programme: Programme, enterprise: Party, bank: Party, insurer: Party, **wish: Any
) -> LoanApplication:
    """Underwritten: 待授信."""
    row = await an_approved_loan(programme, enterprise, bank, insurer, **wish)
    return await insuring.underwrite(row.id, an_underwriting(), by=underwriter_of(insurer))


async def a_policy_line(
    programme: Programme, enterprise: Party, bank: Party, insurer: Party, **wish: Any
) -> LoanApplication:
    """Granted as asked: 待放款申请."""
    row = await a_covered_loan(programme, enterprise, bank, insurer, **wish)
    line = world.a_line(credit_line_fen=row.requested_fen)
    return await banking.grant(row.id, line, by=world.approver_of(bank))


async def line_of(five: "Table", **differing: Any) -> LoanApplication:
    """A line under a programme of its own; say how that differs."""
    programme = await a_programme(five.operator, **differing)
    return await a_policy_line(programme, five.enterprise, five.bank, five.insurer)


async def pay_out(
    row: LoanApplication, amount_fen: int, contract_no: str, *, officer: Actor, underwriter: Actor
) -> LoanApplication:
    """Ask, confirm, pay: 待备案."""
    asked = PayoutRequestForm(contract_no, amount_fen)
    await paying.request_payout(row.id, asked, by=officer)
    await insuring.confirm_payout(row.id, CHECKED, by=underwriter)
    payout = Payout(contract_no, amount_fen, clock.today())
    return await banking.disburse(row.id, payout, by=officer)


def underwriter_of(insurer: Party) -> Actor:
    """保险审核人."""
    return world.someone(insurer, Role.UNDERWRITER)


def apply_for(programme: Programme, enterprise: Party, bank: Party, **wish: Any) -> Any:
    """The act of asking one bank for a loan under a programme."""
    form = world.a_targeted_wish(bank, programme_id=programme.id, **wish)
    return applying.publish(form, by=world.clerk_of(enterprise))
