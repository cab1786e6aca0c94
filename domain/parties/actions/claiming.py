"""What every claim shares: the form written into the row, and the enterprise it may certify."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from domain.kernel import clock
from domain.kernel.refusal import Unmet
from domain.parties import representatives, rules
from domain.parties.terms import CertificationForm
from orm.parties import Certification, Party
from vocabulary.certification import CertificationState

USCC_TAKEN = "该统一社会信用代码已由另一账户完成认证，如有疑问请联系平台运营方"
ENDED = (CertificationState.APPROVED, CertificationState.REJECTED)


def write(row: Certification, form: CertificationForm) -> None:
    """Put what was filled in into the row."""
    row.name, row.uscc = form.name, form.uscc
    row.region, row.industry, row.size = form.region, form.industry, form.size
    row.legal_representative = form.legal_representative
    row.contact_name, row.contact_phone = form.contact_name, form.contact_phone


async def locked(party_id: UUID) -> Party:
    """Lock the enterprise, so that two claims of one enterprise wait for each other."""
    return await Party.select_for_update().get(id=party_id)


async def must_be_free_to_claim(enterprise: Party, uscc: str) -> None:
    """One claim at a time, of a code that is nobody else's; once certified, only in time."""
    own = Certification.filter(enterprise_id=enterprise.id)
    if await own.exclude(state__in=ENDED).exists():
        raise Unmet("贵企业已有一份认证申请在办理中，请在原申请上查看进度或补正")
    if enterprise.certified:
        approved = own.filter(state=CertificationState.APPROVED)
        last = await approved.order_by("-decided_at").first()
        if last is None or not rules.may_renew(last.valid_until, clock.today()):
            raise Unmet("贵企业已通过认证，无需重复提交")
        if enterprise.uscc != uscc:
            raise Unmet("续期认证的统一社会信用代码应与已认证的一致，如已变更请联系平台运营方")
    await must_be_free(uscc, enterprise)


async def must_be_free(uscc: str, enterprise: Party) -> None:
    """One social credit code, one certified enterprise."""
    if await is_taken(uscc, enterprise.id):
        raise Unmet(USCC_TAKEN)


async def is_taken(uscc: str, enterprise_id: UUID) -> bool:
    """Does another party hold the code?"""
    return await Party.filter(uscc=uscc).exclude(id=enterprise_id).exists()


async def certify(row: Certification) -> None:
    """Write the claim into the party: from now on it is who it said it was.

    Runs inside the act that approves. Of two that race for one code, the unique index lets one win.
    """
    enterprise = await locked(row.enterprise_id)
    await must_be_free(row.uscc, enterprise)
    enterprise.name, enterprise.uscc = row.name, row.uscc
    enterprise.region, enterprise.industry = row.region, row.industry
    enterprise.size = row.size or enterprise.size  # what was declared once stands until corrected
    enterprise.legal_representative = row.legal_representative
    found = await representatives.of(row)
    enterprise.legal_representative_index = found.index
    enterprise.legal_representative_account_id = found.account_id
    enterprise.contact_name, enterprise.contact_phone = row.contact_name, row.contact_phone
    enterprise.certified = True
    try:
        await enterprise.save()
    except IntegrityError as problem:
        raise Unmet(USCC_TAKEN) from problem
