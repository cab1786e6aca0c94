"""A bank's product in Chromium: written, returned, amended, listed, seen by anybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Visitors, choose, menu, take_step

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("K5", "O3", "A14"),
    pytest.mark.clause("6.1.2.4", "6.1.5.3", "4.3"),
]
NAME = "姑苏秒批贷"
CHANGE = "请写明提前还款是否收费"
FEES = "提前还款不收取费用"
FIELDS = {
    "产品名称": NAME,
    "产品介绍": "面向小微企业的纯信用贷款",
    "最低年化利率": "3.45",
    "最高年化利率": "4.8",
    "最低贷款额度": "10",
    "最高贷款额度": "300",
    "最短期限": "6",
    "最长期限": "24",
    "办结时限": "2",
    "上年度营业收入的比例（选填）": "10",
    "申请条件": "经营满一年，纳税和征信记录良好",
    "申请材料": "营业执照\n征信授权书",
    "服务流程": "在线申请\n审批\n放款",
}


def write(page: Page, folder: Path) -> None:
    """Fill in the form of its kind, with a brochure, and hand it to the review."""
    menu(page).get_by_role("link", name="产品管理").click()
    page.get_by_role("button", name="新增产品").click()
    choose(page, "产品类型", "信用贷")
    choose(page, "授信方式", "预授信产品")
    for label, text in FIELDS.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_text("先息后本", exact=True).click()
    page.get_by_text("信用", exact=True).click()
    brochure = folder / "产品手册.pdf"
    brochure.write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.get_by_label("产品介绍文件").set_input_files(brochure)
    expect(page.get_by_text("产品手册.pdf")).to_be_visible()
    page.get_by_role("button", name="提交上架").click()
    expect(page.get_by_text("待审核").first).to_be_visible()


def judge(operator: Page, wanting: str = "") -> None:
    """Look at every item; one may have to be changed."""
    for label in ("产品信息", "利率与收费", "额度与期限", "申请条件", "配套材料"):
        item = operator.get_by_role("region", name=label, exact=True)
        item.get_by_text("需要修改" if label == wanting else "符合", exact=True).click()
        if label == wanting:
            item.get_by_role("textbox").fill(CHANGE)


def send_back(operator: Page) -> None:
    operator.get_by_role("button", name="审核产品上架 1 件").click()
    operator.get_by_role("link", name=NAME).click()
    judge(operator, wanting="利率与收费")
    operator.get_by_role("button", name="准予展示").click()
    expect(operator.get_by_text("还有项目需要修改")).to_be_visible()
    take_step(operator, "退回整改", 原因="收费标准不完整")
    expect(operator.get_by_text("等待机构按整改要求修改")).to_be_visible()


def amend(page: Page) -> None:
    expect(page.get_by_text(CHANGE)).to_be_visible()
    page.get_by_role("button", name="编辑", exact=True).click()
    expect(page.get_by_label("产品名称")).to_have_value(NAME)
    page.get_by_label("收费标准（选填）").fill(FEES)
    page.get_by_role("button", name="提交上架").click()
    expect(page.get_by_text("正在审核")).to_be_visible()


def put_on_shelf(operator: Page) -> None:
    operator.reload()
    expect(operator.get_by_text("已修改：").first).to_be_attached()
    expect(operator.get_by_text(FEES)).to_be_visible()
    judge(operator)
    take_step(operator, "准予展示")
    expect(operator.get_by_text("正在金融超市展示")).to_be_visible()


def test_a_bank_puts_a_product_on_the_shelf_for_everybody(
    visitors: Visitors, tmp_path: Path
) -> None:
    officer = visitors.logged_in("szbank-officer")
    write(officer, tmp_path)
    operator = visitors.logged_in("operator")
    send_back(operator)
    amend(officer)
    put_on_shelf(operator)

    anybody = visitors.page(PHONE, is_phone=True)
    anybody.goto("/")
    anybody.get_by_role("button", name="看金融产品").click()
    anybody.get_by_label("产品或机构名称").fill(NAME)
    anybody.get_by_role("link", name=NAME).click()
    expect(anybody.get_by_text(FEES).first).to_be_visible()
    expect(anybody.get_by_text("以上数据截至")).to_be_visible()
    with anybody.expect_download() as download:
        anybody.get_by_role("button", name="下载 产品手册.pdf").click()
    assert download.value.suggested_filename == "产品手册.pdf"
    assert anybody.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    clerk = visitors.logged_in("chenxi")
    clerk.goto(anybody.url.replace("/shelf/", "/products/"))
    clerk.get_by_role("button", name="测算参考额度").click()
    dialog = clerk.get_by_role("dialog", name="测算参考额度")
    for label, text in {
        "上年度营业收入": "1200",
        "上年度纳税额": "30",
        "现有融资余额": "0",
    }.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_label("成立日期").fill("2018年3月1日")
    dialog.get_by_label("成立日期").press("Enter")
    dialog.get_by_role("button", name="立即测算").click()
    expect(dialog.get_by_text("测算，为120.00万元")).to_be_visible()
