"""The message centre in Chromium: reading, finding, removing, choosing; the operator's outbox."""

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import (
    PHONE,
    Visitors,
    assert_unreloaded,
    choose,
    mark_unreloaded,
)
from tests.journeys.people import (
    WAIT_S_MAX,
    Caller,
    Found,
    People,
    certification_form,
    line_form,
    request_form,
)

pytestmark = pytest.mark.browser
OFFICER, APPROVER, CLERK = "szbank-officer", "szbank-approver", "chenxi"


def waited_for(ask: Any, enough: Any) -> Any:
    """Ask again until it is enough: what follows from an act takes a moment."""
    deadline = time.monotonic() + WAIT_S_MAX
    while not enough(found := ask()):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    return found


def told_of_a_loan(people: People) -> Found:
    """A loan from the wish to the payout; the enterprise is told of each step."""
    clerk, officer = people.logged_in(CLERK), people.logged_in(OFFICER)
    approver = people.logged_in(APPROVER)
    before = clerk.get("/account")["unread"]
    case = clerk.post("/financing-requests/publish", request_form())
    officer.step(case, "grab")
    approver.step(case, "approve", opinion="同意")
    case = approver.step(case, "grant", **line_form(200_000_000))
    payout = {"contract_no": f"CN-{case['application_no'][-8:]}", "amount_fen": 50_000_000}
    officer.step(case, "disburse", paid_on=case["granted_on"], **payout)
    waited_for(lambda: clerk.get("/account")["unread"], lambda unread: unread == before + 4)
    return case


def line(page: Page, title: str) -> Locator:
    return page.locator("main li").filter(has_text=title)


def badge(page: Page) -> Locator:
    return page.get_by_role("link", name="条未读")


@pytest.mark.row("E5", "I6")
@pytest.mark.clause("6.1.1.5 c", "6.1.3.5")
def test_reading_is_each_persons_own(visitors: Visitors, people: People) -> None:
    case = told_of_a_loan(people)
    clerk = visitors.logged_in(CLERK)
    clerk.goto("/portal/messages")
    unread = int(people.logged_in(CLERK).get("/account")["unread"])
    expect(badge(clerk)).to_have_accessible_name(f"消息，{unread} 条未读")
    paid = line(clerk, "收到一笔放款").first
    expect(paid.get_by_label("未读")).to_be_visible()
    paid.get_by_role("button").click()
    preview = clerk.get_by_role("complementary", name="消息内容")
    expect(preview).to_contain_text("放款 50.00万元")
    expect(paid.get_by_label("未读")).to_have_count(0)
    expect(badge(clerk)).to_have_accessible_name(f"消息，{unread - 1} 条未读")
    preview.get_by_role("link", name="查看该笔业务").click()
    expect(clerk).to_have_url(f"{visitors.base}/portal/applications/{case['id']}")

    second = people.logged_in(CLERK).post("/financing-requests/publish", targeted(people))
    for name, expected in ((OFFICER, 1), (APPROVER, 1)):
        caller = people.logged_in(name)
        waited_for(lambda c=caller: unread_of(c, second), lambda count, e=expected: count == e)
    officer, approver = people.logged_in(OFFICER), people.logged_in(APPROVER)
    officer.post("/messages/mark-all-read")
    assert (unread_of(officer, second), unread_of(approver, second)) == (0, 1)


def targeted(people: People) -> Found:
    bank_id = people.logged_in(OFFICER).me["party"]["id"]
    return request_form(aim="targeted", bank_id=bank_id)


def unread_of(caller: Caller, case: Found) -> int:
    found = caller.all("/messages", unread="true")
    return sum(message["subject_id"] == case["id"] for message in found)


@pytest.mark.row("E5", "I6")
@pytest.mark.clause("6.1.1.5 c")
def test_finding_choosing_and_removing_while_news_come_in(
    visitors: Visitors, people: People
) -> None:
    told_of_a_loan(people)
    page = visitors.logged_in(CLERK)
    page.goto("/portal/messages")
    expect(line(page, "收到一笔放款").first).to_be_visible()
    mark_unreloaded(page)
    page.get_by_label("搜索标题或内容").fill("放款 50")
    expect(line(page, "已获得授信")).to_have_count(0)
    page.get_by_role("button", name="清除筛选").click()
    choose(page, "全部类型", "审核通知")
    expect(line(page, "收到一笔放款")).to_have_count(0)
    page.get_by_role("button", name="清除筛选").click()
    expect(line(page, "收到一笔放款").first).to_be_visible()

    bulk = page.get_by_role("group", name="批量操作")
    bulk.get_by_text("全选").click()
    bulk.get_by_role("button", name="标为已读").click()
    expect(badge(page)).to_have_accessible_name("消息，0 条未读")
    page.get_by_text("未读", exact=True).click()
    expect(page.get_by_text("没有符合条件的消息")).to_be_visible()

    told_of_a_loan(people)  # by others, while the page is open
    expect(line(page, "收到一笔放款")).to_have_count(1)
    expect(badge(page)).to_have_accessible_name("消息，4 条未读")
    line(page, "已获得授信").locator(".el-checkbox").click()
    bulk.get_by_role("button", name="删除所选").click()
    expect(line(page, "已获得授信")).to_have_count(0)
    expect(badge(page)).to_have_accessible_name("消息，3 条未读")
    page.get_by_role("button", name="全部标为已读").click()
    expect(badge(page)).to_have_accessible_name("消息，0 条未读")
    assert_unreloaded(page)


@pytest.mark.row("E5", "I6")
@pytest.mark.clause("6.1.1.5 c", "6.1.3.5")
def test_settings_are_kept_and_say_what_cannot_be_switched_off(
    visitors: Visitors, people: People
) -> None:
    page = visitors.logged_in(CLERK)
    page.goto("/portal/account")
    page.get_by_role("link", name="前往消息设置").click()
    locked = page.get_by_role("checkbox", name="审核通知：站内消息（不能关闭）")
    expect(locked).to_be_checked()
    expect(locked).to_be_disabled()
    expect(page.get_by_text("站内消息始终保留，不能关闭")).to_be_visible()
    by_sms = page.get_by_role("checkbox", name="申请提醒：短信")
    expect(by_sms).not_to_be_checked()
    page.locator("label.el-checkbox").filter(has=by_sms).click()
    expect(page.get_by_text("消息设置已保存。")).to_be_visible()
    with page.expect_response("**/api/messages/settings/change"):
        choose(page, "开始时间", "21:00")
    expect(page.get_by_text("至次日")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="申请提醒：短信")).to_be_checked()
    kept = people.logged_in(CLERK).get("/messages/settings")
    assert kept["quiet"] == {"wanted": True, "from_hour": 21, "to_hour": 8}
    narrow = visitors.logged_in(CLERK, size=PHONE)
    for tab in ("", "?tab=settings"):
        narrow.goto(f"/portal/messages{tab}")
        narrow.wait_for_load_state("networkidle")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def a_wechat_user(people: People, serial: int) -> Caller:
    """Somebody who came by the mini-program and agreed to be written to once."""
    caller = people.stranger("miniprogram")
    found = caller.post("/sessions/by-wechat", {"code": f"demo-qin{serial}"})
    binding = {"ticket": found["ticket"], "phone_code": f"phone-1386123{serial:04d}"}
    caller.enter(caller.post("/sessions/bind-phone", binding))
    templates = caller.get("/messages/settings")["templates"]
    results = [{"template_id": each["template_id"], "result": "accept"} for each in templates]
    caller.post("/messages/subscriptions/report", {"results": results}, key="report-1")
    caller.post("/messages/subscriptions/report", {"results": results}, key="report-1")
    after = caller.get("/messages/settings")["templates"]
    assert [each["consents"] for each in after] == [1, 1], "a report that comes twice counts once"
    return caller


@pytest.mark.row("E5")
@pytest.mark.clause("6.1.3.5")
def test_wechat_will_not_deliver_so_the_phone_rings_and_the_operator_sees_why(
    visitors: Visitors, people: People
) -> None:
    """The consent was reported to us, but WeChat knows of none: 43101 over HTTP."""
    serial = 4711
    clerk = a_wechat_user(people, serial)
    name = "苏州青禾智能装备有限公司"
    form = certification_form(serial, f"1386123{serial:04d}", name)
    claim = clerk.enter_past(people.logged_in("replay-operator"), form)
    people.logged_in("operator").post(
        f"/certifications/{claim['id']}/send-back", {"reason": "请上传盖章的营业执照"}
    )
    keeper = people.logged_in("sysadmin")
    no = claim["certification_no"]
    sent = waited_for(
        lambda: keeper.all("/operations/outbox", q=no),
        lambda rows: {row["way"] for row in rows} == {"sms", "wechat"},
    )
    assert all("1386123" not in row["receiver_masked"] for row in sent)
    assert [each["consents"] for each in clerk.get("/messages/settings")["templates"]] == [0, 1]

    page = visitors.logged_in("sysadmin")
    page.goto("/portal/operations")
    page.get_by_label("业务编号").fill(no)
    failed = page.get_by_role("row").filter(has_text="发送失败")
    expect(failed).to_contain_text("用户未订阅该消息")
    expect(page.get_by_role("row").filter(has_text="138****4711")).to_be_visible()
    failed.get_by_role("button", name="重发").click()
    expect(page.get_by_text("对方没有剩余的微信订阅次数，不能重发")).to_be_visible()
