"""P2: from the commit of an act to the wall's frame, and to the DOM of a real browser."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx2
import msgspec
from websockets.asyncio.client import connect

from benchmarks.children import free_port, our_server
from benchmarks.chromium import chromium_for
from benchmarks.city import WISH, Person, a_party, fresh_database, logged_in
from benchmarks.measured import Line, Setting, in_ms, percentile
from domain.kernel.actor import Actor
from domain.lending.actions import applying
from vocabulary.parties import PartyKind, Role

ACTS_A_SECOND = 100
SECONDS = 6
SETTLE_S = 1.5
POLL_S = 1.0
P50_MS_MAX, P99_MS_MAX = 80, 250
WATCH = """
window.seen = {};
new MutationObserver(() => {
  const now = Date.now() / 1000;
  for (const line of document.querySelectorAll('.act time'))
    if (!(line.dateTime in window.seen)) window.seen[line.dateTime] = now;
}).observe(document, {subtree: true, childList: true, attributeFilter: ['datetime']});
"""

Moments = dict[datetime, float]


async def measure(setting: Setting) -> list[Line]:
    """Publish steadily, from outside the server as another web process would; see who hears."""
    async with fresh_database(setting, on_postgres=True) as database:
        enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
        bank = await a_party(PartyKind.BANK, "江南银行苏州分行")
        clerk = await logged_in(enterprise, Role.ENTERPRISE_CLERK, 1)
        officer = await logged_in(bank, Role.BANK_OFFICER, 2)
        port = free_port()
        with our_server(port, setting.folder, database.url, database.keys):
            heard, polled = await _without_a_browser(port, clerk.actor, officer)
            drawn = await _in_a_browser(port, clerk.actor)
    lines = _lines("frame at a wall screen", heard, polled)
    return lines if drawn is None else lines + _lines("DOM of Chromium", drawn, polled)


def _lines(what: str, delays: list[float], polled: list[float]) -> list[Line]:
    shares = ((0.5, P50_MS_MAX), (0.99, P99_MS_MAX))
    return [
        Line(
            "P2",
            f"commit → {what}, {ACTS_A_SECOND} acts/s, p{share * 100:.0f} (ms)",
            f"{in_ms(delays)} of {len(delays)}",
            f"polling every {POLL_S:.0f} s: {in_ms(polled)}",
            percentile(delays, share) * 1000,
            f"<= {bound}",
        )
        for share, bound in shares
    ]


async def _without_a_browser(
    port: int, clerk: Actor, officer: Person
) -> tuple[list[float], list[float]]:
    heard: Moments = {}
    polled: Moments = {}
    async with _running(_listen(port, heard)), _running(_poll(port, officer, polled)):
        await asyncio.sleep(SETTLE_S)
        committed = await _publish(clerk)
        await asyncio.sleep(SETTLE_S)
    return _delays(committed, heard), _delays(committed, polled)


async def _in_a_browser(port: int, clerk: Actor) -> list[float] | None:
    async with chromium_for("wall") as browser:
        if browser is None:
            return None
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.add_init_script(WATCH)
        await page.goto(f"http://127.0.0.1:{port}/wall/")
        await asyncio.sleep(2 * SETTLE_S)
        committed = await _publish(clerk)
        await asyncio.sleep(SETTLE_S)
        seen: dict[str, float] = await page.evaluate("window.seen")
    return _delays(committed, {datetime.fromisoformat(at): moment for at, moment in seen.items()})


async def _publish(clerk: Actor) -> Moments:
    """Steadily; when each publication was committed, by its own moment."""
    committed: Moments = {}

    async def one() -> None:
        row = await applying.publish(WISH, by=clerk)
        committed[row.created_at] = time.time()

    began = time.monotonic()
    async with asyncio.TaskGroup() as acting:
        for number in range(ACTS_A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, began + number / ACTS_A_SECOND - time.monotonic()))
            acting.create_task(one())
    return committed


def _delays(committed: Moments, seen: Moments) -> list[float]:
    """Of all that were seen: a burst may pass a short list by before anybody looks.

    A frame may overtake our own hearing of the commit: that is no delay at all.
    """
    delays = [max(0.0, seen[at] - moment) for at, moment in committed.items() if at in seen]
    assert len(delays) > len(committed) / 10, f"only {len(delays)} of {len(committed)} were seen"
    return delays


async def _listen(port: int, heard: Moments) -> None:
    """A wall screen without a picture."""
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    async with connect(address, compression=None, ping_interval=None) as socket:
        async for message in socket:
            now = time.time()
            text = message if isinstance(message, str) else ""
            if text.startswith("0"):
                await socket.send("40/wall,{}")
            elif text == "2":
                await socket.send("3")
            elif text.startswith('42/wall,["update"'):
                told = msgspec.json.decode(text.removeprefix("42/wall,"))[1]
                for line in told["panels"].get("feed", {}).get("data", []):
                    heard.setdefault(datetime.fromisoformat(line["at"]), now)


async def _poll(port: int, officer: Person, polled: Moments) -> None:
    """What a page without a socket would do."""
    headers = {"Authorization": f"Bearer {officer.token}"}
    address = f"http://127.0.0.1:{port}/api/pool?limit=100"
    async with httpx2.AsyncClient(headers=headers, timeout=10) as client:
        while True:
            answer = await client.get(address)
            now = time.time()
            for item in msgspec.json.decode(answer.content)["items"]:
                polled.setdefault(datetime.fromisoformat(item["published_at"]), now)
            await asyncio.sleep(POLL_S)


@asynccontextmanager
async def _running(work: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        if task.done():
            task.result()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
