"""The mini-program as WeChat runs it, and as a phone's browser shows it."""

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import expect

from deploy.front_ends import MINIPROGRAM
from domain.kernel import clock
from server.demo_queue import SITE
from server.seed import DEMO_PASSWORD
from tests.journeys.browser import Visitors, enter_miniprogram
from tests.journeys.people import Caller, Found, People, request_form
from tests.journeys.phone import Phone, running_phone
from tests.journeys.serving import Platform
from vocabulary.workdays import after_workdays

pytestmark = pytest.mark.browser

NUMBER = "13861234701"


@pytest.fixture
def phone(platform: Platform) -> Iterator[Phone]:
    with running_phone(platform.base, "heron") as found:
        yield found


@pytest.mark.row("A6", "E1", "S12")
@pytest.mark.clause("5.1.6", "6.1.3.1")
def test_a_stranger_becomes_somebody_in_wechat(phone: Phone) -> None:
    phone.open("/pages/products/index")
    phone.sees("小微首贷通")
    phone.open("/pages/me/index")
    phone.tap("登录或注册")
    phone.tap("微信登录")
    phone.tap("同意将手机号码用于登录和业务通知")
    phone.show_number("授权手机号码并登录", NUMBER)
    phone.sees("尚未认证的企业")
    assert phone.page == "pages/me/index"
    assert "138****4701" in phone.text

    phone.tap("退出登录")
    phone.sees("尚未登录")
    phone.tap("登录或注册")
    phone.tap("微信登录")
    phone.sees("138****4701")


@pytest.mark.row("A6", "E3", "E4", "E5")
@pytest.mark.clause("5.1.6", "6.1.3.4", "6.1.3.5")
def test_a_need_is_published_in_three_screens_and_followed_live(
    phone: Phone, people: People
) -> None:
    enter_wechat(phone, "chenxi")
    phone.open("/pages/applications/apply")
    phone.type("融资金额", "123.45")
    phone.type("期限", "12")
    phone.tap("下一步")
    phone.sees("请写明资金用途")
    phone.type("资金用途", "采购轴承钢")
    phone.tap("下一步")
    phone.pick("担保方式", 0)
    phone.pick("还款方式", 0)
    phone.tap("下一步")
    phone.sees("匹配度")
    phone.tap("发布需求")
    phone.sees("待受理")
    assert phone.page == "pages/applications/detail"

    clerk = people.logged_in("chenxi", terminal="portal")
    case = clerk.all("/loan-applications", sort="newest")[0]
    assert case["requested_fen"] == 123_450_000
    bank = people.logged_in("szbank-officer", terminal="portal")
    bank.post(f"/loan-applications/{case['id']}/grab")
    phone.sees("待审核")
    phone.sees("沈*")

    reason = {"reason": "请补充近三个月银行流水"}
    bank.post(f"/loan-applications/{case['id']}/send-back", reason)
    phone.sees("请补充近三个月银行流水")
    phone.tap("补正后重新提交")
    phone.sees(f"补正 {case['application_no']}")
    phone.type("融资金额", "100")
    phone.tap("下一步")
    phone.tap("下一步")
    phone.sees("100.00 万元")
    phone.tap("重新提交")
    phone.sees("待审核")
    assert clerk.get(f"/loan-applications/{case['id']}")["requested_fen"] == 100_000_000


@pytest.mark.row("A6", "E3")
@pytest.mark.clause("5.1.6", "6.1.3.3")
def test_the_same_pages_run_in_a_phones_browser(visitors: Visitors) -> None:
    page = enter_miniprogram(visitors, "chenxi")
    expect(page.get_by_text("小微首贷通")).to_be_visible()
    page.get_by_text("小微首贷通").tap()
    expect(page.get_by_text("申请此产品")).to_be_visible()
    expect(page.get_by_text("数据截至")).to_be_visible()
    page.get_by_text("申请此产品").tap()
    expect(page.get_by_text("可申请 5.00–500.00 万元")).to_be_visible()
    page.goto("/miniprogram/#/pages/me/index")
    expect(page.get_by_text("苏州晨曦精密机械有限公司")).to_be_visible()
    expect(page.get_by_text("已认证")).to_be_visible()


def enter_wechat(phone: Phone, name: str) -> None:
    """Somebody of the demonstration, by password, in WeChat."""
    phone.open("/pages/me/log-in")
    phone.tap("密码登录")
    phone.type("手机号码或登录名", name)
    phone.type("密码", DEMO_PASSWORD)
    phone.tap("登录")


@pytest.mark.row("A6")
@pytest.mark.clause("5.1.6")
def test_every_page_opens_in_wechat_without_a_complaint(phone: Phone, people: People) -> None:
    """WeChat evaluates conditions that a browser skips: a page bears whatever is missing."""
    clerk = people.logged_in("chenxi", terminal="portal")
    listed = msgspec.json.decode((MINIPROGRAM / "src/pages.json").read_bytes())["pages"]
    first = {
        "products": clerk.all("/products")[0]["id"],
        "applications": clerk.post("/financing-requests/publish", request_form())["id"],
        "loans": next((each["id"] for each in clerk.all("/loans")), ""),
        "notices": clerk.all("/own-notices")[0]["id"],
        "enquiries": _enquiry(clerk)["id"],
        "visits": clerk.all("/visits")[0]["id"],
        "roadshows": clerk.all("/roadshows")[0]["id"],
        "store": _ticket(clerk)["id"],
    }
    for logged_in in (False, True):
        if logged_in:
            enter_wechat(phone, "chenxi")
        for page in listed:
            path = page["path"]
            subject = (
                first.get(path.split("/")[1], "") if path.endswith(("detail", "ticket")) else ""
            )
            phone.open(f"/{path}?id={subject}" if subject else f"/{path}")
            phone.settles()
            assert phone.text, path


def _enquiry(clerk: Caller) -> Found:
    product = next(each for each in clerk.all("/products") if each["channel"] == "product_enquiry")
    asked = {"product_id": product["id"], "question": "需要哪些材料"}
    return clerk.post("/product-enquiries/enquire", asked)


def _ticket(clerk: Caller) -> Found:
    kinds = clerk.get("/store-queue")["classes"]
    kind = next(each for each in kinds if each["takes_bookings"])
    day = after_workdays(clock.today(), 1).isoformat()
    slots = clerk.get(f"/service-classes/{kind['id']}/slots", day=day)["items"]
    free = next(each for each in slots if each["left"])
    booking = {"class_id": kind["id"], "slot_at": free["slot_at"], "need": ""}
    return clerk.post("/my-tickets/book", booking)


def _a_counter(operator: Caller) -> str:
    """A class of its own with one counter, at which the operator sits."""
    kind = {"prefix": "M", "name": "小程序办理", "typical_minutes": 10}
    kind |= {"slot_capacity": 2, "return_minutes": 10}
    operator.post("/queue-settings/service-class", kind)
    counter = {"counter_no": 8, "name": "小程序窗口", "skills": ["M"]}
    settings = operator.post("/queue-settings/service-counter", counter)
    found = next(each for each in settings["counters"] if each["counter_no"] == 8)
    operator.post(f"/service-counters/{found['id']}/open-counter")
    return str(found["id"])


@pytest.mark.row("F3", "A6")
@pytest.mark.clause("6.2.3", "6.2.3 a")
def test_a_ticket_is_taken_at_the_store_alone_and_its_call_reaches_the_phone(
    phone: Phone, people: People
) -> None:
    operator = people.logged_in("operator", terminal="portal")
    counter_id = _a_counter(operator)
    enter_wechat(phone, "yunqi")
    phone.open("/pages/store/index")
    phone.sees("M 小程序办理")
    phone.tap("取号", near="M 小程序办理")
    phone.stand_at(31.299, 120.585)  # some twelve kilometres away
    phone.tap("按当前位置取号")
    phone.sees("▲")
    assert phone.page == "pages/store/index", "no ticket from afar"
    phone.stand_at(SITE.latitude_e6 / 1e6, SITE.longitude_e6 / 1e6)
    phone.tap("按当前位置取号")
    phone.sees("M001")
    assert phone.page == "pages/store/ticket"
    phone.sees("您是下一位")

    called = operator.post(f"/service-counters/{counter_id}/call")
    assert called["ticket_no"] == "M001"
    phone.sees("请 M001 号到 8 号窗口")
    operator.post(f"/tickets/{called['id']}/start")
    operator.post(f"/tickets/{called['id']}/complete", {"outcome": "handled"})
    phone.sees("已办结")
