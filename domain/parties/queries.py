"""What screens read of certifications."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import story_of, witness
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.parties.rules import may_renew
from orm.parties import Certification
from vocabulary.certification import CERTIFICATION_STATE_LABELS, CertificationState
from vocabulary.identifiers import compact_uscc, mask_person, mask_phone
from vocabulary.industries import SECTIONS
from vocabulary.parties import ENTERPRISE_SIZE_LABELS, EnterpriseSize, PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

MILESTONES_MAX = 200
SEARCH_LENGTH_MAX = 60


class CertificationSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """企业认证的筛选条件。"""

    state: CertificationState | None = None
    q: Annotated[
        str, Meta(max_length=SEARCH_LENGTH_MAX, description="企业名称、认证编号或信用代码")
    ] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class CertificationView(Struct, frozen=True):
    """企业认证。列表中不含办理节点，详情中才有；联系人信息只有企业自己能看到全文。"""

    id: UUID
    certification_no: str
    state: CertificationState
    state_label: str
    enterprise_id: UUID
    name: str
    uscc: str
    region: str
    region_label: str
    industry: str
    industry_label: str
    size: EnterpriseSize | None
    size_label: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    registered_capital_fen: int | None
    main_business: str
    has_papers: bool
    valid_until: date | None
    may_renew: bool
    reason: str
    submitted_at: datetime
    decided_at: datetime | None
    expected_on: date | None
    open_steps: list[OpenStep]
    timeline: list[Milestone]


async def page(search: CertificationSearch, actor: Actor) -> Page[CertificationView]:
    """List certifications, newest first: the operator sees all, an enterprise its own."""
    actor.needs(Right.CERTIFICATION_VIEW)
    rows = Certification.visible_to(actor.party_id, actor.party_kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if words := search.q.strip():
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(certification_no__icontains=words)
            | Q(uscc=compact_uscc(words))
        )
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    return Page([_view(row, actor, []) for row in shown], end)


async def one(certification_id: UUID, actor: Actor) -> CertificationView:
    """Show one certification with its milestones. Raises NotFound.

    The operator sees the legal representative's name, so its reading is journalled (5.3.2.2).
    """
    row = await readable(certification_id, actor)
    if actor.party_kind is PartyKind.OPERATOR:
        await witness("certification.view", row.subject, row.id, by=actor, subject_no=row.number())
    return await view(row, actor)


class UnmaskedContact(Struct, frozen=True):
    """企业认证的完整联系方式。"""

    contact_name: str
    contact_phone: str

    def __repr__(self) -> str:
        return "UnmaskedContact(…)"


async def unmasked(certification_id: UUID, actor: Actor) -> UnmaskedContact:
    """Show a certification's contact in full; who looked, and at which, is journalled."""
    actor.needs(Right.CERTIFICATION_UNMASK)
    row = await readable(certification_id, actor)
    await witness("certification.unmask", row.subject, row.id, by=actor, subject_no=row.number())
    return UnmaskedContact(row.contact_name, row.contact_phone)


async def must_be_readable(certification_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may read the certification."""
    await readable(certification_id, actor)


async def readable(certification_id: UUID, actor: Actor) -> Certification:
    """The certification, if the actor may read it. Raises NotFound."""
    actor.needs(Right.CERTIFICATION_VIEW)
    visible = Certification.visible_to(actor.party_id, actor.party_kind)
    row = await visible.get_or_none(id=certification_id)
    if row is None:
        raise NotFound("未找到该认证申请，它可能不存在或不属于您的单位")
    return row


async def view(row: Certification, actor: Actor) -> CertificationView:
    """Show a row already read, with its milestones; also the answer of every act on it."""
    entries = await story_of(row.id, limit=MILESTONES_MAX)
    flow = flow_of(row.subject, row.flow, row.version)
    return _view(row, actor, timeline(flow, entries, actor))


def _view(row: Certification, actor: Actor, milestones: list[Milestone]) -> CertificationView:
    is_own = row.enterprise_id == actor.party_id
    flow = flow_of(row.subject, row.flow, row.version)
    return CertificationView(
        id=row.id,
        certification_no=row.certification_no,
        state=row.state,
        state_label=CERTIFICATION_STATE_LABELS[row.state],
        enterprise_id=row.enterprise_id,
        name=row.name,
        uscc=row.uscc,
        region=row.region,
        region_label=REGIONS.get(row.region, row.region),
        industry=row.industry,
        industry_label=SECTIONS.get(row.industry, row.industry),
        size=row.size,
        size_label=ENTERPRISE_SIZE_LABELS[row.size] if row.size else "",
        legal_representative=row.legal_representative,
        contact_name=row.contact_name if is_own else mask_person(row.contact_name),
        contact_phone=row.contact_phone if is_own else mask_phone(row.contact_phone),
        registered_capital_fen=row.registered_capital_fen,
        main_business=row.main_business,
        has_papers=row.handed_in > 0,
        valid_until=row.valid_until,
        may_renew=row.state is CertificationState.APPROVED
        and is_own
        and may_renew(row.valid_until, clock.today()),
        reason=row.reason,
        submitted_at=row.created_at,
        decided_at=row.decided_at,
        expected_on=row.expected_on,
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=milestones,
    )
