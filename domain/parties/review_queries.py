"""What the operator compares, and the enterprise is told: every hand-in, checked and marked."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.kernel.journal import witness
from domain.parties import queries
from domain.parties.checks import Compared
from domain.parties.hand_ins import checks_of, form_of, marks_of, paper_ids
from domain.parties.paper_queries import PaperView, paper_view
from domain.parties.terms import CertificationHandIn
from orm.certifying import CreditAuthorization, HandIn, Paper
from vocabulary.certification import (
    CHECK_ITEM_LABELS,
    CHECK_VERDICT_LABELS,
    CheckItem,
    CheckVerdict,
)
from vocabulary.identifiers import mask_person, mask_phone
from vocabulary.industries import SECTIONS
from vocabulary.money import wan_text
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS

READ_CODE = "certification.read_hand_ins"


class FilledIn(Struct, frozen=True):
    """填报的一项；与上一次提交不同的，附上一次的内容。"""

    name: str
    label: str
    text: str
    before: str | None


class HandedPaper(Struct, frozen=True):
    """一张证照照片，以及它是否在本次更换。"""

    paper: PaperView
    changed: bool


class CheckView(Struct, frozen=True):
    """审核清单的一项：比对了什么，自动结果，人工结论。"""

    item: CheckItem
    label: str
    verdict: CheckVerdict
    verdict_label: str
    sentence: str
    values: list[Compared]
    mend: str
    ok: bool | None
    note: str


class AuthorizationShown(Struct, frozen=True):
    """所附的征信授权书。"""

    id: UUID
    purpose: str
    text: str
    text_version: str
    signer_name: str
    signed_at: datetime
    expires_on: date
    withdrawn: bool


class HandInView(Struct, frozen=True):
    """一次提交：填报、证照、授权、自动核验和人工结论。"""

    serial: int
    at: datetime
    account_name: str
    form: list[FilledIn]
    papers: list[HandedPaper]
    authorization: AuthorizationShown
    checks: list[CheckView]
    rules_version: int | None
    checked_at: datetime | None
    marked_by: str
    marked_at: datetime | None


class HandInList(Struct, frozen=True):
    """历次提交，最近的在前。"""

    items: list[HandInView]


async def hand_ins(certification_id: UUID, actor: Actor) -> HandInList:
    """Every hand-in of a certification, the newest first. The operator's reading is journalled."""
    row = await queries.readable(certification_id, actor)
    rows = await HandIn.filter(certification_id=row.id).order_by("serial")
    if actor.party_kind is PartyKind.OPERATOR and rows:
        await witness(READ_CODE, row.subject, row.id, by=actor, subject_no=row.number())
    wanted = [each for hand_in in rows for each in paper_ids(hand_in)]
    papers = {paper.id: paper for paper in await Paper.filter(id__in=wanted)}
    asked = [hand_in.authorization_id for hand_in in rows]
    signed = {each.id: each for each in await CreditAuthorization.filter(id__in=asked)}
    is_own = row.enterprise_id == actor.party_id
    shown = [
        await _view((hand_in, before), papers, signed, actor, is_own=is_own)
        for hand_in, before in zip(rows, [None, *rows], strict=False)
    ]
    return HandInList(shown[::-1])


async def _view(
    pair: tuple[HandIn, HandIn | None],
    papers: dict[UUID, Paper],
    authorizations: dict[UUID, CreditAuthorization],
    actor: Actor,
    *,
    is_own: bool,
) -> HandInView:
    """One hand-in beside the one before it."""
    hand_in, before = pair
    signed = authorizations[hand_in.authorization_id]
    kept = paper_ids(before) if before else paper_ids(hand_in)
    return HandInView(
        serial=hand_in.serial,
        at=hand_in.at,
        account_name=hand_in.account_name if is_own else mask_person(hand_in.account_name),
        form=_filled_in(form_of(hand_in), form_of(before) if before else None, is_own=is_own),
        papers=[
            HandedPaper(await paper_view(papers[each], actor), each not in kept)
            for each in paper_ids(hand_in)
        ],
        authorization=AuthorizationShown(
            signed.id,
            signed.purpose,
            signed.text,
            signed.text_version,
            signed.signer_name,
            signed.signed_at,
            signed.expires_on,
            signed.withdrawn_at is not None,
        ),
        checks=checks_view(hand_in),
        rules_version=hand_in.rules_version,
        checked_at=hand_in.checked_at,
        marked_by=mask_person(hand_in.marked_by) if is_own else hand_in.marked_by,
        marked_at=hand_in.marked_at,
    )


def _filled_in(
    form: CertificationHandIn, before: CertificationHandIn | None, *, is_own: bool
) -> list[FilledIn]:
    now, then = _texts(form, is_own=is_own), _texts(before, is_own=is_own) if before else {}
    return [
        FilledIn(
            name, label, text, then[name][1] if name in then and then[name][1] != text else None
        )
        for name, (label, text) in now.items()
    ]


def _texts(form: CertificationHandIn, *, is_own: bool) -> dict[str, tuple[str, str]]:
    contact = (form.contact_name, form.contact_phone)
    name, phone = contact if is_own else (mask_person(contact[0]), mask_phone(contact[1]))
    return {
        "name": ("企业名称", form.name),
        "uscc": ("统一社会信用代码", form.uscc),
        "legal_representative": ("法定代表人", form.legal_representative),
        "registered_capital_fen": ("注册资本", wan_text(form.registered_capital_fen)),
        "main_business": ("主营业务", form.main_business),
        "region": ("所在区域", REGIONS.get(form.region, form.region)),
        "industry": ("所属行业", SECTIONS.get(form.industry, form.industry)),
        "contact_name": ("联系人", name),
        "contact_phone": ("联系电话", phone),
    }


def checks_view(hand_in: HandIn) -> list[CheckView]:
    """How its checks came out, with what was marked."""
    marks = {mark.item: mark for mark in marks_of(hand_in)}
    return [
        CheckView(
            check.item,
            CHECK_ITEM_LABELS[check.item],
            check.verdict,
            CHECK_VERDICT_LABELS[check.verdict],
            check.sentence,
            list(check.values),
            check.mend,
            marks[check.item].ok if check.item in marks else None,
            marks[check.item].note if check.item in marks else "",
        )
        for check in checks_of(hand_in)
    ]
