"""What these tests stand on: hands that remember what was sent and kept."""

import pytest

from domain.kernel.outside import Outside
from server.adapters.sms import RememberingSms
from tests.remembered import hold_hands


@pytest.fixture
def sms() -> RememberingSms:
    return RememberingSms()


@pytest.fixture(autouse=True)
def _outside(sms: RememberingSms) -> Outside:
    return hold_hands(sms=sms)
