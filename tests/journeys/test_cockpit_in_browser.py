"""The cockpit in Chromium: one account for all, live figures that open to their rows."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import WALL, Visitors, log_in, mark_unreloaded, menu
from tests.journeys.people import People, request_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("A6", "S15"),
    pytest.mark.clause("3.1", "5.1.6", "5.3.4.4"),
]
SUPERVISOR, OFFICER, CLERK = "supervisor", "szbank-officer", "chenxi"


def month_of(page: Page, figure: str) -> int:
    value = page.locator(f"[data-figure={figure}]").get_attribute("data-value")
    assert value is not None
    return int(value)


def test_a_supervisor_sees_the_city_move_and_opens_a_figure(
    visitors: Visitors, people: People
) -> None:
    page = visitors.page(WALL)
    page.goto("/cockpit/")
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
    page.get_by_role("link", name="登录").click()
    log_in(page, SUPERVISOR)
    expect(page.locator(".stage")).to_have_attribute("data-phase", "live")
    expect(page.get_by_role("heading", name="监管驾驶舱")).to_be_visible()
    mark_unreloaded(page)
    before = month_of(page, "month_requests")

    case = people.logged_in(CLERK).post("/financing-requests/publish", request_form())

    expect(page.locator("[data-figure=month_requests]")).to_have_attribute(
        "data-value", str(before + 1)
    )
    page.locator("button.month").first.click()
    opened = page.get_by_role("dialog", name="本月新增需求")
    expect(opened.get_by_text("按操作日志统计")).to_be_visible()
    row = opened.get_by_role("listitem").filter(has_text=case["application_no"])
    expect(row.get_by_text("批")).to_be_visible()
    expect(opened.get_by_text("苏州晨曦精密")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)


def test_whoever_has_no_business_there_sees_nothing(visitors: Visitors) -> None:
    page = visitors.logged_in(OFFICER)
    expect(menu(page).get_by_role("link", name="监管驾驶舱")).to_have_count(0)
    page.goto("/cockpit/")
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
