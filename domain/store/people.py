"""The operator's people at the store, and the operator itself."""

from uuid import UUID

from msgspec import Struct

from domain.kernel.actor import Actor, ActorKind
from domain.kernel.refusal import Invalid
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import AccountState
from vocabulary.parties import PartyKind, Role

STORE_POSTS = frozenset({Role.STORE_STAFF, Role.PLATFORM_OPERATOR})
PEOPLE_MAX = 100
NOT_OURS = "请选择门店或运营的在岗同事"


class StorePerson(Struct, frozen=True):
    """一位门店或运营的同事。"""

    id: UUID
    name: str


async def operator_id(by: Actor) -> UUID:
    """The operator's id: the actor's own party, or the one there is."""
    if by.party_kind is PartyKind.OPERATOR and by.kind is ActorKind.PERSON:
        return by.party_id
    found = await Party.filter(kind=PartyKind.OPERATOR).order_by("created_at").first()
    assert found is not None, "a platform without its operator"
    return found.id


async def store_people() -> list[StorePerson]:
    """Who can be given something to do at the store, by name."""
    wanted = {role.value for role in STORE_POSTS}
    parties = await Party.filter(kind=PartyKind.OPERATOR).values_list("id", flat=True)
    rows = Account.filter(party_id__in=list(parties), state=AccountState.ACTIVE)
    found = await rows.order_by("created_at", "id").limit(PEOPLE_MAX)
    return [StorePerson(row.id, row.name) for row in found if wanted.intersection(row.roles)]


async def store_person(account_id: UUID) -> StorePerson:
    """One of them. Raises Invalid."""
    for person in await store_people():
        if person.id == account_id:
            return person
    raise Invalid(NOT_OURS, (("assignee_id", NOT_OURS),))
