"""历史补录: a certification from before papers were handed in, entered under a right few hold.

It begins under the first version of the flow, where the operator decides by form alone.
"""

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin
from domain.parties import rules
from domain.parties.actions import claiming
from domain.parties.flow import FormCertificationFlow
from domain.parties.terms import CertificationForm
from orm.parties import Certification
from vocabulary.rights import Right

NUMBER_PREFIX = "RZ"


async def submit(form: CertificationForm, *, by: Actor) -> Certification:
    """Enter a claim of the past. The operator decides it like any other."""
    by.needs(Right.APPLICATION_HISTORICAL)
    tidy = rules.checked(form)
    number = await numbering.draw(NUMBER_PREFIX)
    row = Certification(enterprise_id=by.party_id, certification_no=number)
    claiming.write(row, tidy)
    async with begin(FormCertificationFlow, "submit", row, by=by, terms=tidy):
        enterprise = await claiming.locked(by.party_id)
        await claiming.must_be_free_to_claim(enterprise, tidy.uscc)
    return row
