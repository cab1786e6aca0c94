"""Who meets in the stories of lending."""

from dataclasses import dataclass

import pytest

from domain.kernel.actor import Actor
from orm.parties import Party
from tests import world


@dataclass(frozen=True)
class Desk:
    """An enterprise and a bank, one person of each post, and a bank that has no business here."""

    enterprise: Party
    bank: Party
    other_bank: Party
    operator: Party
    clerk: Actor
    officer: Actor
    approver: Actor
    stranger: Actor
    overseer: Actor


@pytest.fixture
async def desk(db: None) -> Desk:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    other_bank, operator = await world.a_bank("太湖银行苏州分行"), await world.an_operator()
    return Desk(
        enterprise,
        bank,
        other_bank,
        operator,
        world.clerk_of(enterprise),
        world.officer_of(bank),
        world.approver_of(bank),
        world.officer_of(other_bank),
        world.operator_of(operator),
    )
