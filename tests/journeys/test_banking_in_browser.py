"""The less travelled ways of a loan and of an account, walked in Chromium by whose they are."""

import pytest
from playwright.sync_api import Page, expect

from domain.kernel import clock
from tests.journeys.browser import Visitors, choose, expect_state, menu, take_step
from tests.journeys.guaranteeing import look_and_judge
from tests.journeys.people import Caller, Found, People, Refused, request_form

pytestmark = pytest.mark.browser

GUARANTOR = "苏州市融资担保有限公司"


def today() -> str:
    return clock.today().isoformat()


def publish_to(page: Page, bank: str) -> None:
    """A need for one bank, too large and too long for this enterprise's score."""
    page.goto("/portal/publish")
    page.get_by_text("指定一家银行").click()
    choose(page, "受理银行", bank)
    page.get_by_label("融资金额").fill("4000")
    page.get_by_label("期限", exact=True).fill("48")
    choose(page, "担保方式", "信用")
    choose(page, "还款方式", "等额本息")
    page.get_by_label("资金用途").fill("新建精密加工车间")
    page.get_by_role("button", name="发布需求", exact=True).click()
    page.wait_for_url("**/portal/applications/*")


def need_a_guarantor(approver: Page, people: People, case: Found) -> None:
    """Below the bar nobody may approve: there is no button, and who asks all the same is told."""
    expect(approver.get_by_text("标准 600 分")).to_be_visible()
    expect(approver.get_by_role("button", name="驳回")).to_be_visible()
    expect(approver.get_by_role("button", name="审核通过")).to_have_count(0)
    with pytest.raises(Refused, match="请先追加担保"):
        people.logged_in("szbank-approver").step(case, "approve", opinion="订单充足，同意")


def add_a_guarantor(officer: Page) -> None:
    officer.get_by_role("button", name="追加担保").click()
    choose(officer, "担保机构", GUARANTOR)
    dialog = officer.get_by_role("dialog", name="追加担保")
    dialog.get_by_label("预审意见").fill("订单充足，缺少抵押物，建议担保后授信")
    dialog.get_by_role("button", name="追加担保").click()


def confirm_the_letter(visitors: Visitors, officer: Page, bank: Caller, case: Found) -> None:
    """Nothing is paid before the bank has confirmed; anybody may hold the file against its seal."""
    bar = officer.get_by_role("group", name="可办理的操作")
    expect(bar.get_by_role("button", name="放款")).to_have_count(0)
    [letter] = bank.get(f"/loan-applications/{case['id']}/guarantee")["commitments"]
    pdf = bank.fetch(f"/loan-applications/{case['id']}/guarantee/commitment")
    take_step(officer, "确认担保函", 担保编号=letter["guarantee_no"])
    expect(bar.get_by_role("button", name="放款")).to_be_visible()
    public = visitors.page()
    public.goto(f"/portal/verify/{letter['guarantee_no']}")
    expect(public.get_by_role("region", name="登记信息")).to_contain_text("人民币叁仟贰佰万元整")
    for content, verdict in ((pdf, "一字未改"), (pdf[:-1] + b"?", "不能采信")):
        file = {"name": "担保函.pdf", "mimeType": "application/pdf", "buffer": content}
        public.get_by_label("选择要核验的 PDF").set_input_files(file)  # type: ignore[arg-type]  # a dict of its shape
        expect(public.get_by_role("region", name="上传文件核验")).to_contain_text(verdict)


@pytest.mark.row("K2", "E4", "G1", "G3")
@pytest.mark.clause("6.1.2.2", "6.1.3.4", "6.1.4.1", "6.1.4.4")
def test_a_targeted_request_of_a_weak_borrower(visitors: Visitors, people: People) -> None:
    bank = people.logged_in("szbank-officer")
    clerk = visitors.logged_in("chenxi")
    publish_to(clerk, bank.me["party"]["name"])
    case = bank.all("/loan-applications", state="to_accept")[0]
    assert not people.logged_in("icbc-officer").all("/pool"), "only the chosen bank sees it"
    address = f"/portal/applications/{case['id']}"
    names = ("szbank-officer", "szbank-approver", "szdb-approver")
    officer, approver, guarantor = (visitors.logged_in(name) for name in names)
    for page in (officer, approver):
        page.goto(address)
    for page in (officer, approver, clerk):
        expect_state(page, "待受理")
    expect(clerk.get_by_text("XQ-").first).to_be_visible()

    take_step(officer, "受理")
    expect_state(clerk, "待审核")
    take_step(officer, "取消受理", 原因="客户经理更换，稍后重新受理")
    expect_state(clerk, "待受理")
    take_step(officer, "受理")
    expect_state(approver, "待审核")

    need_a_guarantor(approver, people, case)
    add_a_guarantor(officer)
    expect_state(clerk, "待担保")
    guarantor.goto(address)
    expect(guarantor.get_by_text("建议担保后授信").first).to_be_visible()
    look_and_judge(people, case)
    with pytest.raises(Refused, match="确认担保"):
        people.logged_in("szdb-officer").step(
            case, "confirm-guarantee", opinion="同意", guaranteed_fen=1
        )
    take_step(guarantor, "确认担保", 担保金额="3200", 担保意见="反担保措施已落实，同意担保")
    expect_state(clerk, "待审核")
    expect(clerk.get_by_role("region", name="担保函")).to_contain_text("DB-")
    expect(clerk.get_by_role("region", name="风险评估")).to_have_count(0)

    take_step(approver, "审核通过", 审核意见="担保已落实，同意进入授信")
    take_step(approver, "授信", 授信金额="3000", 年利率="4.2")
    take_step(approver, "修改授信", 授信金额="2800", 修改原因="企业实际用款减少")
    expect(clerk.get_by_text("企业实际用款减少")).to_be_visible()
    confirm_the_letter(visitors, officer, bank, case)
    told = bank.case(case)
    assert (told["credit_line_fen"], told["rate_bp"]) == (2_800_000_000, 420)
    lines = [step["amount_fen"] for step in told["timeline"] if step["code"].endswith("grant")]
    assert lines == [3_000_000_000], "what was granted first stays in the history"


@pytest.mark.row("K2")
def test_a_refusal_returns_to_the_enterprise(visitors: Visitors, people: People) -> None:
    clerk = people.logged_in("chenxi")
    case = clerk.post("/financing-requests/publish", request_form())
    people.logged_in("szbank-officer").step(case, "grab")
    address = f"/portal/applications/{case['id']}"
    enterprise, approver = visitors.logged_in("chenxi"), visitors.logged_in("szbank-approver")
    for page in (enterprise, approver):
        page.goto(address)
        expect_state(page, "待审核")
    take_step(approver, "驳回", 原因="现金流暂不足以覆盖本息")
    expect_state(enterprise, "已驳回")
    expect(enterprise.get_by_text("现金流暂不足以覆盖本息").first).to_be_visible()
    enterprise.goto("/portal/messages")
    expect(enterprise.get_by_text("申请未获通过").first).to_be_visible()


@pytest.mark.row("K1")
@pytest.mark.clause("6.1.2.1")
def test_the_workbench_adds_up(visitors: Visitors, people: People) -> None:
    clerk, officer = people.logged_in("chenxi"), people.logged_in("ccbsz-officer")
    for amount_fen in (100_000_000, 250_000_001):
        officer.step(clerk.post("/financing-requests/publish", request_form(amount_fen)), "grab")
    page = visitors.logged_in("ccbsz-officer")
    stage = page.get_by_role("region", name="各环节待办").get_by_role("link", name="待审核")
    expect(stage).to_contain_text("2")
    expect(stage.get_by_title("3,500,000.01")).to_be_visible()
    expect(page.locator(".chart svg")).to_be_visible()
    stage.click()
    expect(page.get_by_role("row").filter(has_text="待审核")).to_have_count(2)


NOT_THEIRS = {
    "抢单区": "pool", "业务台账": "business-register", "机构与账号": "accounts",
    "操作日志": "journal", "认证审核": "certifications", "网络白名单": "allow-lists",
    "设备登记": "devices", "入驻管理": "onboardings", "发布需求": "", "运行状况": "operations",
}  # fmt: skip


@pytest.mark.row("I1", "G1")
@pytest.mark.clause("6.1.1.1 a", "6.1.1.1 b", "6.1.1.1 c", "6.1.4.1")
def test_insurer_and_guarantor_find_what_is_theirs_and_no_door_beside_it(
    visitors: Visitors, people: People
) -> None:
    guarantor = people.logged_in("szdb-officer")
    clerk, officer = people.logged_in("chenxi"), people.logged_in("szbank-officer")
    case = clerk.post("/financing-requests/publish", request_form(120_000_000))
    officer.step(case, "grab")
    choice = {"guarantor_id": guarantor.me["party"]["id"], "preliminary_opinion": "建议担保后授信"}
    officer.step(case, "require-guarantor", **choice)
    for name, has_case in (("szdb-officer", True), ("picc-underwriter", False)):
        page = visitors.logged_in(name)
        for label, door in NOT_THEIRS.items():
            expect(menu(page).get_by_role("link", name=label)).to_have_count(0)
            if door:
                assert page.request.get(f"/api/{door}").status == 403, door
        page.goto("/portal/journal")
        expect(page.get_by_text("您的岗位没有此页面的权限")).to_be_visible()
        menu(page).get_by_role("link", name="工作台").click()
        stage = page.get_by_role("region", name="各环节待办").get_by_role("link", name="待担保")
        if has_case:
            expect(stage.locator("b")).not_to_have_text("0")
            expect(stage).to_contain_text("120.00")
            expect(page.locator(".oldest")).to_contain_text("待担保")
        else:
            expect(stage.locator("b")).to_have_text("0")
            expect(page.get_by_text("没有等待处理的业务")).to_be_visible()
        expect(page.get_by_role("heading", name="最新消息")).to_be_visible()
        expect(page.locator(".chart svg")).to_be_visible()


@pytest.mark.row("O1")
@pytest.mark.clause("6.1.5.1")
def test_the_security_administrator_locks_an_account(visitors: Visitors) -> None:
    officer, security = visitors.logged_in("bocom-officer"), visitors.logged_in("security")
    security.goto("/portal/accounts")
    security.get_by_label("搜索").fill("bocom-officer")
    row = security.get_by_role("row").filter(has_text="bocom-officer")
    row.filter(has_not_text="replay").get_by_role("button", name="锁定").click()
    dialog = security.get_by_role("dialog", name="锁定")
    dialog.get_by_label("原因").fill("人员离职交接")
    dialog.get_by_role("button", name="锁定").click()
    expect(row.filter(has_text="已锁定")).to_have_count(1)

    # The live line sends the officer away, without a click of theirs.
    expect(officer.get_by_role("button", name="登录", exact=True)).to_be_visible()
    officer.get_by_label("手机号码或登录名").fill("bocom-officer")
    officer.get_by_label("密码", exact=True).fill("Suzhou-2026")
    officer.get_by_role("button", name="登录", exact=True).click()
    expect(officer.get_by_role("alert")).to_contain_text("账号已被平台锁定")

    row.filter(has_not_text="replay").get_by_role("button", name="登录记录").click()
    record = security.get_by_role("dialog", name="登录记录")
    expect(record.get_by_role("listitem").first).to_contain_text("✕")
    expect(record.get_by_role("listitem").filter(has_text="● 成功").first).to_be_visible()
    auditor = visitors.logged_in("auditor")
    auditor.goto("/portal/journal")
    expect(auditor.get_by_role("row").filter(has_text="锁定").first).to_be_visible()


@pytest.mark.row("K2")
@pytest.mark.clause("6.1.2.2 a")
def test_an_officer_takes_in_several_at_once(visitors: Visitors, people: People) -> None:
    bank = people.logged_in("szbank-officer")
    clerk = people.logged_in("chenxi")
    cases = [
        clerk.post(
            "/financing-requests/publish",
            request_form(aim="targeted", bank_id=bank.me["party"]["id"], purpose=f"第{n}批原材料"),
        )
        for n in (1, 2)
    ]
    officer = visitors.logged_in("szbank-officer")
    officer.goto("/portal/applications?state=to_accept")
    expect(officer.get_by_role("button", name="批量受理")).to_be_disabled()
    for case in cases:
        row = officer.get_by_role("row").filter(has_text=case["application_no"])
        row.get_by_role("checkbox", name="选择这一行").check()
    officer.get_by_role("button", name="批量受理（2）").click()
    expect(officer.get_by_text("已受理 2 笔业务")).to_be_visible()
    assert {bank.case(case)["state"] for case in cases} == {"to_review"}


@pytest.mark.row("K4", "Q3")
def test_anybody_works_out_a_loan(visitors: Visitors) -> None:
    page = visitors.page()
    page.goto("/portal/log-in")
    page.get_by_role("link", name="还款试算").click()
    page.get_by_label("贷款金额").fill("50")
    page.get_by_label("期限").fill("6")
    choose(page, "还款方式", "先息后本")
    page.get_by_role("button", name="计算").click()
    expect(page.get_by_role("row")).to_have_count(7)
    expect(page.get_by_role("row").last).to_contain_text("501,604.17 元")
    page.get_by_label("年利率").fill("")
    page.get_by_role("button", name="计算").click()
    expect(page.get_by_text("请填写年利率。")).to_be_visible()
