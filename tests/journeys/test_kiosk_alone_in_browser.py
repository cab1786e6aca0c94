"""An enterprise alone at the kiosk in Chromium: files a request, prints, gives stars, is forgotten.

The printer is the simulated twin behind the real agent; page and server are the real ones.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from devices.agent import Agent
from devices.simulated import SimulatedIdCardReader, SimulatedPrinter
from domain.kernel import clock
from server.demo_world import PHONE_PREFIX
from tests.journeys.agents import beside
from tests.journeys.browser import Visitors, with_a_clock
from tests.journeys.people import Found, People, eventually
from tests.journeys.test_kiosk_in_browser import (
    KIOSK,
    TARGET_PX_MIN,
    logs_in_by_code,
    opened,
    type_digits,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("F3", "A6", "S15"),
    pytest.mark.clause("6.2.3 c", "5.1.6", "5.3.4.4"),
]

CLERK = f"{PHONE_PREFIX}0201"  # of a certified enterprise of the demo world
DELEGATION = "太湖流域专精特新企业融资服务联合考察团"
GUESTS = {"周建国": "13800002468", "许文静": "13800001357"}
PAPER_LINES = 4  # fewer than the receipt has
# Everything of a person that a screen, a storage or a database of this page could still hold.
LEFT = """async () => {
  const databases = await indexedDB.databases()
  const kept = []
  for (const { name } of databases) {
    const database = await new Promise((resolve) => {
      const asked = indexedDB.open(name)
      asked.onsuccess = () => resolve(asked.result)
    })
    for (const shelf of database.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        const asked = database.transaction(shelf).objectStore(shelf).getAll()
        asked.onsuccess = () => resolve(asked.result)
      })
      kept.push(...rows)
    }
    database.close()
  }
  const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store))
  return document.documentElement.outerHTML + stores.join() + JSON.stringify(kept)
}"""

# Today's events lie on the disk.
KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open('finmart-kiosk')
  asked.onsuccess = () => {
    const kept = asked.result.transaction('facts').objectStore('facts').get('events')
    kept.onsuccess = () => { asked.result.close(); resolve(Boolean(kept.result)) }
  }
})"""


@pytest.fixture
def printer() -> SimulatedPrinter:
    return SimulatedPrinter()


@pytest.fixture
def agent(printer: SimulatedPrinter, visitors: Visitors) -> Iterator[Agent]:
    found = Agent(SimulatedIdCardReader(), visitors.base, port=0, printer=printer)
    with beside(visitors, found):
        yield found


def test_an_enterprise_files_alone_prints_and_rates_and_nothing_of_it_is_left(
    visitors: Visitors, people: People, agent: Agent, printer: SimulatedPrinter
) -> None:
    page = visitors.page(KIOSK)
    page.goto(agent.page)
    type_digits(page, opened(people)["code"])
    page.get_by_role("button", name="启用本终端").click()
    expect(page.get_by_role("heading", name="请选择要办理的事项")).to_be_visible()
    with_a_clock(page)
    expect(page.get_by_role("heading", name="请选择要办理的事项")).to_be_visible()
    all_can_be_touched(page)
    page.get_by_role("button", name="发布融资需求").click()
    expect(page.get_by_text("登录后继续：发布融资需求")).to_be_visible()
    logs_in_by_code(page, CLERK)
    request_no = files_alone(page)

    printer.load(PAPER_LINES)
    page.get_by_role("button", name="打印小票").click()
    expect(page.get_by_text("打印纸不足，请拍照保存")).to_be_visible()
    assert printer.receipts == []
    printer.load()
    page.get_by_role("button", name="再打印一次").click()
    expect(page.get_by_text("小票已打印")).to_be_visible()
    [receipt] = printer.receipts
    assert request_no in receipt

    page.get_by_role("button", name="为本次服务评价").click()
    page.get_by_role("button", name="5 星").click()
    all_can_be_touched(page)
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="感谢您的评价")).to_be_visible()
    [service] = people.logged_in("store-1").get("/services")["items"][:1]
    assert (service["stars"], service["alone"]) == (5, True)

    page.clock.fast_forward("01:02")
    expect(page.get_by_text("已为您清除本次内容")).to_be_visible()
    left = page.evaluate(LEFT)
    for trace in ("199****", CLERK, "晨*", request_no):
        assert trace not in left


def test_the_kiosk_opens_without_a_line_and_goes_on_when_it_is_back(
    visitors: Visitors, people: People
) -> None:
    visit = a_visit(people)
    page = visitors.page(KIOSK)
    page.goto("/kiosk/")
    type_digits(page, opened(people)["code"])
    page.get_by_role("button", name="启用本终端").click()
    expect(page.get_by_role("heading", name="请选择要办理的事项")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()  # now the worker stands before the page
    expect(page.get_by_role("button", name="短信验证码登录")).to_be_enabled()
    cached = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname))))"
        ".flat()"
    )
    assert cached
    assert all(path.startswith("/kiosk/") for path in cached)
    page.wait_for_function(KEPT)
    visitors.watch.offline = True
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("网络连接已中断")).to_be_visible()
    expect(page.get_by_role("heading", name="请选择要办理的事项")).to_be_visible()
    expect(page.get_by_role("button", name="发布融资需求")).to_be_disabled()
    sign_in_without_a_line(page)
    page.context.set_offline(False)
    expect(page.get_by_text("网络连接已中断")).to_be_hidden()
    expect(page.get_by_role("button", name="发布融资需求")).to_be_enabled()
    visitors.watch.offline = False
    page.get_by_role("button", name="设备报修").click()
    page.get_by_role("button", name="大屏没有画面").click()
    expect(page.get_by_text("已收到，谢谢您")).to_be_visible()
    the_store_settles(visitors, people, visit)


def a_visit(people: People) -> Found:
    """A delegation of two, who may sign in now."""
    staff = people.logged_in("store-1")
    begins = clock.now() + timedelta(minutes=1)
    visit = staff.post("/visits/book", {
        "delegation": DELEGATION, "contact_name": "周建国", "contact_phone": "13800002468",
        "headcount": 2, "purpose": "了解服务", "begins_at": begins.isoformat(),
        "ends_at": (begins + timedelta(minutes=30)).isoformat(), "is_enterprise": False,
    })  # fmt: skip
    one = f"/visits/{visit['id']}"
    stops = [{"zone": "foyer", "minutes": 10}]
    staff.post(f"{one}/confirm", {"guide_id": staff.me["account_id"], "tour_route": stops})
    event = f"/events/{visit['id']}"
    guests = [{"name": name, "phone": phone} for name, phone in GUESTS.items()]
    book = staff.post(f"{event}/list-guests", {"guests": guests})
    for each in book["checks"]:
        staff.post(f"{event}/tick", {"item": each["item"]})
    return staff.post(f"{one}/prepare")


def sign_in_without_a_line(page: Page) -> None:
    """One of the list with the right digits, one with wrong ones; nothing of either is left."""
    page.get_by_role("button", name="活动签到").click()
    page.get_by_role("button", name=DELEGATION).click()
    for name, digits in (("周", "2468"), ("许", "0000")):
        page.get_by_role("button", name="在名单中找到我").click()
        page.get_by_role("button", name=f"{name}*").click()
        expect(page.get_by_text("请确认输入无误")).to_be_visible()
        type_digits(page, digits)
        page.get_by_role("button", name="签到", exact=True).click()
        expect(page.get_by_text("已记下您的签到")).to_be_visible()
        all_can_be_touched(page)
        page.get_by_role("button", name="下一位签到").click()
    expect(page.get_by_text("网络中断期间可以离线签到")).to_be_visible()
    expect(page.get_by_role("button", name="在名单中找到我")).to_have_count(0)
    left = page.evaluate(LEFT)
    for trace in (*GUESTS, *GUESTS.values(), "周*", "2468"):
        assert trace not in left
    page.get_by_role("button", name="重新开始").click()


def the_store_settles(visitors: Visitors, people: People, visit: Found) -> None:
    """What was noted has arrived once; who mistyped is seen by the staff, and signed in by hand."""
    staff = people.logged_in("store-1")
    path = f"/visits/{visit['id']}"
    eventually(lambda: staff.get(path)["book"]["arrivals"])
    now = staff.get(path)
    [came] = [each for each in now["book"]["attendees"] if each["signed_in_at"]]
    assert (now["attended"], came["name"], came["way_label"]) == (1, "周建国", "名单签到")
    [unclear] = now["book"]["arrivals"]
    desk = visitors.logged_in("store-1")
    desk.goto(f"/portal{path}")
    sheet = desk.get_by_role("region", name="离线签到待核实")
    expect(sheet.get_by_text("许文静")).to_be_visible()
    sheet.get_by_role("button", name="核实到场").click()
    expect(sheet).to_have_count(0)
    after = staff.get(path)
    times = {each["name"]: each["signed_in_at"] for each in after["book"]["attendees"]}
    assert (after["attended"], times["许文静"]) == (2, unclear["arrived_at"])


def files_alone(page: Page) -> str:
    """Answer the five questions and submit; the number of the request."""
    expect(page.get_by_role("heading", name="需要多少资金")).to_be_visible()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("请填写资金金额")).to_be_visible()
    type_digits(page, "120")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="12 个月").click()
    page.get_by_role("button", name="购置设备").click()
    page.get_by_role("button", name="信用", exact=True).click()
    page.get_by_role("button", name="先息后本").click()
    expect(page.get_by_role("heading", name="请核对，然后提交")).to_be_visible()
    expect(page.get_by_text("120.00 万元")).to_be_visible()
    all_can_be_touched(page)
    page.get_by_role("button", name="提交需求").click()
    expect(page.get_by_role("heading", name="需求已提交")).to_be_visible()
    return page.get_by_text("需求编号").inner_text().removeprefix("需求编号 ")


def all_can_be_touched(page: Page) -> None:
    """Every target is as high as a finger needs, and its whole height is on the screen."""
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= TARGET_PX_MIN, button.inner_text()
        assert box["y"] + box["height"] <= KIOSK[1], button.inner_text()
