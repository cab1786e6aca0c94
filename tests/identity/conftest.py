"""What the tests of accounts stand on: hands that remember, and somebody who counts."""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from domain.kernel.refusal import TooOften
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from tests.remembered import hold_hands


@dataclass
class CountingLimiter:
    """Counts, and forgets only when told to: a test has no time to wait for a window."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def hit(self, name: str, who: str, *, limit: int, window_s: int) -> None:
        self.counts[name, who] += 1
        if self.counts[name, who] > limit:
            raise TooOften("操作过于频繁，请稍后再试", retry_after_s=window_s)

    def forget(self) -> None:
        self.counts.clear()


@pytest.fixture
def sms() -> RememberingSms:
    return RememberingSms()


@pytest.fixture
def wechat() -> RememberingMiniProgram:
    return RememberingMiniProgram()


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter()


@pytest.fixture(autouse=True)
def _outside(sms: RememberingSms, wechat: RememberingMiniProgram, limiter: CountingLimiter) -> None:
    hold_hands(sms=sms, mini_program=wechat, limiter=limiter)
