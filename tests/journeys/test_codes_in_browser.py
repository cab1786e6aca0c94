"""Codes on the store's screens, read from the picture: they lead to a sign-in and to a ticket."""

from io import BytesIO
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.journeys.browser import PHONE, WALL, Visitors
from tests.journeys.people import People
from tests.journeys.test_kiosk_in_browser import a_kiosk
from tests.journeys.test_queue_in_browser import open_a_counter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("F1", "F3"),
    pytest.mark.clause("6.2.1 c", "6.2.3 a"),
]


def read(screen: Locator) -> str:
    """Where a code leads, as a camera sees it."""
    picture = np.asarray(Image.open(BytesIO(screen.screenshot())).convert("L"))
    [found] = zxingcpp.read_barcodes(picture)
    address = urlsplit(found.text)
    return f"{address.path}?{address.query}"


def test_what_the_screens_show_signs_in_and_gives_a_ticket(
    visitors: Visitors, people: People
) -> None:
    open_a_counter(people)
    phone = visitors.logged_in("chenxi", size=PHONE)
    wall = visitors.page(WALL)
    wall.goto("/wall/?scene=store")
    code = wall.locator(".at-code [data-code=参观接待签到]")
    expect(code.get_by_text("用微信或手机浏览器扫一扫签到")).to_be_visible()
    phone.goto(read(code))
    phone.get_by_role("button", name="确认签到").click()
    expect(phone.get_by_text("签到成功")).to_be_visible()

    kiosk = a_kiosk(visitors, people)
    kiosk.get_by_role("button", name="取号").first.click()
    shown = kiosk.get_by_role("img", name="门店取号二维码")
    shown.scroll_into_view_if_needed()
    phone.goto(read(shown))
    phone.get_by_role("listitem").filter(has_text="融资诊断").get_by_role("button").click()
    expect(phone.get_by_text("已取号 Q001")).to_be_visible()
    expect(phone.get_by_role("button", name="取号", exact=True)).to_have_count(0)
