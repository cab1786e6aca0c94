"""An enterprise alone at the kiosk in Chromium: files a request, prints, gives stars, is forgotten.

The printer is the simulated twin behind the real agent; page and server are the real ones.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from devices.agent import Agent
from devices.simulated import SimulatedIdCardReader, SimulatedPrinter
from server.demo_world import PHONE_PREFIX
from tests.journeys.agents import beside
from tests.journeys.browser import Visitors, with_a_clock
from tests.journeys.people import People
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
    visitors.watch.offline = True
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("网络连接已中断")).to_be_visible()
    expect(page.get_by_role("heading", name="请选择要办理的事项")).to_be_visible()
    expect(page.get_by_role("button", name="发布融资需求")).to_be_disabled()
    page.context.set_offline(False)
    expect(page.get_by_text("网络连接已中断")).to_be_hidden()
    expect(page.get_by_role("button", name="发布融资需求")).to_be_enabled()
    visitors.watch.offline = False
    page.get_by_role("button", name="设备报修").click()
    page.get_by_role("button", name="大屏没有画面").click()
    expect(page.get_by_text("已收到，谢谢您")).to_be_visible()


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
