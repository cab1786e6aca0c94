"""A small world of named, plain functions: parties, and the people who act for them."""

from uuid import UUID, uuid4

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from orm.parties import Party
from vocabulary.identifiers import make_uscc
from vocabulary.parties import PartyKind, Role
from vocabulary.rights import Right

YUAN = 100
WAN = 10_000 * YUAN


async def a_party(kind: PartyKind, name: str, *, certified: bool = True) -> Party:
    """One party with a valid code of its own."""
    return await Party.create(
        kind=kind,
        name=name,
        short_name=name[:6],
        uscc=make_uscc(uuid4().int % 10**8),
        region="320571",
        industry="C",
        certified=certified,
        created_at=clock.now(),
    )


async def an_enterprise(name: str = "苏州晨曦精密有限公司", *, certified: bool = True) -> Party:
    """An enterprise, certified unless told otherwise."""
    return await a_party(PartyKind.ENTERPRISE, name, certified=certified)


async def a_bank(name: str = "江南银行苏州分行") -> Party:
    """A bank."""
    return await a_party(PartyKind.BANK, name)


async def an_insurer(name: str = "东吴保险股份有限公司") -> Party:
    """An insurer."""
    return await a_party(PartyKind.INSURER, name)


async def a_guarantor(name: str = "姑苏融资担保有限公司") -> Party:
    """A guarantor."""
    return await a_party(PartyKind.GUARANTOR, name)


async def an_operator() -> Party:
    """The operator of the platform."""
    return await a_party(PartyKind.OPERATOR, "苏州市企业金融服务超市运营中心")


def someone(party: Party, *roles: Role, rights: frozenset[Right] = frozenset()) -> Actor:
    """A person of a party who holds these posts."""
    return Actor(
        account_id=uuid4(),
        party_id=party.id,
        party_kind=party.kind,
        roles=frozenset(roles),
        name="张三",
        party_name=party.name,
        extra_rights=rights,
    )


def clerk_of(party: Party) -> Actor:
    """企业经办人."""
    return someone(party, Role.ENTERPRISE_CLERK)


def officer_of(party: Party) -> Actor:
    """银行经办."""
    return someone(party, Role.BANK_OFFICER)


def approver_of(party: Party) -> Actor:
    """银行审批人."""
    return someone(party, Role.BANK_APPROVER)


def operator_of(party: Party) -> Actor:
    """平台运营."""
    return someone(party, Role.PLATFORM_OPERATOR)


def with_key(actor: Actor, key: str, body_hash: str = "same") -> Actor:
    """The same person, in a call that carries an idempotency key."""
    return Actor(
        **{name: getattr(actor, name) for name in actor.__slots__ if name != "call"},
        call=Call(key=key, body_hash=body_hash),
    )


def nobody() -> UUID:
    """An id that belongs to nothing."""
    return uuid4()
