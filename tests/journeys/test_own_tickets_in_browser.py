"""An enterprise's tickets at the portal, in Chromium: a slot is booked, seen, and cancelled."""

from datetime import date

import pytest
from playwright.sync_api import expect

from domain.kernel import clock
from tests.journeys.browser import Visitors, choose
from vocabulary.workdays import after_workdays

pytestmark = [pytest.mark.browser, pytest.mark.row("F3"), pytest.mark.clause("6.2.3", "6.2.3 a")]

CLERK, WEEKDAYS = "yunqi", "一二三四五六日"


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def test_an_enterprise_books_a_slot_of_a_day_and_cancels_it(visitors: Visitors) -> None:
    day = after_workdays(clock.today(), 2)
    page = visitors.logged_in(CLERK)
    page.get_by_role("link", name="到店取号").click()
    page.get_by_role("button", name="预约时段").click()
    dialog = page.get_by_role("dialog", name="预约时段")
    dialog.get_by_role("button", name="提交预约").click()
    expect(dialog.get_by_text("请选择业务类别。")).to_be_visible()
    choose(page, "业务类别", "A 融资咨询")
    choose(page, "日期", f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}")
    dialog.get_by_text("10:00").click()
    dialog.get_by_role("button", name="提交预约").click()

    booked = page.get_by_role("listitem").filter(has_text="A预约")
    expect(booked).to_contain_text(f"请在 {chinese(day)} 10:00 时段到店签到")
    booked.get_by_role("button", name="取消取号").click()
    page.get_by_role("dialog", name="取消取号").get_by_role("button", name="取消取号").click()
    expect(booked).to_contain_text("已取消")
