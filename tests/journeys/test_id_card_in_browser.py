"""An ID card at the walk-up terminal in Chromium, from the papers it certified to being let in.

The reader is the simulated twin behind the real agent; papers are drawn and read by the real
reader of documents; page and server are the real ones.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect

from devices.agent import Agent
from devices.contract import IdCard
from devices.simulated import SimulatedIdCardReader
from tests.journeys.agents import beside
from tests.journeys.browser import KIOSK_KEEPS, Visitors, with_a_clock
from tests.journeys.people import Caller, People, eventually
from tests.journeys.test_kiosk_in_browser import KIOSK, TARGET_PX_MIN, opened, type_digits
from tests.vision import papers
from vocabulary.documents import DocumentField as F
from vocabulary.seeing import DocumentKind

pytestmark = [
    pytest.mark.browser,
    papers.needs_font,
    pytest.mark.row("S12", "S15"),
    pytest.mark.clause("5.3.4.1", "5.3.4.4"),
]

PHONE = "13861234790"
SEED = 3
READING_S_MAX = 120
CHECKING_S_MAX = 40


@pytest.fixture
def reader() -> SimulatedIdCardReader:
    return SimulatedIdCardReader()


@pytest.fixture
def agent(reader: SimulatedIdCardReader, visitors: Visitors) -> Iterator[Agent]:
    found = Agent(reader, visitors.base, port=0)
    with beside(visitors, found):
        yield found


def certified(people: People, phone: str) -> IdCard:
    """A firm certified by its papers; the ID card of its legal representative."""
    clerk, desk = people.stranger(), people.logged_in("operator")
    clerk.sign_up(phone)
    licence = papers.licence(SEED)
    person = licence.says[F.LEGAL_REPRESENTATIVE]
    front = papers.id_card_front(SEED, name=person)
    name, uscc = licence.says[F.NAME], licence.says[F.USCC]
    read = {
        "licence_id": handed(clerk, DocumentKind.BUSINESS_LICENCE, licence),
        "id_front_id": handed(clerk, DocumentKind.ID_CARD_FRONT, front),
        "id_back_id": handed(clerk, DocumentKind.ID_CARD_BACK, papers.id_card_back(SEED)),
    }
    text = clerk.post("/credit-authorizations/draft", {"name": name, "uscc": uscc})
    told = {"text_version": text["version"], "text_sha256": text["text_sha256"]}
    signed = clerk.post(
        "/credit-authorizations/sign", {"name": name, "uscc": uscc, "signer_name": person} | told
    )
    form = {
        "name": name,
        "uscc": uscc,
        "region": "320505",
        "industry": "F",
        "legal_representative": person,
        "contact_name": person,
        "contact_phone": phone,
        "registered_capital_fen": 3_200_000_000,
        "main_business": "包装材料及制品销售",
        "authorization_id": signed["id"],
    }
    row = clerk.post("/certifications/submit", form | read)
    path = f"/certifications/{row['id']}"
    eventually(lambda: desk.get(path)["state"] == "to_review", CHECKING_S_MAX)
    items = desk.get(f"{path}/hand-ins")["items"][-1]["checks"]
    marks = [{"item": each["item"], "ok": True, "note": "到店核验"} for each in items]
    desk.post(f"{path}/approve", {"note": "", "marks": marks})
    return IdCard(person, front.says[F.RESIDENT_ID], date(2040, 1, 1))


def handed(clerk: Caller, kind: DocumentKind, paper: papers.Paper) -> str:
    content = BytesIO()
    paper.image.save(content, "PNG")
    read: str = clerk.upload(
        "/certifications/read-document",
        content.getvalue(),
        "image/png",
        within_s=READING_S_MAX,
        kind=kind.value,
    )["id"]
    return read


def a_kiosk(visitors: Visitors, people: People, agent: Agent) -> Page:
    page = visitors.page(KIOSK)
    page.goto(agent.page.removeprefix(agent.origin))
    type_digits(page, opened(people)["code"])
    page.get_by_role("button", name="启用本终端").click()
    expect(page.get_by_text("请选择登录方式")).to_be_visible()
    assert agent.token not in page.url
    page.reload()
    return page


def test_a_card_and_what_its_holder_knows_let_them_in(
    visitors: Visitors, people: People, reader: SimulatedIdCardReader, agent: Agent
) -> None:
    card = certified(people, PHONE)
    page = a_kiosk(visitors, people, agent)
    reader.plug(into=False)
    page.get_by_role("button", name="刷身份证").click()
    expect(page.get_by_text("读卡器未连接")).to_be_visible()
    reader.plug(into=True)
    expect(page.get_by_text("请将身份证平放在读卡区")).to_be_visible()
    reader.lay(card)
    expect(page.get_by_text("请取回身份证")).to_be_visible()
    reader.lift()
    assert card.number not in page.content()
    assert card.name not in page.content()
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET_PX_MIN, button.inner_text()
        assert box["y"] + box["height"] <= KIOSK[1], button.inner_text()
    type_digits(page, "0000")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("没有核对成功")).to_be_visible()
    type_digits(page, PHONE[-4:])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("138****4790")).to_be_visible()
    page.get_by_role("button", name="退出并重新开始").click()
    expect(page.get_by_text("请选择登录方式")).to_be_visible()
    assert set(page.evaluate("Object.keys(localStorage)")) <= KIOSK_KEEPS
    assert page.evaluate("Object.keys(sessionStorage)") == ["finmart-kiosk-agent"]


def test_a_card_left_on_the_screen_is_forgotten_after_a_minute(
    visitors: Visitors, people: People, reader: SimulatedIdCardReader, agent: Agent
) -> None:
    page = a_kiosk(visitors, people, agent)
    with_a_clock(page)
    reader.lay(IdCard("赵不识", "320505199001010011", None))
    page.get_by_role("button", name="刷身份证").click()
    expect(page.get_by_text("已读取赵*的身份证")).to_be_visible()
    reader.lift()
    page.clock.fast_forward("00:45")
    expect(page.get_by_text("已读取赵*的身份证")).to_be_visible()
    page.clock.fast_forward("00:16")
    expect(page.get_by_text("已为您清除本次内容")).to_be_visible()
    page.get_by_role("button", name="刷身份证").click()
    expect(page.get_by_text("请将身份证平放在读卡区")).to_be_visible()
