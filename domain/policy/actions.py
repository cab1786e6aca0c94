"""The operator's desk: open, revise, end a programme."""

from uuid import UUID, uuid4

from msgspec.structs import asdict

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, perform
from domain.policy.flow import ProgrammeFlow
from domain.policy.terms import ProgrammeRevision, ProgrammeTerms
from orm.policy import Programme

PROGRAMME_PREFIX = "ZC"


async def open_programme(
    terms: ProgrammeTerms, *, by: Actor, programme_id: UUID | None = None
) -> Programme:
    """Open a programme: from its first day on, loans are taken under it.

    Whoever seeds a database says under which id, so that two who start at once make one.
    """
    programme_no = await numbering.draw(PROGRAMME_PREFIX)
    row = Programme(id=programme_id or uuid4(), programme_no=programme_no, **asdict(terms))
    async with begin(ProgrammeFlow, "open", row, by=by, terms=terms):
        pass
    return row


async def revise(programme_id: UUID, terms: ProgrammeRevision, *, by: Actor) -> Programme:
    """Write a new edition. What was granted before keeps its ratios (`RiskShare`)."""
    async with perform(
        "revise", Programme, programme_id, by=by, terms=terms, reason=terms.reason
    ) as row:
        for name, value in asdict(terms).items():
            if name != "reason":
                setattr(row, name, value)
        row.edition += 1
    return row


async def end(programme_id: UUID, reason: str, *, by: Actor) -> Programme:
    """Take no new loans; those under way go on to their end."""
    return await advance("end", Programme, programme_id, by=by, reason=reason)
