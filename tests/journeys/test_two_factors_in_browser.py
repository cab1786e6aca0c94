"""Two proofs at the walk-up terminal in Chromium, on a platform whose posts begin to want two."""

import re

import pytest
from playwright.sync_api import Page, expect

from server.demo_world import PHONE_PREFIX
from server.seed import DEMO_PASSWORD
from tests.journeys.browser import Visitors
from tests.journeys.people import People
from tests.journeys.serving import Platform
from tests.journeys.test_kiosk_in_browser import a_kiosk, type_digits

pytestmark = pytest.mark.browser

OPERATOR_PHONE = f"{PHONE_PREFIX}0001"


def proves_by_code(page: Page) -> None:
    page.get_by_role("button", name="短信验证码登录").click()
    type_digits(page, OPERATOR_PHONE)
    page.get_by_role("button", name="获取验证码").click()
    type_digits(page, page.get_by_text("演示环境验证码").inner_text()[-6:])
    page.get_by_role("button", name="登录", exact=True).click()


def proves_twice(page: Page) -> None:
    """Log the operator in at their own desk, where two proofs are wanted as well."""
    page.goto("/portal/log-in")
    page.get_by_label("手机号码或登录名").fill("operator")
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="发送验证码").click()
    shown = page.get_by_text("演示环境验证码")
    page.get_by_label("短信验证码").fill(shown.inner_text()[-6:])
    page.get_by_role("button", name="完成登录").click()
    expect(page).to_have_url(re.compile("workbench"))


@pytest.mark.row("S12")
@pytest.mark.clause("5.3.4.1")
def test_a_post_that_wants_two_is_asked_for_the_second_by_another_way(
    visitors: Visitors, people: People, platform: Platform
) -> None:
    page, own = a_kiosk(visitors, people), visitors.page()
    visitors.watch.offline = True
    platform.stop()
    platform.environment = dict(platform.environment) | {"TWO_FACTORS": "1"}
    platform.start()
    page.reload()
    expect(page.get_by_text("请选择登录方式")).to_be_visible()
    visitors.watch.offline = False

    proves_by_code(page)
    expect(page.get_by_text("第一步已通过")).to_be_visible()
    expect(page.get_by_role("button", name="短信验证码登录")).to_have_count(0)
    expect(page.get_by_role("button", name="刷身份证")).to_be_visible()
    with page.expect_response("**/kiosk/scans/ask") as asked:
        page.get_by_role("button", name="手机扫码登录").click()
    expect(page.get_by_role("button", name="短信验证码登录")).to_have_count(0)
    code = asked.value.json()
    proves_twice(own)
    own.goto(code["path"])
    own.get_by_label("屏幕上的两位数字").fill(code["number"])
    own.get_by_role("button", name="确认登录").click()
    expect(page.get_by_text("顾*，您好")).to_be_visible()
    page.get_by_role("button", name="退出并重新开始").click()

    expect(page.get_by_role("button", name="短信验证码登录")).to_be_visible()  # begun anew
