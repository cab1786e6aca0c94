"""What the operator makes known, on the portal and in the mini-program; and the eight services."""

import pytest
from playwright.sync_api import expect

from domain.kernel import clock
from tests.journeys.browser import PHONE, Visitors, choose, menu, take_step
from tests.journeys.people import People, Refused, eventually

TITLE = "关于开展汛期保供贷款贴息的通知"
BODY = "# 支持内容\n对保供企业的贷款贴息。\n- 每户最多十万元\n<b>不是标记</b>"
WAN = 1_000_000
SUBSIDY = {
    "kind": "subsidy_notice",
    "title": TITLE,
    "body": BODY,
    "issuer": "苏州市财政局",
    "basis": "保供政策",
    "valid_from": clock.today().isoformat(),
    "industries": ["C"],
    "deadline_on": clock.today().isoformat(),
}
WISHES = {
    "bank_credit": (200, 12),
    "equity_financing": (500, 60),
    "insurance": (200, 12),
    "guarantee": (200, 12),
    "microcredit": (20, 12),
    "finance_lease": (200, 24),
    "factoring": (200, 6),
    "bond_financing": (10_000, 36),
}


@pytest.mark.slow
@pytest.mark.row("A14", "E6", "Q3")
@pytest.mark.clause("6.1.3.6", "4.3")
def test_an_enterprise_reads_what_fits_it_in_the_mini_program(people: People) -> None:
    clerk = people.logged_in("chenxi", terminal="miniprogram")
    writer, publisher = people.logged_in("operator"), people.logged_in("operator-2")
    row = writer.post("/notices/draft", SUBSIDY)
    writer.post(f"/notices/{row['id']}/submit")
    with pytest.raises(Refused, match="另一位"):
        writer.post(f"/notices/{row['id']}/publish")
    assert publisher.get(f"/notice-desk/{row['id']}")["reach"] >= 1
    publisher.post(f"/notices/{row['id']}/publish")

    first = clerk.get("/fitting-notices")["items"][0]
    assert (first["title"], first["read"], first["days_left"]) == (TITLE, False, 0)
    assert first["reasons"] == ["贵企业认证的行业“制造业”在适用行业内。"]
    clerk.post(f"/own-notices/{row['id']}/mark-read")
    assert clerk.get(f"/own-notices/{row['id']}")["read"] is True
    assert eventually(lambda: clerk.all("/messages", kind="policy"))

    stranger = people.stranger("miniprogram")
    shown = stranger.get(f"/notices/{row['id']}")
    kinds = [block["kind"] for block in shown["blocks"]]
    assert kinds == ["heading", "paragraph", "listing", "paragraph"]
    process = {each["name"]: each for each in stranger.get("/processes")["items"]}["general"]
    assert process["fee"]
    assert all(each["figures_on"] for each in process["products"])


@pytest.mark.slow
@pytest.mark.row("A8", "I6")
@pytest.mark.clause("5.2.1 b", "5.2.3", "6.1.1.5", "6.1.1.5 b")
def test_all_eight_services_are_matched_and_led_to_an_institution_in_the_mini_program(
    people: People,
) -> None:
    clerk = people.logged_in("chenxi", terminal="miniprogram")
    matched = {}
    for category, (amount_wan, months) in WISHES.items():
        wish = {"category": category, "amount_fen": amount_wan * WAN, "term_months": months}
        wish |= {"security": "credit", "repayment_method": "equal_instalment"}
        items = clerk.post("/financing-requests/match", wish)["items"]
        assert items, category
        assert {each["product"]["category"] for each in items} == {category}
        assert all(each["reasons"] for each in items)
        matched[category] = items[0]["product"]
    asked = {"product_id": matched["factoring"]["id"], "question": "应收账款两百万元，账期半年"}
    enquiry = clerk.post("/product-enquiries/enquire", asked)
    answerer = people.logged_in("szbl-officer")
    answerer.post(f"/product-enquiries/{enquiry['id']}/answer", {"text": "可以办理，请备齐合同"})
    assert clerk.get(f"/product-enquiries/{enquiry['id']}")["state"] == "answered"

    old = people.logged_in("szbank-officer").get("/legacy-demands", state="disbursed", limit=1)
    assert old["items"][0]["published_on"]
    with pytest.raises(Refused) as refused:
        clerk.get("/legacy-demands")
    assert refused.value.status == 403


@pytest.mark.browser
@pytest.mark.row("A14", "E6", "A8", "I6", "Q3")
@pytest.mark.clause("4.3", "6.1.1.1 a", "6.1.3.6", "6.1.1.5 b", "5.2.1 b")
def test_two_of_the_operator_let_a_policy_out_and_the_firm_it_fits_sees_why(
    visitors: Visitors,
) -> None:
    writer = visitors.logged_in("operator")
    menu(writer).get_by_role("link", name="通知公告").click()
    writer.get_by_role("button", name="起草", exact=True).click()
    choose(writer, "类型", "金融政策")
    for label, text in {
        "标题": "数字化转型贷款支持政策",
        "正文": BODY,
        "发文机关": "苏州市工信局",
    }.items():
        writer.get_by_label(label, exact=True).fill(text)
    writer.get_by_text("制造业", exact=True).click()
    writer.get_by_role("button", name="提交发布").click()
    expect(writer.get_by_text("等待另一位运营人员复核后发布")).to_be_visible()
    expect(
        writer.get_by_role("group", name="可办理的操作").get_by_text("发布", exact=True)
    ).to_be_hidden()
    publisher = visitors.logged_in("operator-2")
    publisher.goto(writer.url)
    expect(publisher.get_by_text("家单位", exact=False).first).to_be_visible()
    take_step(publisher, "发布")

    anybody = visitors.page(PHONE, is_phone=True)
    anybody.goto("/portal/policies")
    anybody.get_by_label("搜索").fill("数字化转型")
    anybody.get_by_role("link", name="数字化转型贷款支持政策").click()
    expect(anybody.get_by_text("<b>不是标记</b>")).to_be_visible()
    expect(anybody.get_by_text("适用行业：制造业")).to_be_visible()
    assert anybody.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    clerk = visitors.logged_in("chenxi")
    menu(clerk).get_by_role("link", name="政策与通知").click()
    fits = clerk.get_by_role("article").filter(has_text="数字化转型贷款支持政策").first
    expect(fits.get_by_text("贵企业认证的行业“制造业”在适用行业内。")).to_be_visible()
    menu(clerk).get_by_role("link", name="发布需求").click()
    clerk.get_by_text("商业保理", exact=True).click()
    clerk.get_by_label("融资额度").fill("200")
    clerk.get_by_label("保理期限").fill("6")
    expect(clerk.get_by_text("保理期限可选1至12个月")).to_be_visible()
    clerk.get_by_role("button", name="咨询", exact=True).click()
    expect(clerk.get_by_role("dialog", name="咨询应收账款保理")).to_be_visible()

    officer = visitors.logged_in("szbank-officer")
    menu(officer).get_by_role("link", name="历史需求").click()
    officer.get_by_role("button", name="查看", exact=True).first.click()
    expect(officer.get_by_role("heading", name="办理进度")).to_be_visible()
