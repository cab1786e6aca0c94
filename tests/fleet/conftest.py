"""A clock to put forward, and the ports that remember."""

from datetime import UTC, datetime

import pytest

from domain.kernel import clock
from tests.fleet.hosts import Clock
from tests.remembered import hold_hands


@pytest.fixture(autouse=True)
def _outside() -> None:
    hold_hands()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The platform's clock, standing still at a Monday noon in Shanghai."""
    found = Clock(datetime(2026, 11, 23, 4, 0, 30, tzinfo=UTC))
    monkeypatch.setattr(clock, "now", found.now)
    return found
