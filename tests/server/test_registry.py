"""The company register's gateway: its contract, and everything that is not an answer is "away"."""

from datetime import date

import httpx2
import pytest

from server import demo_world
from server.adapters.registry import HttpRegistry, RegistryAwayError, RememberingRegistry
from vocabulary.certification import RegistryState
from vocabulary.identifiers import make_uscc

USCC = make_uscc(4711)
RECORD = {
    "uscc": USCC,
    "name": "苏州晨曦精密有限公司",
    "legal_representative": "欧阳晨",
    "state": "trading",
    "registered_capital_fen": 500_000_000,
    "established_on": "2015-03-12",
}
pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("5.3.3.1")]


def asking(answer: httpx2.Response | Exception) -> tuple[HttpRegistry, list[httpx2.Request]]:
    asked: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx2.MockTransport(handle)
    return HttpRegistry("https://gateway.example/v1/", "s3cret", transport=transport), asked


async def test_a_record_is_read_by_the_contract() -> None:
    registry, asked = asking(httpx2.Response(200, json=RECORD))
    record = await registry.look_up(USCC)
    assert record is not None
    assert (record.state, record.established_on) == (RegistryState.TRADING, date(2015, 3, 12))
    assert str(asked[0].url) == f"https://gateway.example/v1/companies/{USCC}"
    assert asked[0].headers["Authorization"] == "Bearer s3cret"
    await registry.close()


async def test_nobodys_code_is_none() -> None:
    registry, _ = asking(httpx2.Response(404))
    assert await registry.look_up(USCC) is None
    await registry.close()


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500),
        httpx2.Response(403),
        httpx2.Response(302, headers={"Location": "https://elsewhere.example"}),
        httpx2.Response(200, content=b"<html>"),
        httpx2.Response(200, json={**RECORD, "state": "unheard-of"}),
        httpx2.Response(200, json={**RECORD, "uscc": make_uscc(1)}),
        httpx2.Response(200, content=b"x" * 70_000),
        httpx2.ConnectError("no route"),
        httpx2.ReadTimeout("slow"),
    ],
    ids=str,
)
async def test_anything_else_means_away(answer: httpx2.Response | Exception) -> None:
    registry, _ = asking(answer)
    with pytest.raises(RegistryAwayError) as away:
        await registry.look_up(USCC)
    assert USCC not in str(away.value)
    await registry.close()


async def test_the_stand_in_knows_the_demo_world() -> None:
    registry = RememberingRegistry(demo_world.register())
    for firm in demo_world.ENTERPRISES:
        record = await registry.look_up(firm.form.uscc)
        assert record is not None
        assert record.name == firm.form.name
    assert await registry.look_up(USCC) is None
