"""A small city in a fresh database: parties, logged-in people and cases, made by real acts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
from tortoise.transactions import in_transaction

from benchmarks.measured import Setting
from domain.identity.accounts import write_account
from domain.identity.passwords import make_hash
from domain.identity.sessions import begin_session
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor, Call
from domain.lending.actions import applying
from domain.lending.terms import Publication
from orm import engine, keyring
from orm.lending import LoanApplication
from orm.parties import Party
from server.migrate import migrate
from vocabulary.identifiers import make_uscc
from vocabulary.identity import Terminal
from vocabulary.lending import RepaymentMethod, RequestAim, SecurityKind
from vocabulary.parties import PartyKind, Role

PASSWORD = "Suzhou-2026"  # noqa: S105 -- of people who live as long as a measurement
YUAN = 100
WISH = Publication(
    amount_fen=1_000_000 * YUAN,
    term_months=12,
    purpose="采购原材料，补充流动资金",
    security=SecurityKind.CREDIT,
    repayment_method=RepaymentMethod.INTEREST_FIRST,
    aim=RequestAim.OPEN,
)


@dataclass(frozen=True)
class Person:
    """Somebody logged in."""

    actor: Actor
    token: str
    log_in_name: str


@dataclass(frozen=True)
class Database:
    """Where the city is kept, and the keys of its data."""

    url: str
    keys: str


@asynccontextmanager
async def fresh_database(setting: Setting, *, on_postgres: bool) -> AsyncIterator[Database]:
    """A migrated database of its own, open in this process."""
    url = await _made(setting) if on_postgres else f"sqlite://{setting.folder}/{uuid4().hex}.db"
    await migrate(url)
    keys = keyring.make_keys()
    keyring.hold(keyring.read_keys(keys))
    numbering.forget_blocks()
    await engine.connect(url)
    try:
        yield Database(url, keys)
    finally:
        await engine.disconnect()


async def _made(setting: Setting) -> str:
    name = f"bench_{uuid4().hex}"
    connection = await asyncpg.connect(setting.postgres)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return urlsplit(setting.postgres)._replace(path=f"/{name}").geturl()


async def a_party(kind: PartyKind, name: str) -> Party:
    """A certified party."""
    return await Party.create(
        kind=kind,
        name=name,
        short_name=name[:6],
        uscc=make_uscc(uuid4().int % 10**8),
        region="320571",
        industry="C",
        legal_representative="沈明远",
        contact_name="顾小燕",
        contact_phone="13900000001",
        certified=True,
        created_at=clock.now(),
    )


def someone(party: Party, role: Role) -> Actor:
    """A person of a party, not logged in."""
    return Actor(
        uuid4(),
        party.id,
        party.kind,
        frozenset({role}),
        name="张三",
        party_name=party.name,
        call=Call(terminal=Terminal.TOOL),
    )


async def logged_in(party: Party, role: Role, number: int) -> Person:
    """A person of a party with an account and a session."""
    name = f"person{number}"
    password_hash = await make_hash(PASSWORD)
    async with in_transaction():
        account = await write_account(
            party,
            name="张三",
            phone=f"139{number:08d}",
            roles=[role],
            at=clock.now(),
            log_in_name=name,
            password_hash=password_hash,
        )
        actor = Actor(
            account.id,
            party.id,
            party.kind,
            frozenset({role}),
            name="张三",
            party_name=party.name,
            call=Call(terminal=Terminal.TOOL),
        )
        begun = await begin_session(actor, at=clock.now())
    return Person(begun.actor, begun.token, name)


async def requests(clerk: Actor, count: int) -> list[LoanApplication]:
    """Publish this many open requests, one after the other."""
    return [await applying.publish(WISH, by=clerk) for _ in range(count)]
