"""What people see in Chromium: enterprise, banks and operator at once, with the wall above them.

Each journey ends by asking that no page complained and that nothing was fetched from elsewhere.
"""

import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import (
    PHONE,
    WALL,
    Visitors,
    assert_unreloaded,
    choose,
    expect_state,
    mark_unreloaded,
    menu,
    take_step,
)
from tests.journeys.people import (
    PASSWORD,
    WAIT_S_MAX,
    Caller,
    Found,
    People,
    certification_form,
    line_form,
    request_form,
)
from tests.journeys.serving import Platform
from tests.journeys.wall_figures import differences, shown_on, told_by_api

pytestmark = pytest.mark.browser

PHONE_NUMBER = "13861234601"
NAME = "苏州翠鸟自动化科技有限公司"
NAME_MASKED = "翠*自动化"
BANK_A, BANK_B = "szbank", "icbc"
NO_RIGHT = "您的岗位没有此页面的权限"


def sign_up(visitors: Visitors) -> Page:
    """From the first page to an account, with the code that the demonstration shows."""
    page = visitors.page()
    page.goto("/")
    page.get_by_role("button", name="企业注册").click()
    page.get_by_label("手机号码").fill(PHONE_NUMBER)
    page.get_by_role("button", name="发送验证码").click()
    code = page.get_by_text("演示环境验证码").inner_text()[-6:]
    page.get_by_label("短信验证码").fill(code)
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_role("button", name="注册并登录").click()
    expect(page.get_by_text("完成企业认证后即可申请融资")).to_be_visible()
    expect(menu(page).get_by_role("link", name="发布需求")).to_have_count(0)
    return page


def certify(page: Page, operator: Page, people: People) -> None:
    """A past certification is entered, the operator decides it in another browser."""
    page.get_by_role("link", name="去认证").click()
    expect(page.get_by_role("heading", name="企业认证")).to_be_visible()
    clerk = people.stranger()
    clerk.log_in(PHONE_NUMBER, PASSWORD)
    form = certification_form(2, PHONE_NUMBER, NAME)
    clerk.enter_past(people.logged_in("replay-operator"), form)
    expect(page.get_by_text("平台正在核验")).to_be_visible()
    mark_unreloaded(page)

    operator.get_by_role("link", name="认证审核").click()
    operator.get_by_role("link", name=NAME).click()
    expect(operator.get_by_text("历史补录：未提交证照照片")).to_be_visible()
    take_step(operator, "通过认证")
    expect(page.get_by_text("企业已通过认证")).to_be_visible()
    expect(menu(page).get_by_role("link", name="发布需求")).to_be_visible()
    assert_unreloaded(page)


def publish(page: Page) -> str:
    """Write the need down, see what fits it and why, publish. Gives the application's id."""
    page.get_by_role("link", name="发布需求").first.click()
    page.get_by_label("融资金额").fill("200")
    page.get_by_label("期限", exact=True).fill("12")
    choose(page, "担保方式", "抵押")
    choose(page, "还款方式", "等额本息")
    page.get_by_label("资金用途").fill("采购减速机与伺服电机，交付春节前订单")
    expect(page.get_by_role("button", name="查看并申请").first).to_be_visible()
    page.get_by_role("button", name="发布需求", exact=True).click()
    page.wait_for_url("**/portal/applications/*")
    expect_state(page, "待受理")
    return page.url.rpartition("/")[2]


def row_in_pool(page: Page) -> Locator:
    return page.get_by_role("row").filter(has_text=NAME_MASKED)


def grab(officer: Page, rival: Page) -> None:
    """Both see the request come by itself; one takes it; it goes from the other's list."""
    for each in (officer, rival):
        expect(row_in_pool(each)).to_be_visible()
        assert NAME not in each.content(), "the pool knows masked names alone"
    row_in_pool(officer).get_by_role("button", name="抢单").click()
    officer.get_by_role("button", name="确认抢单").click()
    officer.wait_for_url("**/portal/applications/*")
    expect(row_in_pool(rival)).to_have_count(0)
    assert_unreloaded(officer, rival)


def lend(page: Page, officer: Page, approver: Page) -> None:
    """Every step of the bank shows on the enterprise's open page."""
    expect_state(page, "待审核")
    take_step(approver, "审核通过", 审核意见="经营稳定，现金流可覆盖本息，同意")
    expect_state(page, "待授信")
    take_step(approver, "授信", 授信金额="180", 年利率="3.95")
    expect_state(page, "待放款")
    take_step(officer, "放款", 合同编号="CN-2026-0001", 放款金额="80")
    expect(page.get_by_text("CN-2026-0001")).to_be_visible()
    take_step(officer, "放款", 合同编号="CN-2026-0002", 放款金额="100")
    expect(page.get_by_text("CN-2026-0002")).to_be_visible()
    take_step(officer, "办结")
    expect_state(page, "已办结")


def rate(page: Page) -> None:
    """Four kinds of stars and a word."""
    for place in range(4):
        page.locator(".el-rate").nth(place).locator(".el-rate__item").nth(4).click()
    page.get_by_label("留言").fill("流程清楚，放款很快")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("button", name="提交评价")).to_have_count(0)
    expect(page.get_by_text("流程清楚，放款很快")).to_be_visible()


def expect_true_figures(wall: Page, operator: Caller) -> None:
    """Every figure of the wall equals what the platform's own lists add up to, to the fen."""
    told = told_by_api(operator)
    deadline = time.monotonic() + WAIT_S_MAX
    while (wrong := differences(wall, told)) and time.monotonic() < deadline:
        wall.wait_for_timeout(100)
    assert not wrong


@pytest.mark.row("E1", "E4", "E5", "K1", "K2", "A6", "S5")
@pytest.mark.clause("6.1.2.1", "6.1.2.2", "6.1.3.1", "6.1.3.4", "6.1.3.5")
def test_one_request_on_every_screen(visitors: Visitors, people: People) -> None:
    wall = visitors.page(WALL)
    wall.goto("/wall/")
    expect(wall.locator(".stage")).to_have_attribute("data-phase", "live")
    officer, rival = (
        visitors.logged_in(f"{BANK_A}-officer"),
        visitors.logged_in(f"{BANK_B}-officer"),
    )
    for each in (officer, rival):
        each.goto("/portal/pool")
        expect(each.get_by_role("heading", level=1)).to_be_visible()
    mark_unreloaded(wall, officer, rival)

    page = sign_up(visitors)
    certify(page, visitors.logged_in("operator"), people)
    application = publish(page)
    mark_unreloaded(page)
    feed = wall.locator("[data-panel=feed]")
    expect(feed).to_contain_text(NAME_MASKED)
    expect(feed.locator("[data-lit=true]")).to_have_count(1)
    grab(officer, rival)
    approver = visitors.logged_in(f"{BANK_A}-approver")
    approver.goto(f"/portal/applications/{application}")
    lend(page, officer, approver)
    assert_unreloaded(page, wall)
    rate(page)

    expect_true_figures(wall, people.logged_in("operator"))
    assert NAME not in wall.content(), "the wall knows masked names alone"


@pytest.mark.row("A6")
def test_the_wall_outlives_a_restart(
    visitors: Visitors, people: People, platform: Platform
) -> None:
    lent(people, 66_600_001, "CN-2026-0101")
    wall = visitors.page(WALL)
    wall.goto("/wall/")
    desk = visitors.logged_in(f"{BANK_A}-officer")
    expect_true_figures(wall, people.logged_in("operator"))
    mark_unreloaded(wall, desk)

    visitors.watch.offline = True
    platform.stop()
    banner = wall.locator("[data-banner=offline]")
    expect(banner).to_be_visible()
    expect(wall.locator(".stage")).to_have_attribute("data-phase", "offline")
    expect(desk.get_by_role("status").filter(has_text="连接已中断")).to_be_visible()
    assert shown_on(wall)["today"][""]["disbursed_fen"] >= 66_600_001, "the last data stay"

    platform.start()
    expect(banner).to_be_hidden(timeout=30_000)
    expect(wall.locator(".stage")).to_have_attribute("data-phase", "live")
    expect(desk.get_by_role("status").filter(has_text="连接已中断")).to_be_hidden(timeout=30_000)
    visitors.watch.offline = False
    lent(people, 33_300_002, "CN-2026-0102")
    expect_true_figures(wall, people.logged_in("operator"))
    assert_unreloaded(wall, desk)


@dataclass(frozen=True)
class Lent:
    """A loan made over HTTP, so that there is something to look at."""

    case: Found
    clerk: Caller


def requested(people: People, amount_fen: int = 100_000_000) -> Lent:
    clerk = people.logged_in("chenxi")
    return Lent(clerk.post("/financing-requests/publish", request_form(amount_fen)), clerk)


def lent(people: People, amount_fen: int, contract_no: str) -> Lent:
    made = requested(people, amount_fen)
    officer = people.logged_in(f"{BANK_A}-officer")
    approver = people.logged_in(f"{BANK_A}-approver")
    officer.step(made.case, "grab")
    approver.step(made.case, "approve", opinion="同意")
    case = approver.step(made.case, "grant", **line_form(amount_fen))
    payout = {"amount_fen": amount_fen, "paid_on": case["granted_on"]}
    return Lent(officer.step(case, "disburse", contract_no=contract_no, **payout), made.clerk)


@pytest.mark.row("S6", "K10", "O1")
@pytest.mark.clause("6.1.2.6", "6.1.5.1")
def test_a_menu_shows_rights_and_leaving_leaves_nothing(visitors: Visitors, people: People) -> None:
    case = requested(people).case
    officer = visitors.logged_in(f"{BANK_A}-officer")
    for name in ("机构与账号", "操作日志", "认证审核", "发布需求"):
        expect(menu(officer).get_by_role("link", name=name)).to_have_count(0)
    for path in ("accounts", "journal", "certifications", "operations", "publish"):
        officer.goto(f"/portal/{path}")
        expect(officer.get_by_text(NO_RIGHT)).to_be_visible()
    for path in ("accounts", "journal", "operations", "certifications"):
        assert officer.request.get(f"/api/{path}").status == 403
    stranger = visitors.logged_in("lvye")
    stranger.goto(f"/portal/applications/{case['id']}")
    expect(stranger.get_by_role("group", name="可办理的操作")).to_have_count(0)
    assert case["application_no"] not in stranger.content()

    officer.goto("/portal/register")
    officer.get_by_role("button", name="退出").click()
    expect(officer.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert officer.url.endswith("/portal/log-in")
    officer.go_back()
    expect(officer.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert "苏州银行股份有限公司" not in officer.locator("body").inner_text()
    assert officer.request.get("/api/account").status == 401
    kept = officer.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(kept) <= {"vue-router:scroll"}, "only how far pages were scrolled"


FOCUSED = (
    "document.activeElement?.getAttribute('href') ?? document.activeElement?.textContent ?? ''"
)


def tab_to(page: Page, wanted: str, tabs_max: int = 80) -> None:
    """Press Tab until what is wanted has the focus; fails when it cannot be reached."""
    for _ in range(tabs_max):
        page.keyboard.press("Tab")
        if wanted in str(page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"{wanted} cannot be reached by the keyboard")


def test_by_keyboard_alone(visitors: Visitors, people: People) -> None:
    case = people.logged_in(f"{BANK_B}-officer").step(requested(people).case, "grab")
    page = visitors.page()
    page.goto("/portal/log-in")
    expect(page.get_by_label("手机号码或登录名")).to_be_focused()
    page.keyboard.type(f"{BANK_B}-officer")
    page.keyboard.press("Tab")
    page.keyboard.type("Suzhou-2026")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitors.base}/portal/workbench")
    expect(page.get_by_role("link", name=case["application_no"])).to_be_visible()
    tab_to(page, case["id"])
    page.keyboard.press("Enter")
    expect_state(page, "待审核")
    tab_to(page, "退回补正")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("原因")).to_be_focused()
    page.keyboard.type("请补充上年度审计报告")
    tab_to(page, "退回补正")
    page.keyboard.press("Enter")
    expect_state(page, "待补正")


def assert_no_sideways_scroll(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], f"{page.url} is {width} px wide"


@pytest.mark.row("A6")
def test_on_a_phone(visitors: Visitors, people: People) -> None:
    case = requested(people).case
    people.logged_in(f"{BANK_B}-officer").step(case, "grab")
    page = visitors.logged_in(f"{BANK_B}-officer", size=PHONE)
    expect(page.get_by_role("heading", name="最先到期的待办")).to_be_visible()
    assert_no_sideways_scroll(page)
    for path in ("pool", "applications", "messages", "register", "products", "account"):
        page.goto(f"/portal/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert_no_sideways_scroll(page)

    page.get_by_role("button", name="打开菜单").click()
    page.get_by_role("dialog").get_by_role("link", name="工作台").click()
    page.get_by_role("link", name=case["application_no"]).click()
    expect_state(page, "待审核")
    assert_no_sideways_scroll(page)
    take_step(page, "退回补正", 原因="请补充上年度审计报告")
    expect_state(page, "待补正")
    clerk = visitors.logged_in("chenxi", size=PHONE)
    clerk.goto(f"/portal/applications/{case['id']}")
    expect(clerk.get_by_text("请补充上年度审计报告").first).to_be_visible()
    expect(clerk.get_by_role("button", name="重新提交")).to_be_visible()
    assert_no_sideways_scroll(clerk)
