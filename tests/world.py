"""A small world of named, plain functions: parties, the people who act for them, their cases."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domain.guarantee.actions import assessing
from domain.guarantee.terms import (
    CounterGuaranteeForm,
    DueDiligenceForm,
    GuaranteeConfirmation,
    RiskAssessmentForm,
)
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.lending.actions import applying, banking, guaranteeing
from domain.lending.terms import (
    CreditLine,
    GuarantorChoice,
    Opinion,
    Payout,
    Publication,
    Resubmission,
)
from orm.lending import LoanApplication
from orm.parties import Party
from vocabulary.guarantee import ClaimLiability
from vocabulary.identifiers import make_uscc
from vocabulary.lending import RepaymentMethod, RequestAim, SecurityKind
from vocabulary.parties import PartyKind, Role
from vocabulary.rights import Right

YUAN = 100
WAN = 10_000 * YUAN


async def a_party(kind: PartyKind, name: str, *, certified: bool = True) -> Party:
    """One party with a valid code of its own."""
    return await Party.create(
        kind=kind,
        name=name,
        short_name=name[:6],
        uscc=make_uscc(uuid4().int % 10**8),
        region="320571",
        industry="C",
        certified=certified,
        created_at=clock.now(),
    )


async def an_enterprise(name: str = "苏州晨曦精密有限公司", *, certified: bool = True) -> Party:
    """An enterprise, certified unless told otherwise."""
    return await a_party(PartyKind.ENTERPRISE, name, certified=certified)


async def a_bank(name: str = "江南银行苏州分行") -> Party:
    """A bank."""
    return await a_party(PartyKind.BANK, name)


async def a_regulator(name: str = "苏州市地方金融管理局") -> Party:
    """Whoever watches over the market."""
    return await a_party(PartyKind.REGULATOR, name)


async def an_insurer(name: str = "东吴保险股份有限公司") -> Party:
    """An insurer."""
    return await a_party(PartyKind.INSURER, name)


async def a_guarantor(name: str = "姑苏融资担保有限公司") -> Party:
    """A guarantor."""
    return await a_party(PartyKind.GUARANTOR, name)


async def an_operator() -> Party:
    """The operator of the platform."""
    return await a_party(PartyKind.OPERATOR, "苏州市企业金融服务超市运营中心")


def someone(party: Party, *roles: Role, rights: frozenset[Right] = frozenset()) -> Actor:
    """A person of a party who holds these posts."""
    return Actor(
        account_id=uuid4(),
        party_id=party.id,
        party_kind=party.kind,
        roles=frozenset(roles),
        name="张三",
        party_name=party.name,
        extra_rights=rights,
    )


def clerk_of(party: Party) -> Actor:
    """企业经办人."""
    return someone(party, Role.ENTERPRISE_CLERK)


def officer_of(party: Party) -> Actor:
    """银行经办."""
    return someone(party, Role.BANK_OFFICER)


def approver_of(party: Party) -> Actor:
    """银行审批人."""
    return someone(party, Role.BANK_APPROVER)


def surveyor_of(party: Party) -> Actor:
    """担保经办."""
    return someone(party, Role.GUARANTEE_OFFICER)


def signatory_of(party: Party) -> Actor:
    """担保审批人."""
    return someone(party, Role.GUARANTEE_APPROVER)


def operator_of(party: Party) -> Actor:
    """平台运营."""
    return someone(party, Role.PLATFORM_OPERATOR)


def with_key(actor: Actor, key: str, body_hash: str = "same") -> Actor:
    """The same person, in a call that carries an idempotency key."""
    return Actor(
        **{name: getattr(actor, name) for name in actor.__slots__ if name != "call"},
        call=Call(key=key, body_hash=body_hash),
    )


def nobody() -> UUID:
    """An id that belongs to nothing."""
    return uuid4()


WISH: dict[str, Any] = {
    "amount_fen": 100 * WAN,
    "term_months": 12,
    "purpose": "采购原材料，补充流动资金",
    "security": SecurityKind.CREDIT,
    "repayment_method": RepaymentMethod.INTEREST_FIRST,
}


def an_open_wish(**differing: Any) -> Publication:
    """A financing request to every bank; say what differs."""
    return Publication(**{"aim": RequestAim.OPEN, **WISH, **differing})


def a_targeted_wish(bank: Party, **differing: Any) -> Publication:
    """A financing request to one bank; say what differs."""
    return Publication(**{"aim": RequestAim.TARGETED, "bank_id": bank.id, **WISH, **differing})


def an_amended_wish(**differing: Any) -> Resubmission:
    """The same wish, put right; say what differs."""
    return Resubmission(**{**WISH, **differing})


def a_line(**differing: Any) -> CreditLine:
    """A credit line of one million; say what differs."""
    return CreditLine(
        **{
            "credit_line_fen": 100 * WAN,
            "rate_bp": 385,
            "term_months": 12,
            "repayment_method": RepaymentMethod.INTEREST_FIRST,
            **differing,
        }
    )


def a_payout(
    amount_fen: int = 40 * WAN, contract_no: str = "", paid_on: date | None = None
) -> Payout:
    """A payout of today, under a contract of its own unless told otherwise."""
    return Payout(contract_no or f"HT-{uuid4().hex[:12]}", amount_fen, paid_on or clock.today())


async def a_request(enterprise: Party, **differing: Any) -> LoanApplication:
    """An open request in the pool."""
    return await applying.publish(an_open_wish(**differing), by=clerk_of(enterprise))


async def a_targeted_request(enterprise: Party, bank: Party, **differing: Any) -> LoanApplication:
    """A request in one bank's inbox."""
    return await applying.publish(a_targeted_wish(bank, **differing), by=clerk_of(enterprise))


async def an_accepted_application(enterprise: Party, bank: Party) -> LoanApplication:
    """A request that the bank has taken in: 待审核."""
    row = await a_targeted_request(enterprise, bank)
    return await banking.accept(row.id, by=officer_of(bank))


async def an_approved_application(enterprise: Party, bank: Party) -> LoanApplication:
    """An application that has passed the review: 待授信."""
    row = await an_accepted_application(enterprise, bank)
    return await banking.approve(row.id, Opinion("经营稳定，同意"), by=approver_of(bank))


async def a_granted_application(
    enterprise: Party, bank: Party, **differing: Any
) -> LoanApplication:
    """An application with a credit line: 待放款."""
    row = await an_approved_application(enterprise, bank)
    return await banking.grant(row.id, a_line(**differing), by=approver_of(bank))


def a_visit(**differing: Any) -> DueDiligenceForm:
    """A visit of today; say what differs."""
    told: dict[str, Any] = {
        "visited_on": clock.today(),
        "people": "魏然、姜涛",
        "place": "苏州工业园区星湖街 1 号",
        "findings": "订单充足，设备开工正常，与账目相符。",
    }
    return DueDiligenceForm(**told | differing)


def an_assessment(**differing: Any) -> RiskAssessmentForm:
    """An assessment that covers four fifths for a year; say what differs."""
    told: dict[str, Any] = {
        "statements_on": clock.today(),
        "revenue_fen": 3_000 * WAN,
        "profit_fen": -20 * WAN,
        "assets_fen": 2_000 * WAN,
        "liabilities_fen": 900 * WAN,
        "operations": "主营精密加工，客户稳定。",
        "credit_report": "无逾期，对外担保一笔。",
        "counter_guarantees": [
            CounterGuaranteeForm(kind=SecurityKind.MORTGAGE, what="厂房一处", value_fen=150 * WAN)
        ],
        "fee_bp": 100,
        "coverage_bp": 8_000,
        "claim_liability": ClaimLiability.JOINT,
        "term_months": 12,
        "opinion": "同意担保",
    }
    return RiskAssessmentForm(**told | differing)


def a_confirmation(**differing: Any) -> GuaranteeConfirmation:
    """A confirmation for eight hundred thousand from today; say what differs."""
    told: dict[str, Any] = {
        "opinion": "同意担保",
        "guaranteed_fen": 80 * WAN,
        "effective_on": clock.today(),
    }
    return GuaranteeConfirmation(**told | differing)


async def an_asked_guarantor(
    enterprise: Party, bank: Party, guarantor: Party, **differing: Any
) -> LoanApplication:
    """An application whose bank asks a guarantor to stand in: 待担保."""
    row = await a_targeted_request(enterprise, bank, **differing)
    officer = officer_of(bank)
    await banking.accept(row.id, by=officer)
    choice = GuarantorChoice(guarantor.id, "订单充足，缺少抵押物")
    return await banking.require_guarantor(row.id, choice, by=officer)


async def a_given_letter(row: LoanApplication, guarantor: Party) -> LoanApplication:
    """The guarantor looks, judges and gives its letter: 待审核. Needs hands that print and seal."""
    surveyor = surveyor_of(guarantor)
    await assessing.investigate(row.id, a_visit(), by=surveyor)
    await assessing.assess_risk(row.id, an_assessment(), by=surveyor)
    return await guaranteeing.confirm_guarantee(
        row.id, a_confirmation(), by=signatory_of(guarantor)
    )


async def a_completed_application(enterprise: Party, bank: Party) -> LoanApplication:
    """A case closed after one payout: 已办结."""
    row = await a_granted_application(enterprise, bank)
    officer = officer_of(bank)
    await banking.disburse(row.id, a_payout(), by=officer)
    return await banking.complete(row.id, by=officer)
