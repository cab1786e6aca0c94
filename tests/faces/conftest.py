"""What the tests of faces stand on: eyes that remember, and somebody who counts."""

import pytest

from server.adapters.remembering_eyes import RememberingFaces
from tests.identity.conftest import CountingLimiter
from tests.remembered import hold_hands


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture
def eyes() -> RememberingFaces:
    return RememberingFaces()


@pytest.fixture(autouse=True)
def _outside(eyes: RememberingFaces, limiter: CountingLimiter) -> None:
    hold_hands(faces=eyes, limiter=limiter)
