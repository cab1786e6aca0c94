"""An institution comes aboard in Chromium: standard, application, four eyes, signature, in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Visitors, choose, log_in, menu, take_step
from tests.journeys.people import PASSWORD
from tests.journeys.serving import Platform, running_server
from vocabulary.identifiers import make_uscc

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("O6"),
    pytest.mark.clause("5.3.3.1", "4.5"),
]
NAME = "太湖农村商业银行苏州分行"
PHONE_NUMBER = "13861239001"
AUTHORISED = "沈知行"
FIELDS = {
    "机构全称": NAME,
    "机构简称": "太湖农商行",
    "统一社会信用代码": make_uscc(5160),
    "法定代表人（负责人）": "顾明远",
    "金融许可证编号": "B0321S232050001",
    "授权代表": AUTHORISED,
    "首位管理员": "陆一鸣",
    "业务联系人": "林晓",
    "业务联系人手机号码": "13861239002",
    "首位管理员手机号码": PHONE_NUMBER,
}
EVIDENCE = ("营业执照", "金融许可证", "总机构同意或授权文件", "授权委托书")
MORE = ("消费者权益保护制度", "数据安全与个人信息保护制度")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One of its own: the same phone asks for more codes than a minute gives."""
    with running_server(tmp_path_factory.mktemp("platform"), RATE_LIMITS="0") as found:
        yield found


def shown_code(page: Page) -> str:
    """The code that the demonstration shows beside the field."""
    page.get_by_role("button", name="发送验证码").click()
    return page.get_by_text("演示环境验证码").inner_text()[-6:]


def read_the_standard(page: Page) -> None:
    """From the first page, without an account."""
    page.goto("/")
    page.get_by_role("link", name="准入标准").click()
    expect(page.get_by_role("heading", name="统一准入标准")).to_be_visible()
    expect(page.get_by_text("持有在有效期内的金融许可证")).to_be_visible()
    page.get_by_text("担保机构", exact=True).click()
    expect(page.get_by_text("持有在有效期内的融资担保业务经营许可证")).to_be_visible()
    expect(page.get_by_text("持有在有效期内的金融许可证")).to_have_count(0)


def apply(page: Page) -> str:
    """Fill in the form, prove the phone; gives the number."""
    page.get_by_role("button", name="申请入驻").click()
    choose(page, "机构类型", "银行")
    choose(page, "所在区域", "姑苏区")
    for label, text in FIELDS.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("短信验证码").fill(shown_code(page))
    page.get_by_role("button", name="下一步，上传材料").click()
    expect(page.get_by_text("尚未上传").first).to_be_visible()
    found = re.search(r"JG-\d{8}-\d{5}-\d", page.locator(".page-head").inner_text())
    assert found
    return found[0]


def hand_in(page: Page, folder: Path, *labels: str) -> None:
    for label in labels:
        file = folder / f"{label}.pdf"
        file.write_bytes(b"%PDF-1.7\n" + label.encode())
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name=re.compile(f"^(上传|更换){label}$")).click()
        chooser.value.set_files(file)
        expect(page.get_by_text(f"{label}.pdf")).to_be_visible()


def submit(page: Page, folder: Path) -> None:
    """What is missing is named; with everything there it goes."""
    hand_in(page, folder, *EVIDENCE)
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_role("alert").filter(has_text="还缺少材料")).to_be_visible()
    hand_in(page, folder, *MORE)
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("平台正在逐项核验")).to_be_visible()


def check(page: Page, doubtful: str = "") -> None:
    """Look at every criterion; one may have to be put right."""
    for row in page.locator("li", has=page.get_by_role("radio")).all():
        is_doubtful = bool(doubtful) and row.get_by_text(doubtful, exact=True).count() > 0
        row.get_by_text("待补正" if is_doubtful else "符合", exact=True).click()
        if is_doubtful:
            row.get_by_role("textbox").fill("许可证扫描件不清晰，请重新上传")
    page.get_by_role("button", name="保存核验结果").click()
    expect(page.get_by_text("核验结果已保存").last).to_be_visible()


def send_back(operator: Page) -> None:
    menu(operator).get_by_role("link", name="入驻管理").click()
    operator.get_by_role("link", name=NAME).click()
    with operator.expect_download() as download:
        operator.get_by_role("button", name="下载 营业执照.pdf").click()
    assert download.value.suggested_filename == "营业执照.pdf"
    operator.get_by_role("button", name="退回补正").click()
    expect(operator.get_by_text("请先逐项登记并保存")).to_be_visible()
    check(operator, doubtful="A2")
    take_step(operator, "退回补正", 原因="请重新上传金融许可证")


def come_back(visitors: Visitors, number: str, folder: Path) -> Page:
    """In another browser, on a phone: by the number and a code."""
    page = visitors.page(PHONE, is_phone=True)
    page.goto("/portal/join/progress")
    page.get_by_label("入驻编号").fill(number)
    page.get_by_label("首位管理员手机号码").fill(PHONE_NUMBER)
    page.get_by_label("短信验证码").fill(shown_code(page))
    page.get_by_role("button", name="查询进度").click()
    expect(page.get_by_text("许可证扫描件不清晰，请重新上传")).to_be_visible()
    hand_in(page, folder, "金融许可证")
    page.get_by_role("button", name="重新提交").click()
    expect(page.get_by_text("平台正在逐项核验")).to_be_visible()
    return page


def decide(visitors: Visitors, operator: Page) -> None:
    """Whoever checked cannot approve; the other one can."""
    expect(operator.get_by_role("button", name="保存核验结果")).to_be_visible()
    check(operator)
    take_step(operator, "提交审批")
    expect(operator.get_by_text("您是本申请的核验人")).to_be_visible()
    expect(operator.get_by_role("button", name="审批通过")).to_have_count(0)
    second = visitors.logged_in("operator-2")
    second.goto(operator.url)
    take_step(second, "审批通过")
    expect(second.get_by_text("待签约").first).to_be_visible()


def sign(page: Page) -> None:
    page.reload()
    expect(page.get_by_text("审批已通过")).to_be_visible()
    page.get_by_text("我是本机构的授权代表").click()
    page.get_by_label("授权代表姓名").fill("别人")
    page.get_by_role("button", name="签署入驻协议").click()
    expect(page.get_by_text("签署人应为申请中填写的授权代表").first).to_be_visible()
    page.get_by_label("授权代表姓名").fill(AUTHORISED)
    page.get_by_role("button", name="签署入驻协议").click()
    expect(page.get_by_text("首位管理员账号已开通")).to_be_visible()


def set_password(page: Page) -> None:
    page.get_by_role("button", name="设置密码").click()
    page.get_by_label("手机号码").fill(PHONE_NUMBER)
    page.get_by_label("短信验证码").fill(shown_code(page))
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_role("button", name="设置密码").click()
    expect(page.get_by_text("密码已设置，请登录")).to_be_visible()


def test_a_bank_comes_aboard_and_gives_notice(visitors: Visitors, tmp_path: Path) -> None:
    page = visitors.page()
    read_the_standard(page)
    number = apply(page)
    submit(page, tmp_path)
    operator = visitors.logged_in("operator")
    send_back(operator)
    phone = come_back(visitors, number, tmp_path)
    decide(visitors, operator)
    sign(phone)
    set_password(phone)

    admin = visitors.page()
    admin.goto("/portal/log-in")
    log_in(admin, PHONE_NUMBER, PASSWORD)
    menu(admin).get_by_role("link", name="入驻信息").click()
    expect(admin.get_by_text("入驻有效期至").first).to_be_visible()
    expect(admin.get_by_role("button", name="申请续期")).to_have_count(0)
    take_step(admin, "发起退出", 原因="网点调整")
    expect(admin.get_by_text("没有未结业务")).to_be_visible()
    take_step(operator, "办理退出", 原因="无未结业务，同意退出")
    expect(operator.get_by_text("已退出").first).to_be_visible()
    admin.reload()
    expect(admin).to_have_url(re.compile("log-in"))
