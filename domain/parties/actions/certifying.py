"""What people do in the certification of an enterprise, one function per verb."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from domain.faces import consents
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, perform
from domain.kernel.refusal import Invalid, NotNow, Unmet
from domain.parties import hand_ins, review, rules
from domain.parties.actions import claiming, facing
from domain.parties.flow import CertificationFlow, FormCertificationFlow
from domain.parties.terms import (
    CertificationApproval,
    CertificationForm,
    CertificationHandIn,
    CertificationReturn,
    ItemMark,
)
from orm.certifying import CreditAuthorization, FaceCheck, HandIn, Paper
from orm.parties import Certification
from vocabulary.seeing import DOCUMENT_LABELS, DocumentKind

NUMBER_PREFIX = "RZ"
HAND_INS_MAX = 30  # of one certification


async def submit(form: CertificationHandIn, *, by: Actor) -> Certification:
    """Ask to be certified. One claim at a time, and none once certified."""
    tidy = rules.checked(form)
    number = await numbering.draw(NUMBER_PREFIX)
    row = Certification(id=uuid4(), enterprise_id=by.party_id, certification_no=number)
    _write(row, tidy)
    async with begin(CertificationFlow, "submit", row, by=by, terms=tidy):
        enterprise = await claiming.locked(by.party_id)
        await claiming.must_be_free_to_claim(enterprise, tidy.uscc)
        await _hand_in(row, tidy, by)
    return row


async def resubmit(
    certification_id: UUID, form: CertificationHandIn, *, by: Actor
) -> Certification:
    """Put right what was sent back. What was handed in before stays beside it."""
    tidy = rules.checked(form)
    async with perform("resubmit", Certification, certification_id, by=by, terms=tidy) as row:
        enterprise = await claiming.locked(row.enterprise_id)
        await claiming.must_be_free(tidy.uscc, enterprise)
        _write(row, tidy)
        row.reason = ""
        await _hand_in(row, tidy, by)
    return row


async def send_back(
    certification_id: UUID, answer: CertificationReturn, *, by: Actor
) -> Certification:
    """Ask the enterprise to put something right."""
    async with perform(
        "send_back", Certification, certification_id, by=by, terms=answer, reason=answer.reason
    ) as row:
        await _mark(row, answer.marks, review.return_problem(answer.marks), by)
        row.reason = answer.reason
    return row


async def approve(
    certification_id: UUID, approval: CertificationApproval, *, by: Actor
) -> Certification:
    """Certify: from now on the enterprise is who it said it was, and may do business."""
    async with perform(
        "approve", Certification, certification_id, by=by, terms=approval, reason=approval.note
    ) as row:
        if row.version != FormCertificationFlow.version:
            checks = hand_ins.checks_of(await hand_ins.latest(row))
            problem = review.marks_problem(checks, approval.marks)
            await _mark(row, approval.marks, problem, by)
            row.valid_until = await hand_ins.valid_until(row)
            await hand_ins.forget_portraits(await hand_ins.latest(row))
        await claiming.certify(row)
        row.decided_at = row.updated_at
        row.reason = approval.note
    return row


async def reject(
    certification_id: UUID, answer: CertificationReturn, *, by: Actor
) -> Certification:
    """Refuse for good; the enterprise may begin anew with another claim."""
    async with perform(
        "reject", Certification, certification_id, by=by, terms=answer, reason=answer.reason
    ) as row:
        await _mark(row, answer.marks, review.return_problem(answer.marks), by)
        row.reason, row.decided_at = answer.reason, row.updated_at
        if row.version != FormCertificationFlow.version:
            await hand_ins.forget_portraits(await hand_ins.latest(row))
    return row


def _write(row: Certification, form: CertificationForm) -> None:
    claiming.write(row, form)
    if isinstance(form, CertificationHandIn):
        row.registered_capital_fen = form.registered_capital_fen
        row.main_business = form.main_business.strip()


async def _hand_in(row: Certification, form: CertificationHandIn, by: Actor) -> None:
    """Add what is handed in now to what was before."""
    if row.handed_in >= HAND_INS_MAX:
        raise NotNow("补正次数过多，请联系平台运营方协助办理")
    papers = await _papers(form, by)
    own = CreditAuthorization.filter(enterprise_id=by.party_id, withdrawn_at__isnull=True)
    if not await own.filter(id=form.authorization_id).exists():
        raise _missing("authorization_id", "请先签署征信授权书")
    await _must_be_my_face(form, by)
    row.handed_in += 1
    await HandIn.create(
        certification_id=row.id,
        serial=row.handed_in,
        account_name=by.name,
        form=msgspec.json.encode(form).decode(),
        licence_id=form.licence_id,
        id_front_id=form.id_front_id,
        id_back_id=form.id_back_id,
        authorization_id=form.authorization_id,
        face_check_id=form.face_check_id,
        at=row.updated_at,
    )
    await Paper.filter(id__in=papers).update(handed_in=True)


async def _papers(form: CertificationHandIn, by: Actor) -> list[UUID]:
    """The three papers, each of the right kind and uploaded by this very enterprise."""
    wanted = {
        "licence_id": DocumentKind.BUSINESS_LICENCE,
        "id_front_id": DocumentKind.ID_CARD_FRONT,
        "id_back_id": DocumentKind.ID_CARD_BACK,
    }
    own = Paper.filter(enterprise_id=by.party_id, key__isnull=False)
    for field, kind in wanted.items():
        if not await own.filter(id=getattr(form, field), kind=kind).exists():
            raise _missing(field, f"请上传{DOCUMENT_LABELS[kind]}")
    return [getattr(form, field) for field in wanted]


async def _must_be_my_face(form: CertificationHandIn, by: Actor) -> None:
    if form.face_check_id is None:
        return
    own = FaceCheck.filter(enterprise_id=by.party_id, paper_id=form.id_front_id)
    face = await own.get_or_none(id=form.face_check_id, shown_at__isnull=False)
    if face is not None and not await consents.stands(face.consent_id, locked=True):
        raise _missing("face_check_id", facing.TAKEN_BACK)
    if face is None:
        raise _missing("face_check_id", "更换身份证照片后请重新做人脸核验，或改由工作人员核验")


def _missing(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, ((field, sentence),))


async def _mark(
    row: Certification, marks: Sequence[ItemMark], problem: str | None, by: Actor
) -> None:
    """Keep the operator's marks beside the checks they answer. One per item."""
    if row.version == FormCertificationFlow.version:
        return
    if len({mark.item for mark in marks}) < len(marks):
        raise Unmet("审核清单中有重复的项目，请刷新页面后重试")
    if problem:
        raise Unmet(problem)
    hand_in = await hand_ins.latest(row)
    hand_in.marks = msgspec.json.encode(marks).decode()
    hand_in.marked_by, hand_in.marked_at = by.name, row.updated_at
    await hand_in.save(update_fields=["marks", "marked_by", "marked_at"])
