"""Certification at the walk-up terminal: drawn papers under its camera, through the real reader.

Everything is touched: no keyboard is there. Faces are shown at the kiosk in another journey.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import KIOSK_KEEPS, Visitors
from tests.journeys.drawn_camera import lay_papers
from tests.journeys.people import People
from tests.journeys.test_kiosk_in_browser import (
    KIOSK,
    TARGET_PX_MIN,
    an_enterprise,
    logs_in_by_code,
    opened,
    type_digits,
)
from tests.vision import papers
from vocabulary.documents import DocumentField as F

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("E2"),
    pytest.mark.clause("6.1.3.2"),
    papers.needs_font,
]

PHONE = "13861234741"
SEEN_MS = 300  # until the camera shows what lies there now
READING_MS_MAX = 60_000  # the first picture waits for the models
CHECKING_MS_MAX = 40_000
SEED = 3
LICENCE, FRONT, BACK = "营业执照", "法定代表人身份证人像面", "法定代表人身份证国徽面"


def a_kiosk_over(visitors: Visitors, people: People, drawn: dict[str, papers.Paper]) -> Page:
    page = visitors.page(KIOSK)
    lay_papers(page.context, {label: paper.image for label, paper in drawn.items()})
    page.goto("/kiosk/")
    type_digits(page, opened(people)["code"])
    page.get_by_role("button", name="启用本终端").click()
    expect(page.get_by_text("请选择登录方式")).to_be_visible()
    return page


def shoot(page: Page, label: str) -> None:
    expect(page.get_by_role("heading", name=label)).to_be_visible()
    expect(page.get_by_text("证件放进框内")).to_be_visible()
    page.wait_for_timeout(SEEN_MS)
    page.get_by_role("button", name="拍照").click()


def spells(page: Page, reading: str, *signs: str) -> None:
    """Type characters by how they are read."""
    for letter in reading:
        page.get_by_role("group", name="键盘").get_by_role(
            "button", name=letter, exact=True
        ).click()
    for sign in signs:
        page.get_by_role("group", name="选字").get_by_role("button", name=sign, exact=True).click()


def every_target_is_large(page: Page) -> None:
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET_PX_MIN, button.inner_text()


def fills_in_what_no_paper_says(page: Page) -> None:
    page.get_by_role("button", name="下一步：签署授权书").click()
    expect(page.get_by_text("请填写联系人", exact=False).first).to_be_visible()
    page.get_by_role("button", name="所属行业").click()
    page.get_by_role("button", name="批发和零售业").click()
    page.get_by_role("button", name="主营业务").click()
    page.locator(".chips button").first.click()
    page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="联系人", exact=False).first.click()
    spells(page, "wang", "王")
    spells(page, "xiao", "小")
    every_target_is_large(page)
    page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="联系人手机号码").click()
    type_digits(page, PHONE)
    page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="下一步：签署授权书").click()


def test_an_enterprise_files_its_certification_by_touch(visitors: Visitors, people: People) -> None:
    licence = papers.licence(SEED)
    person = licence.says[F.LEGAL_REPRESENTATIVE]
    front, back = papers.id_card_front(SEED, name=person), papers.id_card_back(SEED)
    an_enterprise(people, PHONE)
    page = a_kiosk_over(visitors, people, {LICENCE: licence, FRONT: front, BACK: back})
    logs_in_by_code(page, PHONE)
    page.get_by_role("button", name="企业认证").click()
    page.get_by_role("button", name="开始认证").click()

    page.evaluate("window.otherPaper = '法定代表人身份证人像面'")
    shoot(page, LICENCE)
    expect(page.get_by_text("上传的不是所要求的证件")).to_be_visible(timeout=READING_MS_MAX)
    every_target_is_large(page)
    page.evaluate("window.otherPaper = ''")
    for label, next_one in ((LICENCE, "下一张"), (FRONT, "下一张"), (BACK, "下一步：核对信息")):
        shoot(page, label)
        page.get_by_role("button", name=next_one).click(timeout=READING_MS_MAX)

    expect(page.get_by_role("button", name="企业名称")).to_contain_text(licence.says[F.NAME])
    expect(page.get_by_role("button", name="统一社会信用代码")).to_contain_text(
        licence.says[F.USCC]
    )
    expect(page.get_by_role("button", name="注册资本")).to_contain_text("3,200.00 万元")
    fills_in_what_no_paper_says(page)

    expect(page.get_by_text("用途：")).to_be_visible()
    page.get_by_role("button", name="已阅读并同意签署").click()
    expect(page.get_by_text("签署。")).to_be_visible()
    page.get_by_role("button", name="下一步：人脸核验").click()
    expect(page.get_by_text("由工作人员当面或通过视频核对")).to_be_visible()
    page.get_by_role("button", name="不做人脸核验，直接提交").click()

    expect(page.get_by_text("待审核").first).to_be_visible(timeout=CHECKING_MS_MAX)
    expect(page.get_by_role("list", name="核验结果")).to_contain_text("统一社会信用代码一致")
    assert licence.says[F.NAME] not in page.content(), "the hall sees a masked name"
    page.get_by_role("button", name="退出并重新开始").click()
    expect(page.get_by_text("请选择登录方式")).to_be_visible()
    for trace in (licence.says[F.NAME], licence.says[F.USCC], person, PHONE):
        assert trace not in page.content(), "nothing is left of whoever was here"
    assert set(page.evaluate("Object.keys(localStorage)")) <= KIOSK_KEEPS
