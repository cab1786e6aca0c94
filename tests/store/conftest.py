"""Who works at the store."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from domain.identity.accounts import write_account
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.outside import Outside
from orm.parties import Party
from tests import world
from tests.remembered import hold_hands
from vocabulary.parties import Role


@dataclass
class Store:
    """Two of the staff, one of the operator's office, a bank's officer; and what time it is."""

    operator: Party
    bank: Party
    one: Actor
    other: Actor
    boss: Actor
    officer: Actor
    hands: Outside
    now: datetime

    def at(self, *, day: str = "", hour: int = 10, minute: int = 0) -> datetime:
        """Put the clock to an hour of a day in Suzhou; the same day unless told otherwise."""
        date = datetime.fromisoformat(day).date() if day else clock.date_of(self.now)
        self.now = clock.day_begins(date) + timedelta(hours=hour, minutes=minute)
        return self.now

    def tick(self) -> datetime:
        """What time it is: a little later than the last time somebody asked."""
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
async def store(db: None, monkeypatch: pytest.MonkeyPatch) -> Store:
    operator, bank = await world.an_operator(), await world.a_bank()
    people = [
        replace(world.someone(operator, role), name=name)
        for name, role in (
            ("施雨桐", Role.STORE_STAFF),
            ("曹一鸣", Role.STORE_STAFF),
            ("顾怡", Role.PLATFORM_OPERATOR),
        )
    ]
    for serial, each in enumerate(people):
        await write_account(
            operator,
            account_id=each.account_id,
            name=each.name,
            phone=f"1380000000{serial}",
            roles=set(each.roles),
            at=clock.now(),
        )
    one, other, boss = people
    officer = world.officer_of(bank)
    found = Store(operator, bank, one, other, boss, officer, hold_hands(), clock.now())
    monkeypatch.setattr(clock, "now", found.tick)
    found.at(day="2026-12-02")  # a Wednesday
    return found
