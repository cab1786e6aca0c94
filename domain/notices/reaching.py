"""Whom a notice reaches: the parties it is for, and what is known of an enterprise to judge it."""

from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from domain.notices.fitting import Facts
from domain.notices.terms import NoticeDraft
from orm.parties import Party
from orm.servicing import Loan
from vocabulary.notices import AIMED, Audience, NoticeKind
from vocabulary.parties import INSTITUTION_KINDS, EnterpriseSize, PartyKind

_KINDS: dict[Audience, tuple[PartyKind, ...]] = {
    Audience.EVERYBODY: (PartyKind.ENTERPRISE, *INSTITUTION_KINDS),
    Audience.INSTITUTIONS: INSTITUTION_KINDS,
    Audience.ENTERPRISES: (PartyKind.ENTERPRISE,),
}


def reached(text: NoticeDraft) -> QuerySet[Party]:
    """The parties that are told of it: those a policy fits, those an announcement is for.

    Of news nobody is told. What the database asks here is what `fitting.judge` asks of one.
    """
    if text.kind is NoticeKind.NEWS:
        return Party.filter(id__in=[])
    if text.kind not in AIMED:
        return Party.filter(kind__in=_KINDS[text.audience])
    rows = Party.filter(kind=PartyKind.ENTERPRISE, certified=True)
    if text.industries:
        rows = rows.filter(industry__in=text.industries)
    if text.regions:
        rows = rows.filter(region__in=text.regions)
    if text.sizes:
        rows = rows.filter(size__in=text.sizes)
    if text.loan_kinds:
        lent = Loan.filter(kind__in=text.loan_kinds).values("enterprise_id")
        rows = rows.filter(id__in=Subquery(lent))
    return rows


async def facts_of(party: Party) -> Facts:
    """What an enterprise declared, and the kinds of loan it has had."""
    return (await facts_of_all([party]))[party.id]


async def facts_of_all(parties: list[Party]) -> dict[UUID, Facts]:
    """The same of several, in one question."""
    lent: dict[UUID, set[str]] = {}
    asked = Loan.filter(enterprise_id__in=[party.id for party in parties]).distinct()
    for enterprise_id, kind in await asked.values_list("enterprise_id", "kind"):
        lent.setdefault(enterprise_id, set()).add(kind)
    return {
        party.id: Facts(
            party.industry,
            party.region,
            EnterpriseSize(party.size) if party.size else None,
            frozenset(lent.get(party.id, ())),  # type: ignore[arg-type]  # the enum's own members
        )
        for party in parties
    }
