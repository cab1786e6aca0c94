"""The leave to type for an enterprise: whose act it then is, and when the leave has ended."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from domain.identity.accounts import actor_of
from domain.kernel import clock
from domain.kernel.actor import Actor, Typist
from domain.kernel.refusal import NotNow, NotYourPost
from domain.store.service.rules import ASSISTANCE_MINUTES
from orm.identity import Account
from orm.parties import Party
from orm.store_service import AssistanceGrant
from vocabulary.identity import AccountState
from vocabulary.parties import PartyKind, Role

LASTS = timedelta(minutes=ASSISTANCE_MINUTES)
ENDED = "协助授权已结束，请重新取得企业人员的同意后再代填"
STAFF = frozenset({Role.STORE_STAFF, Role.PLATFORM_OPERATOR})


async def stand_in(grant_id: UUID, staff: Actor) -> Actor:
    """Give the actor for whom this member of staff types: the enterprise's own person.

    The act is theirs, at their party and post; beside it the journal keeps who typed.
    """
    must_be_staff(staff)
    grant = await in_force(grant_id).get_or_none(staff_id=staff.account_id)
    if grant is None:
        raise NotNow(ENDED)
    account = await Account.get_or_none(id=grant.account_id, state=AccountState.ACTIVE)
    if account is None or account.party_id != grant.enterprise_id:
        raise NotNow(ENDED)
    party = await Party.get(id=grant.enterprise_id)
    typist = Typist(
        staff.account_id, staff.name, grant.id, grant.service_id, partial(_must_hold, grant.id)
    )
    return replace(actor_of(account, party, staff.call), typist=typist)


def in_force(grant_id: UUID) -> QuerySet[AssistanceGrant]:
    """The leave, while it stands."""
    return AssistanceGrant.filter(
        id=grant_id, agreed_at__isnull=False, ended_at__isnull=True, expires_at__gt=clock.now()
    )


async def _must_hold(grant_id: UUID) -> None:
    """Count one act under the leave, inside that act: whoever ends it waits, or comes first."""
    if not await in_force(grant_id).update(acts=F("acts") + 1):
        raise NotNow(ENDED)


async def end_grants(service_id: UUID, *, at: datetime) -> int:
    """End every leave of a service, in the caller's transaction."""
    going = AssistanceGrant.filter(service_id=service_id, ended_at__isnull=True)
    return await going.update(ended_at=at, open_number=None)


def must_be_staff(by: Actor) -> None:
    """Refuse whoever is not of the store's people."""
    if by.party_kind is not PartyKind.OPERATOR or by.roles.isdisjoint(STAFF):
        raise NotYourPost("只有门店人员可以协助企业填报")
