"""What is done in the certification of an enterprise, one function per verb."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, perform
from domain.kernel.refusal import Unmet
from domain.parties import rules
from domain.parties.flow import CertificationFlow
from domain.parties.terms import CertificationApproval, CertificationForm
from orm.parties import Certification, Party
from vocabulary.certification import CertificationState

NUMBER_PREFIX = "RZ"
USCC_TAKEN = "该统一社会信用代码已由另一账户完成认证，如有疑问请联系平台运营方"


async def submit(form: CertificationForm, *, by: Actor) -> Certification:
    """Ask to be certified. One claim at a time, and none once certified."""
    tidy = rules.checked(form)
    number = await numbering.draw(NUMBER_PREFIX)
    row = Certification(enterprise_id=by.party_id, certification_no=number)
    _write(row, tidy)
    async with begin(CertificationFlow, "submit", row, by=by, terms=tidy):
        enterprise = await _locked(by.party_id)
        if enterprise.certified:
            raise Unmet("贵企业已通过认证，无需重复提交")
        if await Certification.filter(
            enterprise_id=by.party_id,
            state__in=[CertificationState.TO_REVIEW, CertificationState.TO_AMEND],
        ).exists():
            raise Unmet("贵企业已有一份认证申请在办理中，请在原申请上查看进度或补正")
        await _must_be_free(tidy.uscc, enterprise)
    return row


async def resubmit(certification_id: UUID, form: CertificationForm, *, by: Actor) -> Certification:
    """Put right what was sent back."""
    tidy = rules.checked(form)
    async with perform("resubmit", Certification, certification_id, by=by, terms=tidy) as row:
        await _must_be_free(tidy.uscc, await _locked(row.enterprise_id))
        _write(row, tidy)
        row.reason = ""
    return row


async def send_back(certification_id: UUID, reason: str, *, by: Actor) -> Certification:
    """Ask the enterprise to put something right."""
    async with perform("send_back", Certification, certification_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def approve(
    certification_id: UUID, approval: CertificationApproval, *, by: Actor
) -> Certification:
    """Certify: from now on the enterprise is who it said it was, and may do business."""
    async with perform(
        "approve", Certification, certification_id, by=by, terms=approval, reason=approval.note
    ) as row:
        enterprise = await _locked(row.enterprise_id)
        await _must_be_free(row.uscc, enterprise)
        enterprise.name, enterprise.uscc = row.name, row.uscc
        enterprise.region, enterprise.industry = row.region, row.industry
        enterprise.legal_representative = row.legal_representative
        enterprise.contact_name, enterprise.contact_phone = row.contact_name, row.contact_phone
        enterprise.certified = True
        try:
            await enterprise.save()
        except IntegrityError as problem:  # Two approvals raced; the unique code let one win.
            raise Unmet(USCC_TAKEN) from problem
        row.decided_at = row.updated_at
        row.reason = approval.note
    return row


async def reject(certification_id: UUID, reason: str, *, by: Actor) -> Certification:
    """Refuse for good; the enterprise may begin anew with another claim."""
    async with perform("reject", Certification, certification_id, by=by, reason=reason) as row:
        row.reason, row.decided_at = reason, row.updated_at
    return row


def _write(row: Certification, form: CertificationForm) -> None:
    row.name, row.uscc = form.name, form.uscc
    row.region, row.industry = form.region, form.industry
    row.legal_representative = form.legal_representative
    row.contact_name, row.contact_phone = form.contact_name, form.contact_phone


async def _locked(party_id: UUID) -> Party:
    """Lock the enterprise, so that two claims of one enterprise wait for each other."""
    return await Party.select_for_update().get(id=party_id)


async def _must_be_free(uscc: str, enterprise: Party) -> None:
    """One social credit code, one certified enterprise."""
    if await Party.filter(uscc=uscc).exclude(id=enterprise.id).exists():
        raise Unmet(USCC_TAKEN)
