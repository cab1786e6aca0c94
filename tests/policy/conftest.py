"""Who meets at a policy loan."""

from dataclasses import dataclass

import pytest

from domain.kernel.actor import Actor
from orm.parties import Party
from tests import world
from tests.policy.programmes import underwriter_of
from tests.remembered import hold_hands
from vocabulary.parties import Role


@dataclass(frozen=True)
class Table:
    """Five parties and their people."""

    enterprise: Party
    bank: Party
    insurer: Party
    guarantor: Party
    clerk: Actor
    officer: Actor
    approver: Actor
    underwriter: Actor
    guarantee_officer: Actor
    operator: Actor


@pytest.fixture
async def five(db: None) -> Table:
    hold_hands()
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    insurer, guarantor = await world.an_insurer(), await world.a_guarantor()
    return Table(
        enterprise,
        bank,
        insurer,
        guarantor,
        world.clerk_of(enterprise),
        world.officer_of(bank),
        world.approver_of(bank),
        underwriter_of(insurer),
        world.someone(guarantor, Role.GUARANTEE_OFFICER),
        world.operator_of(await world.an_operator()),
    )
