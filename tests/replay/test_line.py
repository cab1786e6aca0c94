"""The line waits when told to, asks again when cut off, and gives refusals their names."""

from pathlib import Path

import httpx2
import pytest

from server.replay.line import Line, Refused, Unreachable
from server.replay.state import FILE, State


class Platform:
    """Answers in the order it was told, and remembers what it was asked."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers, self.asked = list(answers), list[httpx2.Request]()
        self.waits: list[tuple[str, float]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def line(self, **more: float) -> Line:
        return Line(
            "http://platform",
            concurrency=1,
            transport=httpx2.MockTransport(self),
            on_wait=lambda why, wait_s: self.waits.append((why, wait_s)),
            **more,  # type: ignore[arg-type]  # only the numbers
        )


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_seconds: float) -> None:
        """Time is not what is tested."""

    monkeypatch.setattr("server.replay.line.asyncio.sleep", at_once)


def ok(**body: object) -> httpx2.Response:
    return httpx2.Response(200, json=body)


def problem(status: int, code: str, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json={"code": code, "detail": "稍后再试"}, headers=headers)


async def test_waits_as_long_as_it_is_told_and_goes_on() -> None:
    platform = Platform(problem(429, "too_often", **{"Retry-After": "1800"}), ok(done=True))
    async with platform.line() as line:
        assert await line.post("/x", {"a": 1}, key="replay-1-grab") == {"done": True}
    assert platform.waits == [("told to wait", 1800.0)]
    assert {each.headers["idempotency-key"] for each in platform.asked} == {"replay-1-grab"}
    assert {each.content for each in platform.asked} == {b'{"a":1}'}


async def test_does_not_wait_longer_than_it_may() -> None:
    platform = Platform(problem(429, "too_often", **{"Retry-After": "1800"}))
    async with platform.line(wait_max_s=30.0) as line:
        with pytest.raises(Refused, match="too_often"):
            await line.get("/x")


async def test_asks_again_when_cut_off_and_gives_up_in_the_end() -> None:
    platform = Platform(httpx2.ReadError("gone"), httpx2.ConnectError("away"), ok(done=True))
    async with platform.line() as line:
        assert await line.get("/x") == {"done": True}
        assert line.again == 2

    platform = Platform(*[httpx2.ConnectError("away")] * 3)
    async with platform.line(patience_s=0.0) as line:
        with pytest.raises(Unreachable):
            await line.get("/x")


async def test_a_server_error_is_asked_again_and_then_told() -> None:
    platform = Platform(*[problem(500, "internal")] * 3)
    async with platform.line() as line:
        with pytest.raises(Refused, match="500 internal"):
            await line.get("/x")
    assert len(platform.asked) == 3


async def test_a_refusal_says_why() -> None:
    platform = Platform(problem(409, "not_now"), httpx2.Response(200, content=b"<html>"))
    async with platform.line() as line:
        with pytest.raises(Refused) as found:
            await line.get("/x")
        assert (found.value.status, found.value.code) == (409, "not_now")
        with pytest.raises(Refused, match="unreadable"):
            await line.get("/x")


def test_a_torn_line_of_the_state_is_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    first = State(folder)
    first.open()
    assert first.was_empty
    first.begin("1")
    first.finish("1", "a")
    first.begin("2")
    first.close()
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write('{"finished": "2", "applica')

    again = State(folder)
    again.open()
    assert (set(again.finished), again.begun) == ({"1"}, {"1", "2"})
    assert not again.was_empty
    again.finish("2", "b")
    again.close()

    last = State(folder)
    last.open()
    assert set(last.finished) == {"1", "2"}
    assert last.set_aside().exists()
    assert not last.finished
    last.close()
