"""风险提示: what should be minded about an enterprise, from rows that exist; nothing is guessed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from orm.claims import Claim
from orm.lending import LoanApplication
from orm.parties import Certification, Party
from orm.ratings import RatingDispute
from orm.servicing import Loan
from vocabulary.certification import CertificationState
from vocabulary.lending import LoanState
from vocabulary.money import wan_text
from vocabulary.ratings import DisputeState
from vocabulary.servicing import ClaimState, ServicingState

DUE_WITHIN_DAYS = 7
EXPIRING_WITHIN_DAYS = 30
CASES_MAX = 1_000  # of one enterprise
LOANS_MAX = 50  # near their due date


class Hint(Struct, frozen=True):
    """一条风险提示，以及可以去哪里处理。"""

    sentence: str
    subject_kind: str = ""
    subject_id: UUID | None = None
    grave: bool = False


async def of(row: Party, *, to: Actor) -> list[Hint]:
    """What this reader may know of and the enterprise should mind."""
    readable = LoanApplication.readable_by(to.party_id, to.party_kind).filter(enterprise_id=row.id)
    cases = await readable.order_by("-created_at").limit(CASES_MAX)
    return [
        *_of_standing(row, await latest_certification(row.id)),
        *await _of_loans(Loan.visible_to(to.party_id, to.party_kind).filter(enterprise_id=row.id)),
        *await _of_claims(Claim.visible_to(to.party_id, to.party_kind), row.id),
        *_of_cases(cases),
        *await _of_disputes([case.id for case in cases]),
    ]


async def latest_certification(enterprise_id: UUID) -> Certification | None:
    """The approval that counts."""
    approved = Certification.filter(enterprise_id=enterprise_id, state=CertificationState.APPROVED)
    return await approved.order_by("-created_at").first()


def _of_standing(row: Party, certification: Certification | None) -> list[Hint]:
    hints = [Hint("业务已被平台冻结", grave=True)] if row.on_hold else []
    until: date | None = certification.valid_until if certification else None
    about = (Certification.subject, certification.id if certification else None)
    if not row.certified:
        hints.append(Hint("尚未通过企业认证", Certification.subject))
    elif until is not None and until < clock.today():
        hints.append(Hint("企业认证已过有效期，请及时续期", *about, grave=True))
    elif until is not None and until <= clock.today() + timedelta(days=EXPIRING_WITHIN_DAYS):
        hints.append(Hint(f"企业认证将于{_day(until)}到期，请提前续期", *about))
    return hints


async def _of_loans(loans: QuerySet[Loan]) -> list[Hint]:
    today = clock.today()
    overdue = await loans.filter(state=ServicingState.OVERDUE).limit(LOANS_MAX)
    near = await loans.filter(
        state=ServicingState.CURRENT,
        next_due_on__gte=today,
        next_due_on__lte=today + timedelta(days=DUE_WITHIN_DAYS),
    ).limit(LOANS_MAX)
    return [
        Hint(f"贷款{loan.loan_no}已逾期，请尽快还款", loan.subject, loan.id, grave=True)
        for loan in overdue
    ] + [
        Hint(
            f"贷款{loan.loan_no}将于{_day(loan.next_due_on)}到期还款{wan_text(loan.next_due_fen)}",
            loan.subject,
            loan.id,
        )
        for loan in near
    ]


async def _of_claims(claims: QuerySet[Claim], enterprise_id: UUID) -> list[Hint]:
    waiting = (ClaimState.TO_DECIDE, ClaimState.TO_PAY)
    found = await claims.filter(enterprise_id=enterprise_id, state__in=waiting).limit(LOANS_MAX)
    return [
        Hint(f"贷款{each.loan_no}的代偿申请正在处理", Loan.subject, each.loan_id, grave=True)
        for each in found
    ]


def _of_cases(cases: Sequence[LoanApplication]) -> list[Hint]:
    today = clock.today()
    hints = []
    late = sum(case.expected_on is not None and case.expected_on < today for case in cases)
    if late:
        hints.append(Hint(f"{late}笔在办业务已超过办理时限"))
    lapsed = sum(
        case.state is LoanState.TO_DISBURSE
        and case.valid_until is not None
        and case.valid_until < today
        for case in cases
    )
    if lapsed:
        hints.append(Hint(f"{lapsed}笔授信已过有效期"))
    return hints


async def _of_disputes(case_ids: Sequence[UUID]) -> list[Hint]:
    open_ones = RatingDispute.filter(
        application_id__in=list(case_ids), state=DisputeState.TO_DECIDE
    )
    found = await open_ones.limit(LOANS_MAX) if case_ids else []
    return [
        Hint(
            f"业务{each.application_no}的评价有异议待裁定",
            LoanApplication.subject,
            each.application_id,
        )
        for each in found
    ]


def _day(day: date) -> str:
    return f"{day:%Y年%m月%d日}"
