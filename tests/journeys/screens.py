"""Takes a picture of every page for docs/screens/: `python -m tests.journeys.screens`."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    PHONE,
    WALL,
    Visitors,
    choose,
    enter_miniprogram,
    picture,
    running_browser,
)
from tests.journeys.city import City, build
from tests.journeys.people import People
from tests.journeys.serving import ROOT, Platform, running_server

SCREENS = ROOT / "docs" / "screens"
BYTES_MAX = 400_000
BANK_OFFICER, ENTERPRISE, OPERATOR = "szbank-officer", "chenxi", "operator"
HIGH, HIGHER = 1200, 1440  # Windows for pages whose whole point needs more than 900.
STALE_MS = 12_000
WALL_SETTLES_MS = 4_000  # Figures roll once, and what has just come stays lit for three seconds.


@dataclass(frozen=True)
class Studio:
    """A platform with something to see on it, and visitors to see it."""

    platform: Platform
    visitors: Visitors
    city: City

    def take(self, name: str, page: Page, path: str = "", *, height: int = 0) -> None:
        """Open an address (if given) and take its picture."""
        if path:
            page.goto(path)
        target = SCREENS / f"{name}.png"
        picture(page, target, height=height)
        sys.stdout.write(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB\n")


def bank(studio: Studio) -> None:
    page = studio.visitors.logged_in(BANK_OFFICER)
    expect(page.get_by_role("heading", name="最先到期的待办")).to_be_visible()
    studio.take("portal-bank-workbench", page, "/portal/workbench", height=HIGH)
    studio.take("portal-bank-pool", page, "/portal/pool")
    studio.take("portal-applications", page, "/portal/applications")
    studio.take("portal-register", page, "/portal/register")
    page.goto(f"/portal/applications/{studio.city.shown['id']}")
    page.get_by_text("办理流程", exact=True).click()
    studio.take("portal-case", page, height=HIGHER)


def enterprise(studio: Studio) -> None:
    page = studio.visitors.logged_in(ENTERPRISE)
    studio.take("portal-enterprise-workbench", page, "/portal/workbench", height=HIGH)
    case = f"/portal/applications/{studio.city.shown['id']}"
    studio.take("portal-case-enterprise", page, case, height=HIGH)
    studio.take("portal-messages", page, "/portal/messages")
    studio.take("portal-account", page, "/portal/account")
    studio.take("portal-products", page, "/portal/products")
    for _ in range(3):
        page.get_by_role("button", name="加入对比", exact=True).first.click()
    page.get_by_role("button", name="开始对比").click()
    expect(page.get_by_role("heading", name="产品对比")).to_be_visible()
    studio.take("portal-product-compare", page)
    page.goto("/portal/publish")
    page.get_by_label("融资金额").fill("200")
    page.get_by_label("期限", exact=True).fill("12")
    choose(page, "担保方式", "信用")
    choose(page, "还款方式", "等额本息")
    page.get_by_label("资金用途").fill("采购精密轴承原材料，备货春节后订单")
    expect(page.get_by_role("button", name="查看并申请").first).to_be_visible()
    studio.take("portal-publish", page)


def uncertified(studio: Studio) -> None:
    page = studio.visitors.logged_in("lvye")
    studio.take("portal-certification", page, "/portal/certification")


def operator(studio: Studio) -> None:
    page = studio.visitors.logged_in(OPERATOR)
    studio.take("portal-operator-workbench", page, "/portal/workbench", height=HIGH)
    page.goto("/portal/certifications")
    choose(page, "全部状态", "已认证")
    expect(page.get_by_role("row").filter(has_text="已认证").first).to_be_visible()
    studio.take("portal-certifications", page)
    waiting = f"/portal/certifications/{studio.city.waiting['id']}"
    studio.take("portal-certification-review", page, waiting)
    for name in ("accounts", "journal", "operations"):
        studio.take(f"portal-{name}", page, f"/portal/{name}")


def phone(studio: Studio) -> None:
    page = studio.visitors.logged_in(BANK_OFFICER, size=PHONE)
    studio.take("portal-mobile-workbench", page, "/portal/workbench")
    studio.take("portal-mobile-case", page, f"/portal/applications/{studio.city.shown['id']}")


def miniprogram(studio: Studio) -> None:
    page = enter_miniprogram(studio.visitors, ENTERPRISE)
    expect(page.get_by_text("银行信贷")).to_be_visible()
    case = f"applications/detail?id={studio.city.shown['id']}"
    pages = {"products": "products/index", "case": case, "store": "store/index", "me": "me/index"}
    for name, path in pages.items():
        page.goto("about:blank")  # an address that differs behind its # alone opens no page anew
        studio.take(f"miniprogram-{name}", page, f"/miniprogram/#/pages/{path}")


def doors(studio: Studio) -> None:
    page = studio.visitors.page()
    studio.take("portal-login", page, "/portal/log-in")
    studio.take("docs", page, "/docs")


# Whose page, and where: one picture each, of what opens there.
PLACES: dict[str, tuple[str, ...]] = {
    BANK_OFFICER: ("loans", "claims", "repayments", "product-desk", "proposals", "enterprises"),
    "szdb-officer": ("guarantees", "letters"),
    "picc-underwriter": ("underwriting", "cover-requests"),
    OPERATOR: (
        "counter", "queue-statistics", "services", "visits", "roadshows", "store-calendar",
        "meetings", "inspections", "faults", "fleet", "device-alerts", "notice-desk",
        "programmes", "listings", "shelf-check", "appraisals", "exposure", "state-limits",
    ),
    ENTERPRISE: ("enterprise", "letters/apply"),
    "": ("home", "shelf", "processes", "verify", "calculator"),
}  # fmt: skip


def places(studio: Studio) -> None:
    for log_in_name, paths in PLACES.items():
        visitors = studio.visitors
        page = visitors.logged_in(log_in_name) if log_in_name else visitors.page()
        for path in paths:
            studio.take(f"portal-{path.replace('/', '-')}", page, f"/portal/{path}")
        if log_in_name == "szdb-officer":
            studio.take("portal-guarantor-workbench", page, "/portal/workbench", height=HIGH)
        if log_in_name == BANK_OFFICER:
            page.goto("/portal/loans")
            page.get_by_role("row").filter(has_text="逾期").last.get_by_role("link").first.click()
            expect(page.get_by_role("heading", name="还款计划")).to_be_visible()
            studio.take("portal-loan", page, height=HIGHER)


def wall(studio: Studio) -> None:
    """Last of all: for the offline picture the server is stopped."""
    cockpit = studio.visitors.logged_in("supervisor", size=WALL)
    open_wall(studio.visitors, "/cockpit/", cockpit)
    studio.take("cockpit", cockpit)
    studio.take("wall-store", open_wall(studio.visitors, "/wall/?scene=store"))
    page = open_wall(studio.visitors)
    studio.take("wall", page)
    studio.platform.stop()
    expect(page.locator("[data-banner=offline]")).to_be_visible()
    expect(page.locator("[data-freshness=stale]")).to_be_visible()
    page.wait_for_timeout(STALE_MS)
    studio.take("wall-offline", page)


def open_wall(visitors: Visitors, path: str = "/wall/", page: Page | None = None) -> Page:
    page = page or visitors.page(WALL)
    page.goto(path)
    expect(page.locator(".stage")).to_have_attribute("data-phase", "live")
    page.wait_for_timeout(WALL_SETTLES_MS)
    return page


SERIES: tuple[Callable[[Studio], None], ...] = (
    doors,
    bank,
    enterprise,
    uncertified,
    operator,
    places,
    phone,
    miniprogram,
    wall,
)


@contextmanager
def studio_in(folder: Path) -> Iterator[Studio]:
    """Serve the city, and open a browser on it."""
    with ExitStack() as around:
        platform = around.enter_context(running_server(folder / "city", DEMO_PACE_S="86400"))
        browser = around.enter_context(running_browser())
        with People(platform.base) as people:
            city = build(people)
        visitors = Visitors(browser, platform.base)
        around.callback(visitors.leave)
        yield Studio(platform, visitors, city)
        with running_server(folder / "empty", DEMO="0") as empty:
            nobody = Visitors(browser, empty.base)
            picture(open_wall(nobody), SCREENS / "wall-empty.png")
            nobody.leave()


def main() -> int:
    """Take every picture; one that is too heavy for a repository is a failure."""
    with tempfile.TemporaryDirectory() as folder, studio_in(Path(folder)) as studio:
        for series in SERIES:
            series(studio)
    heavy = [path.name for path in SCREENS.glob("*.png") if path.stat().st_size > BYTES_MAX]
    if heavy:
        sys.stderr.write(f"heavier than {BYTES_MAX // 1000} kB: {', '.join(heavy)}\n")
    return int(bool(heavy))


if __name__ == "__main__":
    sys.exit(main())
