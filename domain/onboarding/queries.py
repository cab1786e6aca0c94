"""What screens ask of onboarding: the standard, the agreement, the list, one case."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.journal import witness
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from domain.kernel.refusal import NotFound
from domain.onboarding import rules, tickets
from domain.onboarding.standards import AGREEMENTS, STANDARDS, Kind
from domain.onboarding.views import (
    AgreementView,
    OnboardingRow,
    OnboardingView,
    agreement_view,
    row_view,
    view,
)
from orm.onboarding import Onboarding
from vocabulary.identifiers import compact_uscc
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

SEARCH_LENGTH_MAX = 60
RENEWING = (
    OnboardingState.ADMITTED,
    OnboardingState.TO_RENEW,
    OnboardingState.EXPIRED,
)


class OnboardingSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """入驻申请的筛选条件。"""

    state: OnboardingState | None = None
    kind: PartyKind | None = None
    renewing: Annotated[bool, Meta(description="只看60日内到期、待续期和已到期的机构")] = False
    q: Annotated[
        str, Meta(max_length=SEARCH_LENGTH_MAX, description="机构名称、入驻编号或信用代码")
    ] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class PublishedCriterion(Struct, frozen=True):
    """一条准入条件：适用的机构类型、内容、需要提交的材料和依据。"""

    id: str
    title: str
    text: str
    source: str
    evidence: list[str]
    kinds: list[str]


class PublishedStandard(Struct, frozen=True):
    """统一准入标准：版本、公布和施行日期、适用类型与全部条件。"""

    version: str
    title: str
    published_on: date
    effective_on: date
    principle: str
    kinds: list[Kind]
    criteria: list[PublishedCriterion]


def standard() -> PublishedStandard:
    """The standard in force, as everybody may read it."""
    found = STANDARDS.current(clock.today())
    everybody = [each.kind for each in found.kinds]
    return PublishedStandard(
        found.version,
        found.title,
        found.published_on,
        found.effective_on,
        found.principle,
        found.kinds,
        [
            PublishedCriterion(
                each.id,
                each.title,
                each.text,
                each.source,
                [STANDARDS.evidence[key] for key in each.evidence],
                each.kinds or everybody,
            )
            for each in found.criteria
        ],
    )


def agreement() -> AgreementView:
    """The agreement that is signed now."""
    return agreement_view(AGREEMENTS.current(clock.today()))


async def own(call: Call) -> OnboardingView:
    """The application of whoever holds this call's ticket."""
    row, by = await tickets.holder(call)
    return await view(row, by)


async def page(search: OnboardingSearch, actor: Actor) -> Page[OnboardingRow]:
    """List onboardings, newest first: the operator sees all, an institution its own."""
    actor.needs(Right.ONBOARDING_VIEW)
    rows = _narrowed(search, Onboarding.visible_to(actor.party_id, actor.party_kind))
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    return Page([row_view(row) for row in shown], end)


async def one(onboarding_id: UUID, actor: Actor) -> OnboardingView:
    """Show one case. The operator sees people's names, so their reading is journalled (5.3.2.2)."""
    row = await _readable(onboarding_id, actor)
    if actor.party_kind is PartyKind.OPERATOR:
        await witness("onboarding.view", row.subject, row.id, by=actor, subject_no=row.number())
    return await view(row, actor)


async def must_be_readable(onboarding_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may read the case."""
    await _readable(onboarding_id, actor)


async def _readable(onboarding_id: UUID, actor: Actor) -> Onboarding:
    actor.needs(Right.ONBOARDING_VIEW)
    visible = Onboarding.visible_to(actor.party_id, actor.party_kind)
    row = await visible.get_or_none(id=onboarding_id)
    if row is None:
        raise NotFound("未找到该入驻申请，它可能不存在或不属于您的单位")
    return row


def _narrowed(search: OnboardingSearch, rows: QuerySet[Onboarding]) -> QuerySet[Onboarding]:
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if search.kind is not None:
        rows = rows.filter(kind=search.kind)
    if search.renewing:
        horizon = clock.today() + rules.RENEWAL_OPENS
        rows = rows.filter(state__in=RENEWING, valid_until__lte=horizon)
    if words := search.q.strip():
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(onboarding_no__icontains=words)
            | Q(uscc=compact_uscc(words))
        )
    return rows
