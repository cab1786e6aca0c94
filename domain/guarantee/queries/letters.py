"""Reading applications for letters of guarantee: a list, one case, the letter itself."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.guarantee.queries.cases import PDF
from domain.guarantee.queries.desk import Cursor, Limit
from domain.guarantee.wording import VERIFY_PATH
from domain.kernel import clock, journal, outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import witness
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    LIMIT_DEFAULT,
    Page,
)
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound, Unavailable
from domain.kernel.showing import (
    FlowPicture,
    Milestone,
    OpenStep,
    open_steps,
    picture,
    states_left,
    timeline,
)
from orm.guarantee import LetterApplication, LetterOfGuarantee
from vocabulary.guarantee import LETTER_KIND_LABELS, LETTER_STATE_LABELS, LetterKind, LetterState
from vocabulary.rights import Right

DOWNLOAD_CODE = "letter_of_guarantee.download_letter"
TIMELINE_MAX = 200


class LetterFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """保函申请的筛选条件。"""

    state: LetterState | None = None
    kind: LetterKind | None = None
    q: Annotated[str, Meta(max_length=60, description="编号、企业、受益人或项目")] = ""
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class LetterRow(Struct, frozen=True, kw_only=True):
    """列表中的一笔保函申请。"""

    id: UUID
    application_no: str
    kind: LetterKind
    kind_label: str
    state: LetterState
    state_label: str
    enterprise_name: str
    guarantor_name: str
    beneficiary_name: str
    project: str
    amount_fen: int
    effective_on: date
    valid_until: date
    submitted_at: datetime
    expected_on: date | None
    overdue: bool
    guarantee_no: str


class LetterCase(LetterRow, frozen=True, kw_only=True):
    """一笔保函申请的全部内容。"""

    contract_no: str
    remarks: str
    fee_fen: int | None
    opinion: str
    sha256: str
    verify_path: str
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    etag: str


async def page(asked: LetterFilter, *, to: Actor) -> Page[LetterRow]:
    """The applications this party may know of, newest first."""
    to.needs(Right.APPLICATION_VIEW)
    rows = LetterApplication.visible_to(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        no = asked.q.upper()
        rows = rows.filter(
            Q(application_no__startswith=no)
            | Q(guarantee_no__startswith=no)
            | Q(enterprise_name__contains=asked.q)
            | Q(beneficiary_name__contains=asked.q)
            | Q(project__contains=asked.q)
        )
    shown, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return Page([LetterRow(**_summary(row)) for row in shown], following)  # type: ignore[arg-type]  # one dict of many types


def _summary(row: LetterApplication) -> dict[str, object]:
    return {
        "id": row.id,
        "application_no": row.application_no,
        "kind": row.kind,
        "kind_label": LETTER_KIND_LABELS[row.kind],
        "state": row.state,
        "state_label": LETTER_STATE_LABELS[row.state],
        "enterprise_name": row.enterprise_name,
        "guarantor_name": row.guarantor_name,
        "beneficiary_name": row.beneficiary_name,
        "project": row.project,
        "amount_fen": row.amount_fen,
        "effective_on": row.effective_on,
        "valid_until": row.valid_until,
        "submitted_at": row.created_at,
        "expected_on": row.expected_on,
        "overdue": row.expected_on is not None and row.expected_on < clock.today(),
        "guarantee_no": row.guarantee_no,
    }


async def one(application_id: UUID, *, to: Actor) -> LetterCase:
    """One application, if the actor may read it."""
    return await case(await _readable(application_id, to), to)


async def _readable(application_id: UUID, to: Actor) -> LetterApplication:
    visible = LetterApplication.visible_to(to.party_id, to.party_kind)
    may_read = Right.APPLICATION_VIEW in to.rights
    row = await visible.get_or_none(id=application_id) if may_read else None
    if row is None:
        raise NotFound(NOT_FOUND)
    return row


async def case(row: LetterApplication, actor: Actor) -> LetterCase:
    """Everything one party may see of an application, and what it may do next."""
    flow = flow_of(row.subject, row.flow, row.version)
    story = timeline(flow, await journal.story_of(row.id, limit=TIMELINE_MAX), actor)
    letter = await LetterOfGuarantee.get_or_none(application_id=row.id)
    return LetterCase(
        **_summary(row),  # type: ignore[arg-type]  # one dict of many types
        contract_no=row.contract_no,
        remarks=row.remarks,
        fee_fen=row.fee_fen,
        opinion=row.opinion,
        sha256=letter.sha256 if letter else "",
        verify_path=f"{VERIFY_PATH}/{row.guarantee_no}" if letter else "",
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=story,
        flow=picture(flow, row.state, states_left(story)),
        etag=etag_of(row),
    )


async def download_letter(application_id: UUID, *, by: Actor) -> Download:
    """The letter, for whoever may read its application. That it was read is journalled."""
    row = await _readable(application_id, by)
    letter = await LetterOfGuarantee.get_or_none(application_id=row.id)
    if letter is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await outside.held().objects.open(letter.sha256)
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    number = letter.guarantee_no
    await witness(DOWNLOAD_CODE, "letter_of_guarantee", letter.id, by=by, subject_no=number)
    name = f"{LETTER_KIND_LABELS[letter.kind]} {number}.pdf"
    return Download(name, PDF, letter.size_bytes, chunks)
