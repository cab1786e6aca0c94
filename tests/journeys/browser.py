"""A browser for journeys: people with a context each, watched for errors and foreign hosts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    TimeoutError,  # noqa: A004 -- playwright's own, which is no OSError
    expect,
    sync_playwright,
)

from server.pages import FRONT_ENDS
from server.seed import DEMO_PASSWORD
from tests.journeys.png import lightened

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 15_000
DESK = (1440, 900)
PHONE = (390, 844)
# What a walk-up terminal keeps in clear: that it is one of ours, what one queues for, its camera.
KIOSK_KEEPS = {"finmart-kiosk-token", "finmart-kiosk-queue", "finmart-kiosk-camera"}
WALL = (1920, 1080)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium on the built front ends."""
    missing = [name for name, folder in FRONT_ENDS.items() if not (folder / "index.html").is_file()]
    assert not missing, f"{', '.join(missing)}: not built. Run: make setup"
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "no Chromium. Run: sudo apt-get install -y chromium fonts-noto-cjk"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """What a page must never do: complain in the console, or ask another host for something."""

    def __init__(self, base: str) -> None:
        self._host = urlsplit(base).netloc
        self.known: set[str] = set()  # hosts beside the platform that a page may ask
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.offline = False  # While the server is away, lost connections are no complaint.

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("page", self._opened)

    def _opened(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"} or self.offline:
            return
        if "Failed to load resource" in message.text and "status of" in message.text:
            return  # A refusal: its words are shown on the page.
        if "CONNECTION_REFUSED" in message.text and self._is_known(message.location["url"]):
            return  # A terminal asks for its agent, and goes on without one.
        self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def _is_known(self, address: str) -> bool:
        return urlsplit(address).netloc in self.known

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc not in {
            self._host,
            *self.known,
        }:
            self.foreign.append(request.url)


class Visitors:
    """Everybody who opens a browser of their own during one journey."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser = browser
        self.base = base
        self.watch = Watch(base)
        self._contexts: list[BrowserContext] = []

    def page(self, size: tuple[int, int] = DESK, *, is_phone: bool = False) -> Page:
        """A page in a browser that knows nothing yet."""
        width, height = size
        context = self._browser.new_context(
            base_url=self.base,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=is_phone,
            is_mobile=is_phone,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.watch.follow(context)
        self._contexts.append(context)
        return context.new_page()

    def logged_in(
        self, name: str, password: str = DEMO_PASSWORD, *, size: tuple[int, int] = DESK
    ) -> Page:
        """Somebody at the page where their account begins: the workbench, for most."""
        page = self.page(size, is_phone=size == PHONE)
        page.goto("/portal/log-in")
        log_in(page, name, password)
        return page

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def log_in(page: Page, name: str, password: str = DEMO_PASSWORD) -> None:
    page.get_by_label("手机号码或登录名").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).not_to_have_url(f"{origin(page)}/portal/log-in")


def enter_miniprogram(visitors: Visitors, name: str) -> Page:
    """Somebody at the mini-program's pages in the browser of a phone."""
    page = visitors.page(PHONE, is_phone=True)
    page.goto("/miniprogram/#/pages/me/log-in")
    page.get_by_text("密码登录").tap()
    fields = page.locator(".field")
    fields.filter(has_text="手机号码或登录名").locator("input").fill(name)
    fields.filter(has_text="密码").last.locator("input").fill(DEMO_PASSWORD)
    page.locator("uni-button", has_text="登录").tap()
    return page


def with_a_clock(page: Page) -> None:
    """Load the page anew with a clock that goes on by itself and can be put forward."""
    page.clock.install()
    page.reload()


def origin(page: Page) -> str:
    address = urlsplit(page.url)
    return f"{address.scheme}://{address.netloc}"


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list, opened by the keyboard: the page may move under a mouse.

    A page that is drawn anew meanwhile closes the list: then it is opened once more.
    """
    box = page.get_by_role("combobox", name=label)
    wanted = page.get_by_role("option", name=option, exact=True)
    for patience in (PATIENCE_MS / 3, PATIENCE_MS):
        if box.get_attribute("aria-expanded") != "true":
            box.press("ArrowDown")
        try:
            wanted.click(timeout=patience)
        except TimeoutError:
            if patience == PATIENCE_MS:
                raise
        else:
            return


def take_step(page: Page, label: str, **fields: str) -> None:
    """Press a step's button, fill in its dialog, confirm, and see the dialog close."""
    page.get_by_role("group", name="可办理的操作").get_by_role(
        "button", name=label, exact=True
    ).click()
    dialog = page.get_by_role("dialog", name=label)
    for name, text in fields.items():
        dialog.get_by_label(name).fill(text)
    dialog.get_by_role("button", name=label, exact=True).click()
    expect(dialog).to_be_hidden()


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="主菜单").first


def expect_state(page: Page, label: str) -> None:
    expect(page.locator(".case-head .mark")).to_contain_text(label)


def mark_unreloaded(*pages: Page) -> None:
    for page in pages:
        page.evaluate("window.isTheSamePage = true")


def assert_unreloaded(*pages: Page) -> None:
    for page in pages:
        assert page.evaluate("window.isTheSamePage") is True, f"{page.url} was loaded anew"


def picture(page: Page, path: Path, *, height: int = 0) -> None:
    """Take a picture once nothing is loading any more; with a height, in a window that high."""
    size = page.viewport_size
    if height and size:
        page.set_viewport_size({"width": size["width"], "height": height})
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lightened(page.screenshot(animations="disabled")))
    if height and size:
        page.set_viewport_size(size)
