"""A fault in Chromium: reported and mended on a phone, closed by a colleague at their desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import (
    PHONE,
    Visitors,
    assert_unreloaded,
    choose,
    mark_unreloaded,
    take_step,
)

pytestmark = pytest.mark.browser


@pytest.mark.row("F5", "S4")
@pytest.mark.clause("6.2.5 c")
def test_a_fault_is_mended_on_a_phone_and_closed_by_a_colleague(visitors: Visitors) -> None:
    phone = visitors.logged_in("store-1", size=PHONE)
    phone.goto("/portal/faults")
    phone.get_by_role("button", name="报修").click()
    dialog = phone.get_by_role("dialog", name="报修")
    dialog.get_by_role("button", name="提交").click()
    expect(dialog.get_by_text("请填写哪里坏了。")).to_be_visible()
    dialog.get_by_label("哪里坏了").fill("路演区音响无声")
    dialog.get_by_role("button", name="提交").click()
    expect(phone).to_have_url(re.compile(r"/portal/faults/[0-9a-f-]+$"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    phone.get_by_role("button", name="派单").click()
    choose(phone, "交给", "施雨桐")
    phone.get_by_role("dialog").get_by_role("button", name="派单").click()
    take_step(phone, "开始维修")
    colleague = visitors.logged_in("store-2")
    colleague.goto(phone.url)
    expect(colleague.get_by_text("维修中").first).to_be_visible()
    mark_unreloaded(colleague)

    take_step(phone, "登记维修结果", 原因="功放保险丝熔断", 处理结果="更换保险丝")
    expect(phone.get_by_text("待另一位同事验收")).to_be_visible()
    expect(phone.get_by_role("button", name="验收关闭")).to_have_count(0)
    take_step(colleague, "验收关闭")
    expect(colleague.get_by_text("已闭环").first).to_be_visible()
    expect(phone.get_by_text("已闭环").first).to_be_visible()
    assert_unreloaded(colleague)
    with colleague.expect_download() as sheet:
        colleague.get_by_role("button", name="下载处理单").click()
    assert sheet.value.suggested_filename.startswith("故障处理单 GZ-")
