"""信保贷 with five parties, each in a browser of their own."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import (
    Visitors,
    assert_unreloaded,
    choose,
    expect_state,
    mark_unreloaded,
    take_step,
)
from tests.journeys.guaranteeing import look_and_judge
from tests.journeys.people import Found, People

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("K3", "I2", "I3", "K1"),
    pytest.mark.clause("6.1.1.2", "6.1.1.2 a", "6.1.1.2 b", "6.1.2.3", "6.1.2.3 b", "6.1.2.3 d"),
]
BANK, INSURER = "苏州银行股份有限公司", "中国人民财产保险股份有限公司苏州市分公司"
GUARANTOR = "苏州市融资担保有限公司"


def revise(operator: Page) -> None:
    """The bar is raised: whoever has no security goes through a guarantor."""
    operator.goto("/portal/programmes")
    row = operator.get_by_role("row").filter(has_text="苏州信保贷")
    row.get_by_role("button", name="修订").click()
    dialog = operator.get_by_role("dialog", name="修订")
    dialog.get_by_label("信用评分门槛").fill("900")
    dialog.get_by_label("修订原因").fill("年度调整门槛")
    dialog.get_by_role("button", name="修订", exact=True).click()
    expect(row).to_contain_text("第 2 版")
    row.get_by_role("button", name="变更记录").click()
    told = operator.get_by_role("dialog", name="变更记录")
    expect(told).to_contain_text("信用评分门槛：600 → 900")


def publish(clerk: Page) -> None:
    clerk.goto("/portal/publish")
    clerk.get_by_text("指定一家银行").click()
    choose(clerk, "受理银行", BANK)
    choose(clerk, "政策项目", "苏州信保贷")
    expect(clerk.get_by_text("政策基金分担 65.00%")).to_be_visible()
    clerk.get_by_label("融资金额").fill("100")
    clerk.get_by_label("期限", exact=True).fill("12")
    choose(clerk, "担保方式", "信用")
    choose(clerk, "还款方式", "先息后本")
    clerk.get_by_label("资金用途").fill("采购精密轴承原材料")
    clerk.get_by_role("button", name="发布需求", exact=True).click()
    clerk.wait_for_url("**/portal/applications/*")


def through_guarantor(officer: Page, guarantor: Page, address: str, people: People) -> None:
    officer.get_by_role("button", name="追加担保").click()
    choose(officer, "担保机构", GUARANTOR)
    dialog = officer.get_by_role("dialog", name="追加担保")
    dialog.get_by_label("预审意见").fill("订单充足，建议担保")
    dialog.get_by_role("button", name="追加担保").click()
    expect(dialog).to_be_hidden()
    guarantor.goto(address)
    look_and_judge(people, {"id": address.rpartition("/")[2]})
    take_step(guarantor, "确认担保", 担保金额="80", 担保意见="同意担保")


def pass_with(approver: Page) -> None:
    approver.get_by_role("button", name="审核通过").click()
    dialog = approver.get_by_role("dialog", name="审核通过")
    choose(approver, "合作保险机构", INSURER)
    dialog.get_by_label("审核意见").fill("担保已落实，同意")
    dialog.get_by_role("button", name="审核通过", exact=True).click()
    expect(dialog).to_be_hidden()


def confirm(insurer: Page) -> None:
    """Nothing is confirmed before every item is ticked."""
    insurer.get_by_role("button", name="确认放款", exact=True).click()
    dialog = insurer.get_by_role("dialog", name="确认放款")
    dialog.get_by_role("button", name="确认放款", exact=True).click()
    expect(dialog.get_by_text("请逐项核对后勾选")).to_be_visible()
    for item in ("担保信息", "放款金额：600,000.00 元", "合同编号：XB-2026-002"):
        dialog.get_by_text(item).click()
    dialog.get_by_role("button", name="确认放款", exact=True).click()
    expect(dialog).to_be_hidden()


def registered(people: People) -> None:
    """The register's line carries the kind."""
    lines: list[Found] = people.logged_in("operator").all("/business-register")
    assert [(line["kind"], line["amount_fen"]) for line in lines] == [
        ("guarantee_fund", 60_000_000)
    ]


def test_a_policy_loan_with_five_parties(visitors: Visitors, people: People) -> None:
    names = ("operator", "chenxi", "szbank-officer", "szbank-approver", "szdb-approver")
    operator, clerk, officer, approver, guarantor = map(visitors.logged_in, names)
    insurer = visitors.logged_in("picc-underwriter")
    revise(operator)
    publish(clerk)
    address = clerk.url
    for page in (officer, approver):
        page.goto(address)
        expect(page.get_by_text("基金担保比例")).to_be_visible()
    mark_unreloaded(clerk, officer, approver)

    take_step(officer, "受理")
    expect_state(approver, "待审核")
    expect(approver.get_by_role("button", name="驳回")).to_be_visible()
    expect(approver.get_by_role("button", name="审核通过")).to_have_count(0)
    through_guarantor(officer, guarantor, address, people)
    expect_state(approver, "待审核")
    pass_with(approver)
    expect_state(clerk, "待承保")

    insurer.goto("/portal/underwriting")
    row = insurer.get_by_role("row").filter(has_text="晨曦精密")
    expect(row).to_contain_text("信用")
    row.get_by_role("link").click()
    take_step(insurer, "承保", 审核意见="订单真实，同意承保", 反担保措施="实际控制人连带保证")
    for page in (clerk, approver):
        expect_state(page, "待授信")
        expect(page.get_by_text("实际控制人连带保证")).to_be_visible()
    take_step(approver, "授信", 授信金额="100", 年利率="3.85")
    expect(clerk.get_by_text("授信全额损失时承担")).to_be_visible()

    take_step(officer, "申请放款", 合同编号="XB-2026-001", 申请放款金额="60")
    take_step(insurer, "拒绝放款", 原因="合同编号与用印合同不符")
    expect(officer.get_by_text("合同编号与用印合同不符").first).to_be_visible()
    take_step(officer, "申请放款", 合同编号="XB-2026-002", 申请放款金额="60")
    confirm(insurer)
    case = {"id": address.rpartition("/")[2]}
    told = people.logged_in("szbank-officer").get(f"/loan-applications/{case['id']}/guarantee")
    take_step(officer, "确认担保函", 担保编号=told["commitments"][0]["guarantee_no"])
    take_step(officer, "放款")
    expect_state(clerk, "待备案")
    take_step(officer, "放款备案")
    take_step(officer, "办结")
    expect_state(clerk, "已办结")
    assert_unreloaded(clerk, officer, approver)
    expect(clerk.get_by_text("BA-").first).to_be_visible()
    registered(people)
    officer.goto("/portal/workbench")
    expect(officer.get_by_role("region", name="各业务品种待办")).to_contain_text("东吴贷")
