"""The browser of a measurement, where there is one."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

from deploy.steps import say
from server.pages import FRONT_ENDS

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


@asynccontextmanager
async def chromium_for(page: str) -> AsyncIterator[Browser | None]:
    """Chromium, for one of our built front ends; None, said aloud, when either is missing."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or not (FRONT_ENDS[page] / "index.html").is_file():
        say(f"  Chromium or the built {page} is missing: measured without a browser")
        yield None
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()
