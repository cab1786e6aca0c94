"""Who meets where a guarantor stands in."""

from dataclasses import dataclass

import pytest

from domain.kernel.actor import Actor
from domain.kernel.outside import Outside
from orm.parties import Party
from tests import world
from tests.remembered import hold_hands


@dataclass(frozen=True)
class Table:
    """An enterprise, its bank, a guarantor with two people, and those who have no business here."""

    enterprise: Party
    bank: Party
    guarantor: Party
    clerk: Actor
    officer: Actor
    approver: Actor
    surveyor: Actor
    signatory: Actor
    stranger: Actor
    overseer: Actor
    hands: Outside


@pytest.fixture
async def table(db: None) -> Table:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    guarantor, operator = await world.a_guarantor(), await world.an_operator()
    other = await world.a_guarantor("太湖融资担保有限公司")
    return Table(
        enterprise,
        bank,
        guarantor,
        world.clerk_of(enterprise),
        world.officer_of(bank),
        world.approver_of(bank),
        world.surveyor_of(guarantor),
        world.signatory_of(guarantor),
        world.signatory_of(other),
        world.operator_of(operator),
        hold_hands(),
    )
