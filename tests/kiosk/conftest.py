"""What the tests of the kiosk stand on: hands that remember."""

import pytest

from tests.identity.conftest import CountingLimiter
from tests.remembered import hold_hands


@pytest.fixture(autouse=True)
def _outside() -> None:
    hold_hands(limiter=CountingLimiter())
