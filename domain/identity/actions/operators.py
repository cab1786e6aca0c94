"""What the operator alone does: take an institution aboard."""

from uuid import uuid4

from domain.identity.terms import InstitutionOpening
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Unmet
from orm.parties import Party
from vocabulary.identifiers import compact_uscc, uscc_problem
from vocabulary.parties import OPENED_KINDS
from vocabulary.regions import REGIONS
from vocabulary.rights import Right


async def open_institution(body: InstitutionOpening, *, by: Actor) -> Party:
    """Take an institution aboard; it is qualified from the start."""
    by.needs(Right.INSTITUTION_OPEN)
    wrong = (
        ("kind", "" if body.kind in OPENED_KINDS else "请选择机构类型"),
        ("uscc", uscc_problem(body.uscc)),
        ("region", "" if body.region in REGIONS else "请选择苏州市所辖区域"),
    )
    errors = tuple((field, problem) for field, problem in wrong if problem)
    if errors:
        raise Invalid(errors[0][1], errors)
    party_id = uuid4()
    async with enact("institution.open", "institution", party_id, by=by, terms=body) as outcome:
        uscc = compact_uscc(body.uscc)
        if await Party.filter(uscc=uscc).exists():
            raise Unmet("该统一社会信用代码已登记，请核对")
        party = await Party.create(
            id=party_id,
            kind=body.kind,
            name=body.name.strip(),
            short_name=body.short_name.strip(),
            uscc=uscc,
            region=body.region,
            certified=True,
            created_at=outcome.at,
        )
        outcome.result = party
    return party
