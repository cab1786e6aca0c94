"""One log-in, proved again before what is grave; institutions keep their staff; in Chromium."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from server.seed import DEMO_PASSWORD
from tests.journeys.browser import PHONE, Visitors, log_in, menu
from tests.journeys.people import People
from tests.journeys.serving import Platform

pytestmark = pytest.mark.browser

NEWCOMERS_PHONE = "13861239901"
NEWCOMERS_PASSWORD = "Canal-at-dusk-41"  # noqa: S105 -- of somebody who exists in tests alone
NEW_PHONE = "13861239902"


def let_proofs_age(platform: Platform) -> None:
    """As if everybody had proved long ago who they are."""
    path = platform.folder / "data" / "finmart.sqlite3"
    with closing(sqlite3.connect(path, timeout=10)) as database, database:
        database.execute("UPDATE session SET factors = '{}'")


def printed_code(page: Page | Locator) -> str:
    """The code that a demonstration shows below the field."""
    shown = page.get_by_text(re.compile(r"演示环境验证码：\d{6}"))
    expect(shown).to_be_visible()
    return (shown.text_content() or "")[-6:]


@pytest.mark.row("S12", "G1")
@pytest.mark.clause("5.3.4.1")
def test_an_export_asks_who_one_is_and_then_goes_on_by_itself(
    platform: Platform, visitors: Visitors
) -> None:
    officer = visitors.logged_in("szbank-officer")
    officer.goto("/portal/register")
    let_proofs_age(platform)
    officer.get_by_role("button", name="导出表格").click()
    dialog = officer.get_by_role("dialog", name="再次验证身份")
    dialog.get_by_label("登录密码").fill("not-the-password-9")
    dialog.get_by_role("button", name="验证并继续").click()
    expect(dialog.get_by_role("alert")).to_contain_text("密码不正确")
    dialog.get_by_label("登录密码").fill(DEMO_PASSWORD)
    with officer.expect_download() as coming:
        dialog.get_by_role("button", name="验证并继续").click()
    assert coming.value.suggested_filename.endswith(".xlsx")
    expect(dialog).to_be_hidden()
    with officer.expect_download():  # a proof holds for a while
        officer.get_by_role("button", name="导出表格").click()

    let_proofs_age(platform)
    officer.get_by_role("button", name="导出表格").click()
    dialog.get_by_role("button", name="取消").click()
    expect(officer.get_by_text("这项操作需要再次验证您的身份")).to_be_visible()


@pytest.mark.row("O1", "S6")
@pytest.mark.clause("6.1.5.1")
def test_an_institution_keeps_its_own_staff(platform: Platform, visitors: Visitors) -> None:
    admin = visitors.logged_in("szbank-admin")
    menu(admin).get_by_role("link", name="员工与岗位").click()
    rows = admin.get_by_role("row")
    expect(rows.filter(has_text="szbank-officer").first).to_be_visible()
    expect(rows.filter(has_text="icbc-officer")).to_have_count(0)

    let_proofs_age(platform)
    admin.get_by_role("button", name="开通账号").click()
    form = admin.get_by_role("dialog", name="开通账号")
    form.get_by_text("银行经办").click()
    form.get_by_label("姓名").fill("严若水")
    form.get_by_label("手机号码").fill(NEWCOMERS_PHONE)
    form.get_by_label("登录名").fill("szbank-yan")
    form.get_by_role("button", name="开通账号").click()
    proof = admin.get_by_role("dialog", name="再次验证身份")
    proof.get_by_role("tab", name="短信验证码").click()
    proof.get_by_role("button", name="发送验证码").click()
    proof.get_by_label("短信验证码").fill(printed_code(admin))
    proof.get_by_role("button", name="验证并继续").click()
    expect(admin.get_by_text("设置密码的验证码已发送至本人手机")).to_be_visible()
    code = printed_code(admin.locator(".el-message"))
    expect(rows.filter(has_text="szbank-yan")).to_be_visible()

    set_up(visitors, code)
    newcomer = visitors.logged_in("szbank-yan", NEWCOMERS_PASSWORD)
    expect(menu(newcomer).get_by_role("link", name="抢单区")).to_be_visible()

    rows.filter(has_text="szbank-yan").get_by_role("button", name="锁定").click()
    lock = admin.get_by_role("dialog", name="锁定账号")
    lock.get_by_label("原因").fill("离职")
    lock.get_by_role("button", name="锁定账号").click()
    expect(rows.filter(has_text="szbank-yan").filter(has_text="已锁定")).to_be_visible()
    expect(newcomer, "the live line has sent it away by itself").to_have_url(
        re.compile("/portal/log-in")
    )


def set_up(visitors: Visitors, code: str) -> None:
    """A newcomer gives the account its first password."""
    page = visitors.page(PHONE, is_phone=True)
    page.goto("/portal/log-in")
    page.get_by_role("button", name="首次设置密码").click()
    page.get_by_label("手机号码").fill(NEWCOMERS_PHONE)
    page.get_by_label("短信验证码").fill(code)
    page.get_by_label("设置密码").fill(NEWCOMERS_PASSWORD)
    page.get_by_role("button", name="设置密码", exact=True).click()
    expect(page.get_by_text("密码已设置，请登录")).to_be_visible()


@pytest.mark.row("O1", "S3")
@pytest.mark.clause("5.3.1.3")
def test_the_security_administrator_keeps_the_allow_lists(visitors: Visitors) -> None:
    security = visitors.logged_in("security")
    expect(security).to_have_url(re.compile("/portal/accounts"))
    menu(security).get_by_role("link", name="网络白名单").click()
    expect(security.get_by_text("您当前的网络地址：127.0.0.1")).to_be_visible()

    def setting(post: str, networks: str) -> None:
        security.get_by_role("button", name=f"设置{post}的白名单").click()
        dialog = security.get_by_role("dialog", name=f"设置白名单：{post}")
        dialog.get_by_label("允许的网络地址").fill(networks)
        dialog.get_by_label("原因").fill("仅限办公网络")
        dialog.get_by_role("button", name="保存").click()

    setting("安全管理员", "10.9.0.0/16")
    expect(security.get_by_role("alert")).to_contain_text("不在新的白名单内")
    security.get_by_role("button", name="取消").click()

    officer = visitors.logged_in("ccbsz-officer")
    setting("银行经办", "10.9.0.0/16")
    expect(security.get_by_text("10.9.0.0/16")).to_be_visible()
    officer.goto("/portal/pool")
    expect(officer.get_by_text("只能在许可的网络内")).to_be_visible()
    setting("银行经办", "")
    expect(security.get_by_text("10.9.0.0/16")).to_have_count(0)
    setting("微信推送", "203.0.113.0/24")
    clients = security.get_by_role("region", name="外部接入")
    expect(clients.get_by_text("203.0.113.0/24")).to_be_visible()
    setting("微信推送", "")
    expect(clients.get_by_text("203.0.113.0/24")).to_have_count(0)


@pytest.mark.row("S12", "K10", "O1", "I6")
@pytest.mark.clause("5.3.4.1", "6.1.2.6", "6.1.1.5 d")
def test_somebody_keeps_their_own_account(
    platform: Platform, visitors: Visitors, people: People
) -> None:
    page = visitors.logged_in("chenxi")
    other = people.logged_in("chenxi", terminal="miniprogram")
    page.goto("/portal/account")
    expect(page.get_by_text("发布融资需求、申请融资产品")).to_be_visible()
    let_proofs_age(platform)
    page.get_by_role("button", name="退出其他所有设备").click()
    dialog = page.get_by_role("dialog", name="再次验证身份")
    dialog.get_by_label("登录密码").fill(DEMO_PASSWORD)
    dialog.get_by_role("button", name="验证并继续").click()
    expect(page.get_by_text("其他设备均已退出登录")).to_be_visible()
    assert not other.is_logged_in()

    page.get_by_label("新手机号码").fill(NEW_PHONE)
    page.get_by_role("button", name="发送验证码").click()
    page.get_by_label("短信验证码").fill(printed_code(page))
    page.get_by_role("button", name="更换手机号").click()
    expect(page.get_by_text("手机号码已更换")).to_be_visible()
    expect(page.get_by_text("138****9902")).to_be_visible()
    page.get_by_role("button", name="退出", exact=True).click()
    log_in(page, NEW_PHONE)
