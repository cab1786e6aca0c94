"""历史补录: a certification from before papers were handed in, entered under a right few hold.

It begins under the first version of the flow, where the operator decides by form alone.
"""

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotYourPost
from domain.parties import rules
from domain.parties.actions import claiming
from domain.parties.flow import FormCertificationFlow
from domain.parties.terms import CertificationForm, PastAllowed
from orm.parties import Certification, Party
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

NUMBER_PREFIX = "RZ"
ALLOW_CODE = "certification.allow"


async def allow(terms: PastAllowed, *, by: Actor) -> None:
    """Let one enterprise enter its certification of the past, once. Few hold the right."""
    by.needs(Right.APPLICATION_HISTORICAL)
    if by.party_kind is not PartyKind.OPERATOR:
        raise NotYourPost("只有平台运营方可以允许历史补录")
    async with enact(ALLOW_CODE, "certification", terms.enterprise_id, by=by, terms=terms):
        rows = Party.filter(id=terms.enterprise_id, kind=PartyKind.ENTERPRISE, certified=False)
        if not await rows.update(may_enter_past=True):
            raise NotFound(NOT_FOUND)


async def submit(form: CertificationForm, *, by: Actor) -> Certification:
    """Enter a claim of the past. The operator decides it like any other."""
    rules.must_be_clerk(by)
    tidy = rules.checked(form)
    number = await numbering.draw(NUMBER_PREFIX)
    row = Certification(enterprise_id=by.party_id, certification_no=number)
    claiming.write(row, tidy)
    async with begin(FormCertificationFlow, "submit", row, by=by, terms=tidy):
        enterprise = await claiming.locked(by.party_id)
        if not enterprise.may_enter_past:
            raise NotYourPost("贵企业没有历史补录的许可，请上传证照办理认证")
        await claiming.must_be_free_to_claim(enterprise, tidy.uscc)
    return row
