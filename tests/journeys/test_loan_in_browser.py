"""A loan from its first missed instalment to its settlement, at the bank's desk, in Chromium."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.kernel import clock
from tests.journeys.browser import Visitors, expect_state, take_step
from tests.journeys.people import Found, People, line_form, request_form

pytestmark = pytest.mark.browser


def a_late_loan(people: People) -> Found:
    """Drawn seventy days ago by those who may enter the past; nothing was repaid."""
    officer, approver = (
        people.logged_in(f"replay-szbank-{post}") for post in ("officer", "approver")
    )
    since = (clock.today() - timedelta(days=70)).isoformat()
    form = request_form(100_000_000, aim="targeted", bank_id=officer.me["party"]["id"])
    case = people.logged_in("chenxi").post("/financing-requests/publish", form)
    officer.step(case, "accept")
    approver.step(case, "approve", opinion="经营稳定，同意")
    approver.step(case, "grant", **line_form(100_000_000, decided_on=since))
    officer.step(case, "disburse", contract_no="HT-LATE-1", amount_fen=100_000_000, paid_on=since)
    [loan] = officer.get("/loans", application_id=case["id"])["items"]
    return dict(loan)


@pytest.mark.row("K4")
@pytest.mark.clause("6.1.2.3 e")
def test_overdue_repaid_prepaid_and_settled(visitors: Visitors, people: People) -> None:
    loan = a_late_loan(people)
    officer, clerk = visitors.logged_in("szbank-officer"), visitors.logged_in("chenxi")
    for page in (officer, clerk):
        page.goto(f"/portal/loans/{loan['id']}")
        expect_state(page, "正常还款")
    take_step(officer, "逾期登记")
    expect_state(clerk, "逾期")
    take_step(officer, "登记还款")
    expect_state(clerk, "正常还款")
    whole = people.logged_in("szbank-officer").get(f"/loans/{loan['id']}")["payoff"]["total_fen"]
    take_step(officer, "提前还款", 还款金额=f"{whole / 100:.2f}")
    expect(officer.get_by_text("提前还款", exact=True).first).to_be_visible()
    take_step(officer, "结清")
    expect_state(clerk, "已结清")
    clerk.goto("/portal/repayments")
    expect(clerk.locator(".body.line")).to_have_count(2)
