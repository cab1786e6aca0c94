"""What the tests of visits and roadshows stand on: a Monday morning, a store and its guests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from domain.kernel import clock
from domain.kernel.actor import Actor
from orm.store_rooms import Room
from tests import world
from tests.events import happening
from tests.events.happening import Clock
from tests.remembered import hold_hands
from vocabulary.parties import Role


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    hold_hands()
    stands = Clock()
    monkeypatch.setattr(clock, "now", stands)
    return stands


@pytest_asyncio.fixture
async def staff(db: None, time: Clock) -> AsyncIterator[Actor]:
    yield await happening.person(await happening.a_store(), Role.STORE_STAFF, "顾小姐")


@pytest_asyncio.fixture
async def clerk(db: None, time: Clock) -> AsyncIterator[Actor]:
    yield await happening.person(await world.an_enterprise(), Role.ENTERPRISE_CLERK)


@pytest_asyncio.fixture
async def presenter(db: None, time: Clock) -> AsyncIterator[Actor]:
    yield await happening.person(await world.a_bank(), Role.BANK_OFFICER)


@pytest_asyncio.fixture
async def room(staff: Actor) -> AsyncIterator[Room]:
    yield await happening.a_room(staff)
