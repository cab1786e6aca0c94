"""The store's queue in Chromium: a ticket at the kiosk, its call at the counter, on the wall."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Visitors
from tests.journeys.people import People
from tests.journeys.test_kiosk_in_browser import a_kiosk

pytestmark = [pytest.mark.browser, pytest.mark.row("F3"), pytest.mark.clause("6.2.3", "6.2.3 a")]

WALL = (1920, 1080)
OFFLINE_NO = re.compile(r"Q\d-001")
HANDED_IN_MS = 10_000


@pytest.mark.row("F3")
@pytest.mark.clause("6.2.3 a")
def open_a_counter(people: People) -> None:
    operator = people.logged_in("operator")
    operator.post("/queue-settings/store-site", {
        "latitude_e6": 31_320_000, "longitude_e6": 120_710_000, "radius_m": 300,
        "opens_at": "00:00", "closes_at": "23:59",
    })  # fmt: skip
    operator.post("/queue-settings/service-class", {
        "prefix": "Q", "name": "融资诊断", "typical_minutes": 10, "slot_capacity": 0,
        "return_minutes": 15,
    })  # fmt: skip
    operator.post(
        "/queue-settings/service-counter",
        {"counter_no": 9, "name": "诊断窗口", "skills": ["Q"]},
    )


def take_a_ticket(kiosk: Page) -> None:
    kiosk.get_by_role("button", name="取号").first.click()
    kiosk.get_by_role("button", name="融资诊断").click()
    kiosk.get_by_role("button", name="直接取号").click()


def take_one_without_a_line(kiosk: Page, visitors: Visitors) -> None:
    visitors.watch.offline = True
    kiosk.context.set_offline(offline=True)
    take_a_ticket(kiosk)
    expect(kiosk.get_by_text(OFFLINE_NO)).to_be_visible()
    kiosk.context.set_offline(offline=False)
    expect(kiosk.locator(".offline")).to_have_count(0, timeout=HANDED_IN_MS)
    visitors.watch.offline = False


def test_a_ticket_is_taken_called_by_a_key_and_shown(visitors: Visitors, people: People) -> None:
    open_a_counter(people)
    kiosk = a_kiosk(visitors, people)
    take_a_ticket(kiosk)
    expect(kiosk.get_by_text("Q001", exact=True)).to_be_visible()
    expect(kiosk.get_by_role("img", name="查看排队进度的二维码")).to_be_visible()
    kiosk.get_by_role("button", name="我已记下号码").click()
    take_one_without_a_line(kiosk, visitors)

    wall = visitors.page(WALL)
    wall.goto("/wall/?scene=store")
    counter = visitors.logged_in("operator")
    counter.goto("/portal/counter")
    counter.get_by_role("button", name="9 号窗口 · Q").click()
    expect(counter.get_by_text("下一个 Q001")).to_be_visible()
    counter.keyboard.press("n")
    expect(counter.locator("[data-current]")).to_contain_text("Q001")
    expect(wall.locator("[data-calling=Q001]")).to_contain_text("号窗口")
    expect(wall.locator("[data-voice]")).to_be_visible()
    display = visitors.page(WALL)
    display.goto("/portal/counter-display/9")
    expect(display.get_by_text("请到本窗口")).to_be_visible()

    counter.keyboard.press("s")
    expect(counter.locator("[data-current]")).to_contain_text("正在办理")
    counter.keyboard.press("d")
    dialog = counter.get_by_role("dialog")
    dialog.get_by_role("button", name="办结", exact=True).click()
    expect(counter.get_by_text("下一个 Q")).to_contain_text(OFFLINE_NO, timeout=HANDED_IN_MS)
    expect(display.get_by_text("请等候叫号")).to_be_visible()
    counter.get_by_role("button", name="9 号窗口关窗").click()
    expect(counter.get_by_text("请选择您值守的窗口")).to_be_visible()
