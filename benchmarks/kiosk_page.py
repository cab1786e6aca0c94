"""The kiosk's page: from the navigation to the first tile that can be pressed."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from benchmarks.children import free_port, our_server
from benchmarks.chromium import chromium_for
from benchmarks.city import a_party, fresh_database, logged_in
from benchmarks.measured import Line, Setting, in_ms, percentile
from vocabulary.parties import PartyKind, Role

ROUNDS = 16
SCREEN: ViewportSize = {"width": 1080, "height": 1920}
WANTED = "<= 1.0"  # seconds
SLOWER = 4  # a terminal's processor, beside one core of this machine
WAIT_S_MAX = 20.0
OPENING = {"name": "一号终端", "zone": "service", "custodian": "钱工"}
# Painted is not pressed: a tile counts when it is enabled and nothing lies over its middle.
WATCH = """
(token) => {
  localStorage.setItem('finmart-kiosk-token', token);
  window.pressable = new Promise((resolve) => {
    const look = () => {
      const tile = document.querySelector('nav.tiles button:enabled');
      const box = tile?.getBoundingClientRect();
      const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (tile && tile.contains(top)) resolve(performance.now() / 1000);
    };
    const watch = new MutationObserver(() => requestAnimationFrame(look));
    watch.observe(document, {subtree: true, childList: true, attributes: true});
  });
}
"""
DRAWN = "(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd || NaN) / 1000"


async def measure(setting: Setting) -> list[Line]:
    """Open the page anew and again, as it is and on a slower processor, beside an empty one."""
    rounds = setting.scaled(ROUNDS)
    async with fresh_database(setting, on_postgres=True) as database:
        operator = await a_party(PartyKind.OPERATOR, "平台运营方")
        person = await logged_in(operator, Role.PLATFORM_OPERATOR, 1)
        port = free_port()
        with our_server(port, setting.folder, database.url, database.keys):
            base = f"http://127.0.0.1:{port}"
            token = await _kiosk(base, person.token)
            async with chromium_for("kiosk") as browser:
                if browser is None:
                    return []
                here = _Kiosk(browser, base, token)
                empty = [await here.cold(_floor) for _ in range(rounds)]
                cold = [await here.cold(_opened) for _ in range(rounds)]
                warm = await here.warm(rounds)
                slow = [await here.cold(_opened, SLOWER) for _ in range(rounds)]
    floor = f"an empty page of the same server: {in_ms(empty)}"
    return [
        _line("cold cache", cold, floor, WANTED),
        _line("again, from its own cache", warm, floor, WANTED),
        _line(f"cold cache, processor {SLOWER} times slower", slow, floor),
    ]


def _line(what: str, seen: list[float], floor: str, wanted: str = "") -> Line:
    name = f"kiosk: navigation → first tile can be pressed, {what}, p99 (s)"
    return Line("–", name, in_ms(seen), floor, percentile(seen, 0.99), wanted)


async def _kiosk(base: str, session: str) -> str:
    """The token of a terminal in use."""
    async with httpx2.AsyncClient(base_url=f"{base}/api", timeout=10) as client:
        headers = {"Authorization": f"Bearer {session}", "X-Terminal": "tool"}
        opened = await client.post("/devices/open", json=OPENING, headers=headers)
        opened.raise_for_status()
        given = await client.post("/kiosk/activate", json={"code": opened.json()["code"]})
        given.raise_for_status()
        token: str = given.json()["token"]
        return token


class _Kiosk:
    """A browser that opens the page as often as it is told to."""

    def __init__(self, browser: Browser, base: str, token: str) -> None:
        self._browser, self._base, self._token = browser, base, token

    async def cold(self, open_: Callable[[Page, str], Awaitable[float]], slower: int = 1) -> float:
        """Once, in a profile that has never been there."""
        context = await self._context()
        page = await context.new_page()
        if slower > 1:
            session = await context.new_cdp_session(page)
            await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        took = await open_(page, self._base)
        await context.close()
        return took

    async def warm(self, rounds: int) -> list[float]:
        """Again and again in one profile, once its worker keeps the files."""
        context = await self._context()
        page = await context.new_page()
        await _opened(page, self._base)
        await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        took = [await _opened(page, self._base) for _ in range(rounds)]
        await context.close()
        return took

    async def _context(self) -> BrowserContext:
        context = await self._browser.new_context(viewport=SCREEN)
        await context.add_init_script(f"({WATCH})('{self._token}')")
        return context


async def _opened(page: Page, base: str) -> float:
    await page.goto(f"{base}/kiosk/")
    async with asyncio.timeout(WAIT_S_MAX):
        took: float = await page.evaluate("window.pressable")
    return took


async def _floor(page: Page, base: str) -> float:
    await page.goto(f"{base}/kiosk/seal.svg")
    took: float = await page.evaluate(DRAWN)
    return took
