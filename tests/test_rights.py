"""Who may do what: every person of the town at every door, at their own rows and at others'."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from domain.kernel.routing import Route
from tests import world
from tests.conftest import SERVER
from tests.doors.served import Served, database, served
from tests.doors.table import CLOSED, NOBODY, OPEN_TO_ALL, PUBLIC, filled, name_of
from tests.world import WISH
from vocabulary.parties import Role

pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("S6", "I1"),
    pytest.mark.clause("5.3.2.2", "6.1.1.1", "6.1.1.1 b"),
]

EVERYBODY = (
    "clerk", "rival", "newcomer", "officer", "approver", "admin", "other_officer",
    "other_approver", "underwriter", "guarantee_officer", "guarantee_approver", "operator",
    "system", "security", "auditor",
)  # fmt: skip
BANKERS = {"officer", "approver", "other_officer", "other_approver"}
GUARANTORS = {"guarantee_officer", "guarantee_approver"}
OPERATOR = {"operator"}
ADMINISTRATORS = {"system", "security", "auditor"}  # 三员: none of them has business with cases
ALL = set(EVERYBODY)
ENTERPRISES = {"clerk", "rival", "newcomer"}

# Reads without an id: who is answered 200. Everybody else is answered 403.
MAY_READ: dict[str, set[str]] = {
    "/account": ALL,
    "/account/sessions": ALL,
    "/account/log-ins": ALL,
    "/account/rights": ALL,
    "/messages": ALL - ADMINISTRATORS,
    "/messages/settings": ALL - ADMINISTRATORS,
    "/own-notices": ALL - ADMINISTRATORS,
    "/fitting-notices": ENTERPRISES,
    "/notice-desk": OPERATOR,
    "/loan-applications": ALL - ADMINISTRATORS,
    "/workbench": ALL - ADMINISTRATORS,
    "/guarantee-requests": ALL - ADMINISTRATORS,
    "/letter-applications": ALL - ADMINISTRATORS,
    "/guarantee-commitments": ALL - ADMINISTRATORS,
    "/loans": ALL - ADMINISTRATORS,
    "/claims": ALL - ADMINISTRATORS,
    "/repayments": ALL - ADMINISTRATORS,
    "/repayments/export": BANKERS | OPERATOR,
    "/claims/export": BANKERS | OPERATOR,
    "/visits": ALL - ADMINISTRATORS,
    "/visits/export": OPERATOR,
    "/visits/guides": OPERATOR,
    "/roadshows": ALL - ADMINISTRATORS,
    "/store-calendar": OPERATOR,
    "/guarantee-commitments/export": GUARANTORS | OPERATOR,
    "/product-listings": BANKERS | OPERATOR | GUARANTORS | {"admin", "underwriter"},
    "/product-enquiries": ALL - ADMINISTRATORS,
    "/shelf-check": OPERATOR,
    "/pool": BANKERS,
    "/programmes": ALL - ADMINISTRATORS,
    "/cover-requests": ENTERPRISES | OPERATOR | {"underwriter", "admin"},
    "/business-register": BANKERS | OPERATOR | {"admin"},
    "/business-register/export": BANKERS | OPERATOR,
    "/loan-applications/export": BANKERS | OPERATOR | ENTERPRISES,
    "/certifications": ENTERPRISES | OPERATOR,
    "/onboardings": OPERATOR | {"admin"},
    "/credit-authorizations": ENTERPRISES,
    "/account/face": ALL,
    "/devices": OPERATOR,
    "/my-tickets": ALL,
    "/counter-desk": OPERATOR,
    "/queue-statistics": OPERATOR,
    "/queue-settings": OPERATOR,
    "/tickets/export": OPERATOR,
    "/meetings": BANKERS | OPERATOR | GUARANTORS | {"underwriter"},
    **dict.fromkeys(("/spares", "/inspections", "/faults", "/faults/export"), OPERATOR),
    "/fleet": OPERATOR,
    "/device-alerts": OPERATOR,
    "/duty-roster": OPERATOR,
    "/cockpit/figures": {"operator", "supervisor"},
    "/accounts": {"system", "security", "admin"},
    "/allow-lists": {"security"},
    "/state-limits": OPERATOR,
    "/amount-limits": {"admin"},
    "/appraisals": BANKERS | OPERATOR | {"admin"},
    "/ratings": BANKERS | OPERATOR | {"admin"},
    "/match-exposure": OPERATOR,
    "/services": ENTERPRISES | OPERATOR,
    "/service-figures": OPERATOR,
    "/follow-ups": OPERATOR,
    "/enterprise": ENTERPRISES,
    "/enterprises": BANKERS | OPERATOR | GUARANTORS | {"underwriter"},
    "/legacy-demands": BANKERS | OPERATOR | GUARANTORS | {"underwriter"},
    "/proposals": ALL - ADMINISTRATORS,
    "/journal": {"auditor"},
    "/operations": {"system"},
    "/operations/outbox": {"system"},
    "/supervisory-ledger/reconciliation": OPERATOR,
}

# Whose each case is: they read it, the others are told that there is none.
SEATED: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("inbox", "review", "amend", "grant", "disburse", "completed", "rejected"),
        frozenset({"clerk", "officer", "approver", "admin", "operator"}),
    ),
    "guarantee": frozenset(
        {
            "clerk",
            "officer",
            "approver",
            "admin",
            "guarantee_officer",
            "guarantee_approver",
            "operator",
        }
    ),
    **dict.fromkeys(
        ("underwrite", "confirm"),
        frozenset({"clerk", "officer", "approver", "admin", "underwriter", "operator"}),
    ),
    "pool": frozenset({"clerk", "operator"}),
    "withdrawn": frozenset({"clerk", "operator"}),
    "elsewhere": frozenset({"rival", "other_officer", "other_approver", "operator"}),
}

# Steps by case: who could take them. Nobody else, anywhere, passes.
POSTS: dict[str, dict[str, set[str]]] = {
    "pool": {"grab": {"officer", "other_officer"}, "withdraw": {"clerk"}},
    "inbox": {"accept": {"officer"}, "reject": {"approver"}, "withdraw": {"clerk"}},
    "review": {
        "approve": {"approver"}, "send-back": {"officer", "approver"}, "release": {"officer"},
        "require-guarantor": {"officer"}, "reject": {"approver"}, "withdraw": {"clerk"},
    },
    "amend": {"resubmit": {"clerk"}, "withdraw": {"clerk"}},
    "guarantee": {
        "investigate": {"guarantee_officer"},
        "decline-guarantee": {"guarantee_officer", "guarantee_approver"},
        "withdraw": {"clerk"},
    },
    "underwrite": {
        "underwrite": {"underwriter"}, "return-to-bank": {"underwriter"}, "withdraw": {"clerk"},
    },
    "confirm": {
        "confirm-payout": {"underwriter"}, "refuse-payout": {"underwriter"}, "withdraw": {"clerk"},
    },
    "grant": {"grant": {"approver"}, "withdraw": {"clerk"}},
    "disburse": {"disburse": {"officer"}, "amend-line": {"approver"}, "withdraw": {"clerk"}},
    "completed": {"rate": {"clerk"}},
    "rejected": {},
    "withdrawn": {},
    "elsewhere": {"disburse": {"other_officer"}, "amend-line": {"other_approver"},
                  "withdraw": {"rival"}},
}  # fmt: skip
STEPS = (
    "grab", "accept", "release", "approve", "send-back", "resubmit", "reject", "grant",
    "amend-line", "disburse", "complete", "withdraw", "rate", "require-guarantor",
    "confirm-guarantee", "decline-guarantee", "underwrite", "return-to-bank", "request-payout",
    "cancel-payout", "confirm-payout", "refuse-payout", "file",
    "confirm-guarantee", "decline-guarantee", "investigate", "assess-risk", "confirm-commitment",
)  # fmt: skip
LINE: dict[str, Any] = {
    "credit_line_fen": 10**8, "rate_bp": 385, "term_months": 12,
    "repayment_method": "interest_first",
}  # fmt: skip
BODIES: dict[str, Any] = {
    "grab": {}, "accept": {}, "complete": {}, "file": {},
    "underwrite": {"opinion": "同意承保", "cover_bp": 8_000, "cover_months": 12},
    "request-payout": {"contract_no": "HT-2026-1", "amount_fen": 1},
    "confirm-payout": {
        "guarantee_checked": True, "amount_checked": True, "contract_checked": True,
    },
    "approve": {"opinion": "同意授信"}, "confirm-guarantee": {"opinion": "同意担保"},
    "grant": LINE, "amend-line": LINE | {"reason": "调整"},
    "disburse": {"contract_no": "HT-2026-1", "amount_fen": 1, "paid_on": "2026-11-23"},
    "resubmit": WISH, "investigate": world.a_visit(), "assess-risk": world.an_assessment(),
    "confirm-commitment": {"guarantee_no": "DB-20261127-00001-1"},
    "rate": dict.fromkeys(("responsiveness", "courtesy", "efficiency", "expertise"), 5),
    "require-guarantor": {"guarantor_id": NOBODY, "preliminary_opinion": "可以担保"},
}  # fmt: skip
NEVER = {"If-Match": "0000000000000000"}  # whoever may act is stopped here, and nothing is changed


@pytest.fixture(scope="module")
def platform(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    """A town of its own: the matrix counts on every case standing where it stood."""
    folder = tmp_path_factory.mktemp("rights")
    with database(template, folder, SERVER) as url, served(url, folder) as found:
        yield found
        assert found.crashes() == []


def test_the_public_routes_are_these() -> None:
    assert {name_of(route) for route in PUBLIC} == OPEN_TO_ALL


def test_every_step_of_a_case_is_in_the_matrix() -> None:
    one = "/loan-applications/{application_id}/"
    served = {
        r.path.removeprefix(one) for r in CLOSED if r.method == "POST" and r.path.startswith(one)
    }
    assert {step for step in served if "/" not in step and "attach" not in step} == set(STEPS)


def test_every_read_is_in_the_matrix() -> None:
    served = {r.path for r in CLOSED if r.method == "GET" and "{" not in r.path}
    assert served == set(MAY_READ)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("path", MAY_READ)
def test_who_reads_what(platform: Served, path: str, who: str) -> None:
    answer = platform.get(path, who)
    assert answer.status_code == (200 if who in MAY_READ[path] else 403), answer.text[:200]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("case", SEATED)
def test_who_reads_which_case(platform: Served, case: str, who: str) -> None:
    path = f"/loan-applications/{platform.town.cases[case]}"
    answer = platform.get(path, who)
    assert answer.status_code == (200 if who in SEATED[case] else 404), answer.text[:200]
    if answer.status_code == 200:
        shown = {step["verb"].replace("_", "-") for step in answer.json()["open_steps"]}
        may = {step for step, whoever in POSTS[case].items() if who in whoever}
        assert shown == may - {"rate"}, "the buttons are the table"


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("case", SEATED)
def test_who_may_take_which_step(platform: Served, case: str, who: str) -> None:
    """All steps of one person at one case: each passes to the version check, or is refused."""
    row_id = platform.town.cases[case]
    passed, strange = set(), {}
    for step in STEPS:
        path = f"/loan-applications/{row_id}/{step}"
        body = msgspec.to_builtins(BODIES.get(step, {"reason": "试一试"}))
        # `rate` has no version to compare, and require-guarantor looks for the guarantor first.
        if step == "rate" and who in POSTS[case].get("rate", ()):
            continue
        answer = platform.post(path, who, body, headers=NEVER)
        if answer.status_code == 412:
            passed.add(step)
        elif answer.status_code not in {400, 403, 404, 409}:
            strange[step] = answer.status_code
        elif who not in SEATED[case] and step != "grab" and answer.status_code != 400:
            assert answer.status_code == 404, f"{step}: the row is none of theirs"
    assert strange == {}
    if who not in SEATED[case]:
        assert passed <= {"grab"}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("case", [case for case in POSTS if case != "completed"])
def test_nobody_passes_who_is_not_in_the_table(platform: Served, case: str, who: str) -> None:
    """Without a version to stop them: whatever is not in the table changes nothing."""
    row_id = platform.town.cases[case]
    before = platform.get(f"/loan-applications/{row_id}", "operator").json()["etag"]
    for step in STEPS:
        if who in POSTS[case].get(step, ()):
            continue
        body = msgspec.to_builtins(BODIES.get(step, {"reason": "试一试"}))
        answer = platform.post(f"/loan-applications/{row_id}/{step}", who, body)
        assert answer.status_code in {400, 403, 404, 409}, f"{step}: {answer.text[:200]}"
    after = platform.get(f"/loan-applications/{row_id}", "operator").json()["etag"]
    assert after == before


ADMINISTRATORS_ACTS = [
    ("/accounts/{}/lock", {"reason": "试"}),
    ("/accounts/{}/unlock", {"reason": "试"}),
    ("/accounts/{}/change-roles", {"roles": ["bank_officer"], "reason": "试"}),
    (
        "/institutions/open",
        {"kind": "bank", "name": "新银行分行", "short_name": "新银行",
         "uscc": "91320500MA1WX0000X", "region": "320571"},
    ),
    (
        "/accounts/open",
        {"party_id": NOBODY, "name": "张三", "log_in_name": "zhangsan", "phone": "13800000001",
         "roles": ["bank_officer"]},
    ),
    ("/accounts/{}/invite", {}),
    ("/accounts/{}/unmask", {}),
    ("/allow-lists/set", {"role": "bank_officer", "networks": [], "reason": "试"}),
]  # fmt: skip


@pytest.mark.row("O1")
@pytest.mark.parametrize("who", sorted(ALL - {"system", "security", "admin"}))
@pytest.mark.parametrize(
    ("path", "body"), ADMINISTRATORS_ACTS, ids=[path for path, _ in ADMINISTRATORS_ACTS]
)
def test_the_administrators_acts_are_theirs(
    platform: Served, path: str, body: dict[str, Any], who: str
) -> None:
    """Refused by post, before anybody learns whether there is such an account."""
    for row_id in {NOBODY, platform.town.accounts["clerk"], platform.town.accounts[who]}:
        answer = platform.post(path.format(row_id), who, body)
        assert answer.status_code == 403, answer.text[:200]


@pytest.mark.row("O2")
@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "operator"])
@pytest.mark.parametrize("step", ["approve", "send-back", "reject"])
def test_a_certification_is_decided_by_the_operator(platform: Served, step: str, who: str) -> None:
    path = f"/certifications/{platform.town.certification}/{step}"
    answer = platform.post(path, who, {} if step == "approve" else {"reason": "试"})
    assert answer.status_code == (403 if who == "newcomer" else 404), answer.text[:200]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_certification_is_read_by_its_enterprise_and_the_operator(
    platform: Served, who: str
) -> None:
    answer = platform.get(f"/certifications/{platform.town.certification}", who)
    assert (answer.status_code == 200) == (who in {"newcomer", "operator"}), answer.text[:200]


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_a_certified_enterprise_asks_for_money(platform: Served, who: str) -> None:
    body = {"product_id": NOBODY, **msgspec.to_builtins(WISH)}
    answer = platform.post("/loan-applications/submit", who, body)
    expected = {"clerk": 404, "rival": 404, "newcomer": 403}.get(who, 403)
    assert answer.status_code == expected, answer.text[:200]


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "clerk"])
@pytest.mark.parametrize("step", ["mark-read", "remove"])
def test_a_message_is_its_partys_own(platform: Served, step: str, who: str) -> None:
    answer = platform.post(f"/messages/{platform.town.message}/{step}", who)
    assert answer.status_code == 404, answer.text[:200]


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_menu_offers_only_doors_that_open(platform: Served, who: str) -> None:
    doors = {
        "workbench": "/workbench", "pool": "/pool", "applications": "/loan-applications",
        "register": "/business-register", "certifications": "/certifications",
        "accounts": "/accounts", "journal": "/journal", "account": "/account",
        "messages": "/messages", "certification": "/certifications",
        "staff": "/accounts", "allow_lists": "/allow-lists", "state_limits": "/state-limits",
        "amount_limits": "/amount-limits",
        "services": "/services", "follow_ups": "/follow-ups",
        "appraisals": "/appraisals", "exposure": "/match-exposure", "enterprises": "/enterprises",
        "proposals": "/proposals",
        "onboarding": "/onboardings", "onboardings": "/onboardings",
        "programmes": "/programmes", "cover_requests": "/cover-requests",
        "underwriting": "/loan-applications",
        "loans": "/loans", "claims": "/claims", "repayments": "/repayments",
        "guarantees": "/guarantee-commitments", "letters": "/letter-applications",
        "product_desk": "/product-listings", "listings": "/product-listings",
        "meetings": "/meetings", "inspections": "/inspections", "faults": "/faults",
        "shelf_check": "/shelf-check", "enquiries": "/product-enquiries",
    }  # fmt: skip
    menu = platform.get("/account", who).json()["menu"]
    for item in menu:
        if item in doors:
            assert platform.get(doors[item], who).status_code == 200, item
    hidden = {
        "pool",
        "register",
        "accounts",
        "journal",
        "certifications",
        "allow_lists",
        "onboardings",
    } - set(menu)
    for item in hidden:
        answer = platform.get(doors[item], who)
        is_here = (item == "accounts" and "staff" in menu) or (
            item == "onboardings" and "onboarding" in menu
        )
        assert answer.status_code == 403 or item == "certifications" or is_here, item


@pytest.mark.parametrize("route", CLOSED, ids=name_of)
def test_a_role_alone_opens_nothing_without_a_session(platform: Served, route: Route) -> None:
    headers = {"X-Role": Role.PLATFORM_OPERATOR.value, "X-Actor": NOBODY}
    answer = platform.ask(route.method, f"/api{filled(route)}", headers=headers)
    assert answer.status_code == 401
