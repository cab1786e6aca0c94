"""An enterprise, a bank, and the two ways out of the platform, remembered."""

import pytest

from orm.parties import Party
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from tests import world
from tests.remembered import hold_hands


@pytest.fixture
async def enterprise(db: None) -> Party:
    return await world.an_enterprise()


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


@pytest.fixture
def sms() -> RememberingSms:
    return RememberingSms()


@pytest.fixture
def wechat(sms: RememberingSms) -> RememberingMiniProgram:
    hand = RememberingMiniProgram()
    hold_hands(sms=sms, mini_program=hand)
    return hand
