"""The law of the outbox: whatever dies, times out or runs twice, nobody is told twice."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.kernel import numbering
from domain.messaging.sending import send_outgoing
from orm import engine
from orm.messaging import Outgoing
from server.adapters.sms import SmsError
from server.adapters.wechat_error import ErrorCode, WeChatError
from tests import world
from tests.conftest import ON_POSTGRES
from tests.messaging.people import a_person, due_again, told
from tests.remembered import hold_hands

pytestmark = [pytest.mark.slow, pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]


class Killed(BaseException):
    """The process is gone: nothing that stands after this runs."""


class Fate(StrEnum):
    """What may befall one call to the outside."""

    FINE = "fine"
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"
    LOST_BEFORE = "lost_before"  # nobody answers; it never arrived
    LOST_AFTER = "lost_after"  # nobody answers; it did arrive
    BUSY = "busy"
    NO_CONSENT = "no_consent"


class Fates:
    """Both ways out, each call with the next fate; counts what really reached a person."""

    def __init__(self, fates: list[Fate]) -> None:
        self._fates = fates
        self._keys: set[str] = set()
        self.reached: Counter[tuple[str, str, str]] = Counter()

    def _next(self) -> Fate:
        return self._fates.pop(0) if self._fates else Fate.FINE

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], *, key: str = ""
    ) -> None:
        """A gateway that takes each key once."""
        del params
        fate = self._next()
        if fate is Fate.KILLED_BEFORE:
            raise Killed
        if fate is Fate.BUSY:
            raise SmsError("busy")
        if fate is not Fate.LOST_BEFORE and key not in self._keys:
            self._keys.add(key)
            self.reached["sms", phone, template] += 1
        if fate is Fate.KILLED_AFTER:
            raise Killed
        if fate in {Fate.LOST_BEFORE, Fate.LOST_AFTER}:
            raise SmsError("no_answer")

    async def send_subscribe_message(
        self, open_id: str, template_id: str, page: str, data: Mapping[str, str]
    ) -> None:
        """WeChat, which knows no keys: whatever arrives is shown."""
        del template_id, page
        fate = self._next()
        if fate is Fate.KILLED_BEFORE:
            raise Killed
        if fate is Fate.BUSY:
            raise WeChatError(ErrorCode.BUSY, "send", repeatable=False)
        if fate is Fate.NO_CONSENT:
            raise WeChatError(ErrorCode.NO_CONSENT, "send", repeatable=False)
        if fate is not Fate.LOST_BEFORE:
            self.reached["wechat", open_id, data["character_string1"] + data["thing2"]] += 1
        if fate is Fate.KILLED_AFTER:
            raise Killed
        if fate in {Fate.LOST_BEFORE, Fate.LOST_AFTER}:
            raise WeChatError(ErrorCode.NO_ANSWER, "send", repeatable=False)


async def _story(url: str, fates: list[Fate], carried: list[bool]) -> None:
    numbering.forget_blocks()
    await engine.connect(url)
    try:
        hands = Fates(list(fates))
        hold_hands(sms=hands, mini_program=hands)
        enterprise = await world.an_enterprise()
        await a_person(enterprise, phone="13800000001", open_id="o-li", consents=1)
        await a_person(enterprise, phone="13800000002")
        await told(enterprise)
        for again in [*carried, *[False] * len(fates)]:
            if again:
                await told(enterprise)
            with suppress(Killed):
                await send_outgoing()
            await due_again()
        for _ in range(3):
            await send_outgoing()
            await due_again()
        assert max(hands.reached.values(), default=0) <= 1, hands.reached
        waiting = await Outgoing.filter(sent_at__isnull=True, failed_at__isnull=True).count()
        assert waiting == 0, "nothing is left hanging"
        if not {Fate.BUSY} & set(fates):
            assert hands.reached["sms", "13800000002", "granted"] == 1, "and it does arrive"
            others = hands.reached["sms", "13800000001", "granted"]
            assert others or any(way == "wechat" for way, _, _ in hands.reached)
    finally:
        await engine.disconnect()


@pytest.mark.skipif(ON_POSTGRES, reason="one thread of life at a time: the races are PostgreSQL's")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fates=st.lists(st.sampled_from(Fate), max_size=6),
    carried=st.lists(st.booleans(), max_size=4),
)
def test_nobody_is_told_twice_whatever_happens(
    template: str, fates: list[Fate], carried: list[bool]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "finmart.sqlite3")
        path.write_bytes(Path(template).read_bytes())
        asyncio.run(_story(f"sqlite://{path}", fates, carried))


@pytest.mark.postgres
async def test_two_workers_at_one_row_send_one(db: None) -> None:
    hands = Fates([])
    hold_hands(sms=hands, mini_program=hands)
    enterprise = await world.an_enterprise()
    for number in range(20):
        await a_person(
            enterprise, phone=f"138000001{number:02d}", open_id=f"o-{number}", consents=1
        )
        await a_person(enterprise, phone=f"138000002{number:02d}")
    await told(enterprise)
    await asyncio.gather(*(send_outgoing() for _ in range(6)))
    assert sum(hands.reached.values()) == 40
    assert max(hands.reached.values()) == 1
    assert await Outgoing.filter(sent_at__isnull=False).count() == 40
