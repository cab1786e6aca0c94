"""The whole way of one enterprise over HTTP: from its sign-up to its rating of the bank.

On SQLite everything is one process; with PostgreSQL and Redis the worker is a process of its own.
"""

import threading
from collections.abc import Iterator

import pytest

from domain.kernel import clock
from tests.journeys.people import (
    PASSWORD,
    Caller,
    Found,
    People,
    Refused,
    certification_form,
    eventually,
    line_form,
    request_form,
)
from tests.journeys.serving import POSTGRES, running_fleet, running_server

pytestmark = pytest.mark.slow

PHONE, OTHER_PHONE = "13861234501", "13861234502"
NAME = "苏州白鹭精密轴承有限公司"
ASKED_FEN = 200_000_000
LINE_FEN = 180_000_001
FIRST_FEN = 100_000_000
SECOND_FEN = LINE_FEN - FIRST_FEN


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    running, folder = running_fleet if POSTGRES else running_server, tmp_path_factory.mktemp("http")
    with running(folder) as platform, People(platform.base) as found:
        yield found


def labels(auditor: Caller, subject_id: str) -> set[str]:
    """What the journal says was done with a subject."""
    return {row["label"] for row in auditor.all("/journal", subject_id=subject_id)}


class Bank:
    """One bank's two people."""

    def __init__(self, people: People, key: str) -> None:
        self.officer = people.logged_in(f"{key}-officer", terminal="portal")
        self.approver = people.logged_in(f"{key}-approver", terminal="portal")
        self.name = str(self.officer.me["party"]["name"])


def told(person: Caller, title: str) -> Found:
    """The message of that title, as soon as it has come."""

    def look() -> list[Found]:
        return [row for row in person.all("/messages") if row["title"] == title]

    return eventually(look)[0]


def refused(code: str, act: object, *given: object, **named: object) -> str:
    """The sentence with which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    assert refusal.value.code == code, refusal.value
    assert refusal.value.detail, "a refusal is said in words"
    return refusal.value.detail


def sign_up(people: People) -> tuple[Caller, Caller]:
    """By SMS code at either terminal; then in WeChat: three sessions of one account."""
    people.stranger("miniprogram").sign_up(OTHER_PHONE)
    clerk = people.stranger("portal")
    refused("wrong_log_in", clerk.log_in, PHONE, PASSWORD)
    clerk.sign_up(PHONE)
    assert clerk.me["party"]["certified"] is False
    assert "publish" not in clerk.me["menu"]

    phone = people.stranger("miniprogram")
    first = phone.post("/sessions/by-wechat", {"code": "demo-bailu"})
    assert (first["bound"], first["session"]) == (False, None)
    binding = {"ticket": first["ticket"], "phone_code": f"phone-{PHONE}"}
    phone.enter(phone.post("/sessions/bind-phone", binding))
    assert phone.me["account_id"] == clerk.me["account_id"]
    again = phone.post("/sessions/by-wechat", {"code": "demo-bailu.again"})
    assert again["bound"] is True
    assert again["session"]["me"]["account_id"] == clerk.me["account_id"]
    phone.enter(again["session"])
    return clerk, phone


def certify(clerk: Caller, operator: Caller, keeper: Caller, auditor: Caller) -> None:
    """Rejected once, begun anew, approved."""
    form = certification_form(1, PHONE, "苏州白路精密轴承有限公司")
    view = clerk.enter_past(keeper, form)
    assert view["state"] == "to_review"
    assert "publish" not in clerk.get("/account")["menu"]
    refused("not_verified", clerk.post, "/financing-requests/publish", request_form())

    path = f"/certifications/{view['id']}"
    shown = operator.get(path)
    assert shown["contact_phone"] != PHONE, "the operator sees a masked phone"
    assert "查看企业认证" in labels(auditor, view["id"]), "who looked is written down"
    assert operator.post(f"{path}/unmask")["contact_phone"] == PHONE
    assert "查看完整信息（企业认证联系人）" in labels(auditor, view["id"])
    operator.post(f"{path}/reject", {"reason": "企业名称与营业执照不一致"})
    message = told(clerk, "企业认证未通过")
    assert "企业名称与营业执照不一致" in message["body"]

    again = clerk.enter_past(keeper, form | {"name": NAME})
    path = f"/certifications/{again['id']}"
    assert (again["state"], again["name"]) == ("to_review", NAME)
    approved = operator.post(f"{path}/approve", {"note": "与登记信息一致"})
    assert approved["state"] == "approved"
    me = clerk.get("/account")
    assert me["party"]["certified"] is True
    assert "publish" in me["menu"]


def publish(clerk: Caller) -> Found:
    """Matching gives reasons; publishing gives a number."""
    form = request_form(ASKED_FEN)
    sought = {name: form[name] for name in form if name not in {"aim", "bank_id"}}
    matches = clerk.post("/financing-requests/match", sought)["items"]
    assert matches, "the demo shelf fits an ordinary request"
    assert all(match["reasons"] for match in matches)
    case = clerk.post("/financing-requests/publish", form)
    assert case["request_no"]
    assert case["state"] == "to_accept"
    return case


def race(case: Found, banks: list[Bank]) -> tuple[Bank, Bank]:
    """Both grab at the same moment: one gets it, the other hears why not."""
    for bank in banks:
        rows = [row for row in bank.officer.all("/pool") if row["id"] == case["id"]]
        assert len(rows) == 1
        assert "*" in rows[0]["enterprise_masked"]
        assert NAME not in str(rows[0])
    start = threading.Barrier(len(banks))
    said: dict[str, str] = {}

    def grab(bank: Bank) -> None:
        start.wait()
        try:
            bank.officer.step(case, "grab")
        except Refused as refusal:
            said[bank.name] = f"{refusal.code}: {refusal.detail}"

    threads = [threading.Thread(target=grab, args=[bank]) for bank in banks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 1, said
    loser = next(bank for bank in banks if bank.name in said)
    winner = next(bank for bank in banks if bank.name not in said)
    assert "已被其他银行受理" in said[loser.name]
    return winner, loser


def review(case: Found, clerk: Caller, winner: Bank, loser: Bank) -> None:
    """Sent back, resubmitted, approved by somebody else than who took it in."""
    assert winner.officer.case(case)["enterprise"]["name"] == NAME
    assert not [row for row in loser.officer.all("/pool") if row["id"] == case["id"]]
    refused("not_found", loser.officer.case, case)
    refused("not_found", loser.officer.step, case, "send-back", reason="看看")

    winner.officer.step(case, "send-back", reason="请补充近三个月银行流水")
    message = told(clerk, "申请需要补正")
    assert "请补充近三个月银行流水" in message["body"]
    kept = ("amount_fen", "term_months", "purpose", "security", "repayment_method")
    again = {name: request_form(ASKED_FEN)[name] for name in kept}
    case = clerk.step(case, "resubmit", **again, remarks="流水已补充")
    assert case["state"] == "to_review"
    told(winner.officer, "企业已重新提交申请")

    refused("not_your_post", winner.officer.step, case, "approve", opinion="经营稳定，同意")
    case = winner.approver.step(case, "approve", opinion="经营稳定，同意进入授信")
    assert case["state"] == "to_grant"
    assert case["opinion"] == "经营稳定，同意进入授信"


def lend(case: Found, clerk: Caller, bank: Bank) -> None:
    """Two payouts make up the line; one fen more is refused and leaves no trace."""
    case = bank.approver.step(case, "grant", **line_form(LINE_FEN))
    assert (case["state"], case["credit_line_fen"], case["rate_bp"]) == (
        "to_disburse",
        LINE_FEN,
        395,
    )
    today = str(clock.today())
    refused("unmet", bank.officer.step, case, "complete")
    first = {"contract_no": "BL-2026-001", "amount_fen": FIRST_FEN, "paid_on": today}
    bank.officer.step(case, "disburse", **first)
    refused("unmet", clerk.step, case, "withdraw", reason="不再需要")
    beyond = {"contract_no": "BL-2026-002", "amount_fen": SECOND_FEN + 1, "paid_on": today}
    assert "不能超过授信额度" in refused("unmet", bank.officer.step, case, "disburse", **beyond)
    second = beyond | {"amount_fen": SECOND_FEN}
    path, key = f"/loan-applications/{case['id']}/disburse", "the-second-payout"
    bank.officer.post(path, second, key)
    case = bank.officer.post(path, second, key)
    assert [part["amount_fen"] for part in case["disbursements"]] == [FIRST_FEN, SECOND_FEN]
    assert case["disbursed_fen"] == LINE_FEN

    done = bank.officer.step(case, "complete")
    assert done["state"] == "completed"
    rating = {"responsiveness": 5, "courtesy": 5, "efficiency": 4, "expertise": 5}
    rated = clerk.step(case, "rate", **rating, comment="两天放款，很快")
    assert rated["rating"]["efficiency"] == 4
    refused("unmet", clerk.step, case, "rate", **rating)
    assert bank.officer.case(case)["rating"]["comment"] == "两天放款，很快"


TOLD_THE_ENTERPRISE = {
    "您的融资需求已被受理",
    "申请需要补正",
    "申请已通过审核",
    "已获得授信",
    "收到一笔放款",
    "业务已办结",
}
STEPS = ["publish", "grab", "send_back", "resubmit", "approve", "grant"]
STEPS += ["disburse", "disburse", "complete", "rate"]


def books(case: Found, clerk: Caller, bank: Bank, loser: Bank, auditor: Caller) -> None:
    """Messages, register and journal tell the same story, each to whom it may."""

    def titles() -> bool:
        return {row["title"] for row in clerk.all("/messages")} >= TOLD_THE_ENTERPRISE

    eventually(titles)
    told(bank.officer, "收到服务评价")
    assert not [row for row in loser.officer.all("/messages") if row["subject_id"] == case["id"]]

    register = bank.officer.get("/business-register")
    assert register["totals"] == {"count": 2, "amount_fen": LINE_FEN}
    assert {row["contract_no"] for row in register["items"]} == {"BL-2026-001", "BL-2026-002"}
    assert loser.officer.get("/business-register")["totals"] == {"count": 0, "amount_fen": 0}
    refused("not_your_post", clerk.get, "/business-register")
    bank.officer.fetch("/business-register/export")
    assert "导出业务台账" in labels(auditor, bank.officer.me["party"]["id"])

    entries = auditor.all("/journal", subject_id=case["id"])
    steps = [row["code"].rpartition(".")[2] for row in sorted(entries, key=lambda row: row["id"])]
    assert [step for step in steps if step in STEPS] == STEPS
    moved = [row for row in entries if row["to_label"]]
    eventually(
        lambda: all(row["link"] for row in auditor.all("/journal", subject_id=case["id"])),
    )
    assert all(row["reason"] for row in moved if row["code"].endswith("send_back"))
    assert PHONE not in str(entries)
    refused("not_your_post", bank.officer.get, "/journal")


def leave(clerk: Caller, phone: Caller) -> None:
    """A lost device is ended from another one; logging out ends the account's every session."""
    devices = clerk.get("/account/sessions")["items"]
    assert {row["terminal"] for row in devices} == {"portal", "miniprogram"}
    assert len(devices) == 3
    lost = next(row for row in devices if row["terminal"] == "miniprogram")
    clerk.post(f"/sessions/{lost['id']}/revoke")
    assert len(clerk.get("/account/sessions")["items"]) == 2

    clerk.post("/sessions/log-out")
    assert not clerk.is_logged_in()
    assert not phone.is_logged_in()
    refused("not_logged_in", clerk.post, "/financing-requests/publish", request_form())
    clerk.log_in(PHONE, PASSWORD)
    assert len(clerk.get("/account/sessions")["items"]) == 1
    assert len(clerk.all("/loan-applications")) == 1, "nobody published after logging out"


@pytest.mark.row("K2", "E1", "E4", "E5", "K10", "O1", "S6", "A3", "A6")
@pytest.mark.clause("6.1.2.2", "6.1.3.1", "6.1.3.4", "6.1.3.5")
def test_a_loan_from_the_sign_up_to_the_rating(people: People) -> None:
    operator = people.logged_in("operator", terminal="portal")
    banks = [Bank(people, "szbank"), Bank(people, "icbc")]
    clerk, phone = sign_up(people)
    keeper, auditor = people.logged_in("replay-operator"), people.logged_in("auditor")
    certify(clerk, operator, keeper, auditor)
    case = publish(phone)
    winner, loser = race(case, banks)
    review(case, clerk, winner, loser)
    lend(case, clerk, winner)
    books(case, clerk, winner, loser, people.logged_in("auditor"))
    leave(clerk, phone)


@pytest.mark.row("O1", "K10", "S6")
@pytest.mark.clause("6.1.5.1")
def test_what_the_administrators_change_of_an_account_holds_at_once(people: People) -> None:
    security = people.logged_in("security", terminal="portal")
    officer = people.logged_in("ccbsz-officer", terminal="portal")
    account = f"/accounts/{officer.me['account_id']}"

    refused("not_your_post", officer.get, "/accounts")
    security.post(f"{account}/change-roles", {"roles": ["bank_approver"], "reason": "轮岗"})
    assert officer.get("/account")["roles"] == ["bank_approver"]
    security.post(f"{account}/lock", {"reason": "人员离职交接"})
    assert not officer.is_logged_in()
    refused("locked", people.logged_in, "ccbsz-officer")
    security.post(f"{account}/unlock", {"reason": "交接完成"})
    people.logged_in("ccbsz-officer")

    auditor = people.logged_in("auditor")
    entries = auditor.all("/journal", subject_id=officer.me["account_id"])
    told_as = {row["code"].rpartition(".")[2]: row for row in entries}
    assert told_as["lock"]["reason"] == "人员离职交接"
    assert told_as["change_roles"]["actor_name"]
    log_ins = security.all(f"{account}/log-ins")
    assert {row["succeeded"] for row in log_ins} == {True, False}
    assert all(row["address"] and row["terminal"] for row in log_ins)


@pytest.mark.row("E3")
@pytest.mark.clause("6.1.3.3", "6.1.3.3 a", "6.1.3.3 b", "6.1.3.3 c")
def test_a_product_is_found_and_applied_for_in_the_mini_program(people: People) -> None:
    clerk = people.logged_in("chenxi", terminal="miniprogram")
    asked: Found = {"amount_fen": 100_000_000, "term_months": 12, "security": "mortgage"}
    found = clerk.all("/products", institution_kind="bank", rate_bp_max=600, **asked)
    assert found
    for product in found:
        assert product["amount_fen_min"] <= asked["amount_fen"] <= product["amount_fen_max"]
        assert product["rate_bp_min"] <= 600
    chosen = clerk.get(f"/products/{found[0]['id']}")
    assert chosen["eligibility"]
    assert chosen["fees"]
    assert chosen["figures_on"]
    wish = asked | {"product_id": chosen["id"], "purpose": "采购原材料，备货春节后订单"}
    method = {"repayment_method": chosen["repayment_methods"][0]}
    case = clerk.post("/loan-applications/submit", wish | method)
    assert case["state"] == "to_accept"
    assert case["expected_on"]
    assert case["application_no"] in {
        row["application_no"] for row in clerk.all("/loan-applications")
    }
