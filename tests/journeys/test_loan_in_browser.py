"""A loan from its first missed instalment to its settlement, at the bank's desk, in Chromium."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.kernel import clock
from tests.journeys.browser import Visitors, expect_state, take_step
from tests.journeys.guaranteeing import stand_for
from tests.journeys.people import Found, People, line_form, request_form

pytestmark = pytest.mark.browser


def a_late_loan(people: People, contract_no: str, *, guaranteed: bool = False) -> Found:
    """Drawn seventy days ago by those who may enter the past; nothing was repaid."""
    officer, approver = (
        people.logged_in(f"replay-szbank-{post}") for post in ("officer", "approver")
    )
    since = (clock.today() - timedelta(days=70)).isoformat()
    form = request_form(100_000_000, aim="targeted", bank_id=officer.me["party"]["id"])
    case = people.logged_in("chenxi").post("/financing-requests/publish", form)
    officer.step(case, "accept")
    if guaranteed:
        guarantor = people.logged_in("szdb-officer")
        asked = {"guarantor_id": guarantor.me["party"]["id"], "preliminary_opinion": "建议担保"}
        officer.step(case, "require-guarantor", **asked)
        letter_no = stand_for(people, case, 100_000_000)
    approver.step(case, "approve", opinion="经营稳定，同意")
    approver.step(case, "grant", **line_form(100_000_000, decided_on=since))
    if guaranteed:
        officer.step(case, "confirm-commitment", guarantee_no=letter_no)
    officer.step(case, "disburse", contract_no=contract_no, amount_fen=100_000_000, paid_on=since)
    [loan] = officer.get("/loans", application_id=case["id"])["items"]
    return dict(loan)


@pytest.mark.row("K4")
@pytest.mark.clause("6.1.2.3 e")
def test_overdue_repaid_prepaid_and_settled(visitors: Visitors, people: People) -> None:
    loan = a_late_loan(people, "HT-LATE-1")
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


@pytest.mark.row("G4")
@pytest.mark.clause("6.1.4.5")
def test_claimed_paid_recovered_and_filed_away(people: People) -> None:
    """The same over HTTP: bank and guarantor, from the warning to the archive."""
    loan = a_late_loan(people, "HT-LATE-2", guaranteed=True)
    bank, guarantor = people.logged_in("szbank-officer"), people.logged_in("szdb-officer")
    at = f"/loans/{loan['id']}"
    bank.post(f"{at}/mark-overdue")
    today = clock.today().isoformat()
    call = {"contact": "by_phone", "collected_on": today, "outcome": "承诺下周还款"}
    bank.post(f"{at}/collect", call)
    assert [each["outcome"] for each in guarantor.get(at)["collections"]] == ["承诺下周还款"]
    due = bank.get(at)["due_now"]
    amount = due["interest_fen"] + loan["balance_fen"]
    asked = {"respondent": "guarantor", "amount_fen": amount, "reason": "逾期未还"}
    bank.post(f"{at}/file-claim", asked)
    [claim] = guarantor.get("/claims", loan_id=loan["id"])["items"]
    one = f"/claims/{claim['id']}"
    guarantor.post(f"{one}/agree-claim", {"amount_fen": amount, "opinion": "情况属实"})
    paid = {"amount_fen": amount, "paid_on": today, "reason": "履行担保责任"}
    guarantor.post(f"{one}/pay-claim", paid)
    for part in (100, amount - 100):
        guarantor.post(f"{one}/recover", {"amount_fen": part, "recovered_on": today})
    assert guarantor.post(f"{one}/settle")["state"] == "settled"
    left = bank.get(at)
    assert (left["balance_fen"], left["due_now"]["principal_fen"]) == (0, 0)
    if left["due_now"]["penalty_fen"]:
        bank.post(f"{at}/repay", {"amount_fen": left["due_now"]["total_fen"], "paid_on": today})
    bank.post(f"{at}/settle")
    assert bank.post(f"{at}/archive")["state"] == "archived"
    assert bank.fetch(f"{at}/dossier")[:2] == b"PK"
