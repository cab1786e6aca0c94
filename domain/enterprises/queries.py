"""Searching enterprises, and the portrait of one: masked until a case gives the right to see more.

An institution that has a case of an enterprise knows whose it is; the enterprise applied to it.
Of any other it learns that there is such a firm, and nothing by which it could be found.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from domain.enterprises import hints
from domain.enterprises.terms import EnterpriseSearch
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.journal import witness
from domain.kernel.newest import newest_first
from domain.kernel.outside import held
from domain.kernel.pages import (
    Page,
)
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotYourPost
from orm.certifying import CreditAuthorization
from orm.lending import LoanApplication
from orm.parties import Party
from vocabulary.identifiers import (
    compact_uscc,
    mask_enterprise,
    mask_person,
    mask_phone,
    mask_uscc,
    uscc_problem,
)
from vocabulary.industries import SECTIONS
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.parties import ENTERPRISE_SIZE_LABELS, PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

SEARCHES_MAX = 120  # a minute and account
WINDOW_S = 60
RECORD_MAX = 50


class EnterpriseRow(Struct, frozen=True, kw_only=True):
    """查到的一家企业；没有业务往来的已遮掩，也不能打开。"""

    id: UUID | None
    name: str
    uscc: str
    region_label: str
    industry_label: str
    certified: bool
    cases: int


class FinancingLine(Struct, frozen=True, kw_only=True):
    """融资记录的一笔。"""

    application_id: UUID
    application_no: str
    state: LoanState
    state_label: str
    bank_name: str
    requested_fen: int
    credit_line_fen: int | None
    disbursed_fen: int
    submitted_at: datetime


class ScoreView(Struct, frozen=True, kw_only=True):
    """最近一次申请时的信用评分，附版本与理由。"""

    points: int
    required: int
    version: str
    reasons: list[str]
    application_no: str
    at: datetime


class Portrait(Struct, frozen=True, kw_only=True):
    """企业画像：基本信息、认证、信用评分、融资记录、联系方式（遮掩）。"""

    id: UUID
    name: str
    uscc: str
    region_label: str
    industry_label: str
    size_label: str
    certified: bool
    certified_until: date | None
    registered_capital_fen: int | None
    main_business: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    authorised_until: date | None
    may_unmask: bool
    score: ScoreView | None
    record: list[FinancingLine]
    applications: int
    granted_fen: int
    disbursed_fen: int
    hints: list[str]


class EnterpriseContact(Struct, frozen=True):
    """企业的完整联系方式。"""

    contact_name: str
    contact_phone: str

    def __repr__(self) -> str:
        return "EnterpriseContact(…)"


async def search(asked: EnterpriseSearch, *, to: Actor) -> Page[EnterpriseRow]:
    """Enterprises by name, code, district and trade, those that came last first."""
    to.needs(Right.ENTERPRISE_VIEW)
    who = str(to.account_id)
    await held().limiter.hit("enterprise_search", who, limit=SEARCHES_MAX, window_s=WINDOW_S)
    rows = _filtered(asked, to)
    shown, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    cases = await cases_with(to, [row.id for row in shown])
    return Page([_row(row, cases.get(row.id, 0), to) for row in shown], following)


def _filtered(asked: EnterpriseSearch, to: Actor) -> QuerySet[Party]:
    rows = Party.filter(kind=PartyKind.ENTERPRISE).exclude(name="")
    if words := asked.q.strip():
        code = compact_uscc(words)
        is_code = uscc_problem(code) is None
        rows = rows.filter(uscc=code) if is_code else rows.filter(name__contains=words)
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.industry:
        rows = rows.filter(industry=asked.industry)
    if asked.own:
        rows = rows.filter(id__in=Subquery(_readable(to).values("enterprise_id")))
    return rows


def _readable(to: Actor) -> QuerySet[LoanApplication]:
    return LoanApplication.readable_by(to.party_id, to.party_kind)


async def cases_with(to: Actor, enterprises: Iterable[UUID]) -> dict[UUID, int]:
    """How many cases the reader may read of each of these."""
    found = await (
        _readable(to)
        .filter(enterprise_id__in=list(enterprises))
        .annotate(n=Count("id"))
        .group_by("enterprise_id")
        .values_list("enterprise_id", "n")
    )
    return {enterprise_id: int(n) for enterprise_id, n in found}


def _row(row: Party, cases: int, to: Actor) -> EnterpriseRow:
    knows = cases > 0 or to.party_kind is PartyKind.OPERATOR
    uscc = row.uscc or ""
    return EnterpriseRow(
        id=row.id if knows else None,
        name=row.name if knows else mask_enterprise(row.name),
        uscc=uscc if knows else mask_uscc(uscc),
        region_label=REGIONS.get(row.region, row.region),
        industry_label=SECTIONS.get(row.industry, row.industry),
        certified=row.certified,
        cases=cases,
    )


async def own(*, to: Actor) -> Portrait:
    """An enterprise as it sees itself."""
    if to.party_kind is not PartyKind.ENTERPRISE:
        raise NotYourPost("只有企业可以查看企业中心")
    to.needs(Right.APPLICATION_VIEW)
    return await _portrait(await Party.get(id=to.party_id), to)


async def one(enterprise_id: UUID, *, to: Actor) -> Portrait:
    """The portrait of an enterprise the reader has business with; any other is not found."""
    return await _portrait(await _known(enterprise_id, to), to)


async def unmasked(enterprise_id: UUID, *, to: Actor) -> EnterpriseContact:
    """The contact in full; who looked, and at which enterprise, is journalled."""
    to.needs(Right.ENTERPRISE_UNMASK)
    row = await _known(enterprise_id, to)
    await witness("enterprise.unmask", "enterprise", row.id, by=to, subject_no=row.uscc or "")
    return EnterpriseContact(row.contact_name or "", row.contact_phone or "")


async def _known(enterprise_id: UUID, to: Actor) -> Party:
    to.needs(Right.ENTERPRISE_VIEW)
    row = await Party.get_or_none(id=enterprise_id, kind=PartyKind.ENTERPRISE)
    is_operator = to.party_kind is PartyKind.OPERATOR
    if row is None or not (is_operator or await cases_with(to, [enterprise_id])):
        raise NotFound(NOT_FOUND)
    return row


async def _portrait(row: Party, to: Actor) -> Portrait:
    is_own = row.id == to.party_id
    cases = await (
        _readable(to).filter(enterprise_id=row.id).order_by("-created_at").limit(hints.CASES_MAX)
    )
    certification = await hints.latest_certification(row.id)
    return Portrait(
        id=row.id,
        name=row.name,
        uscc=row.uscc or "",
        region_label=REGIONS.get(row.region, row.region),
        industry_label=SECTIONS.get(row.industry, row.industry),
        size_label=ENTERPRISE_SIZE_LABELS[row.size] if row.size else "",
        certified=row.certified,
        certified_until=certification.valid_until if certification else None,
        registered_capital_fen=certification.registered_capital_fen if certification else None,
        main_business=certification.main_business if certification else "",
        legal_representative=_person(row.legal_representative, bare=is_own),
        contact_name=_person(row.contact_name, bare=is_own),
        contact_phone=_phone(row.contact_phone, bare=is_own),
        authorised_until=await _authorised_until(row.id),
        may_unmask=not is_own and Right.ENTERPRISE_UNMASK in to.rights,
        score=_score(cases),
        record=[_line(case) for case in cases[:RECORD_MAX]],
        applications=len(cases),
        granted_fen=sum(case.credit_line_fen or 0 for case in cases),
        disbursed_fen=sum(case.disbursed_fen for case in cases),
        hints=[hint.sentence for hint in await hints.of(row, to=to)],
    )


def _person(name: str | None, *, bare: bool) -> str:
    return (name or "") if bare else mask_person(name or "")


def _phone(number: str | None, *, bare: bool) -> str:
    if not number:
        return ""
    return number if bare else mask_phone(number)


async def _authorised_until(enterprise_id: UUID) -> date | None:
    """Until when the enterprise's 征信授权书 in force holds."""
    found = await (
        CreditAuthorization.filter(
            enterprise_id=enterprise_id, withdrawn_at__isnull=True, expires_on__gte=clock.today()
        )
        .order_by("-expires_on")
        .first()
    )
    return found.expires_on if found else None


def _score(cases: list[LoanApplication]) -> ScoreView | None:
    """The score of the latest case that the reader may read, as it was kept then."""
    if not cases:
        return None
    latest = cases[0]
    return ScoreView(
        points=latest.credit_score,
        required=latest.score_required,
        version=latest.score_version,
        reasons=list(latest.score_reasons),
        application_no=latest.application_no,
        at=latest.created_at,
    )


def _line(case: LoanApplication) -> FinancingLine:
    return FinancingLine(
        application_id=case.id,
        application_no=case.application_no,
        state=case.state,
        state_label=STATE_LABELS[case.state],
        bank_name=case.bank_name,
        requested_fen=case.requested_fen,
        credit_line_fen=case.credit_line_fen,
        disbursed_fen=case.disbursed_fen,
        submitted_at=case.created_at,
    )
