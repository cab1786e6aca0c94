"""Typing for an enterprise through the door: which routes may be used so, and whose act it is."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from server.app import DOORS
from tests import world
from tests.conftest import SERVER
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served, database, served

pytestmark = [pytest.mark.row("F3", "S6"), pytest.mark.clause("6.2.3 c", "5.3.2.2")]

ASSISTED = {
    "GET /account",
    "GET /certification-papers/{paper_id}",
    "GET /certifications",
    "GET /certifications/{certification_id}",
    "GET /certifications/{certification_id}/hand-ins",
    "GET /credit-authorizations",
    "GET /programmes",
    "POST /certifications/read-document",
    "POST /certifications/submit",
    "POST /certifications/{certification_id}/resubmit",
    "POST /credit-authorizations/draft",
    "POST /credit-authorizations/send-code",
    "POST /credit-authorizations/sign",
    "POST /financing-requests/match",
    "POST /financing-requests/publish",
    "POST /loan-applications/submit",
    "POST /product-enquiries/enquire",
}
WISH = {
    **{name: getattr(value, "value", value) for name, value in world.WISH.items()},
    "aim": "open",
}


@pytest.fixture(scope="module")
def platform(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("service")
    with database(template, folder, SERVER) as url, served(url, folder) as found:
        yield found
        assert found.crashes() == []


def test_nothing_but_filing_is_typed_for_others() -> None:
    found = {f"{r.method} {r.path}" for door in DOORS for r in door if r.assisted}
    assert found == ASSISTED


def test_the_store_types_for_whoever_agreed_and_for_nobody_else(platform: Served) -> None:
    service = platform.post("/services/greet", "store", {"needs": "流动资金"}).json()
    one = f"/services/{service['id']}"
    asked = platform.post(f"{one}/ask-to-assist", "store", {}).json()
    leave = {"X-Assisting": asked["grant"]["id"]}

    def typed(who: str, method: str, path: str, **more: Any) -> httpx2.Response:
        return platform.ask(method, f"/api{path}", who, headers=leave, **more)

    must_be_a_problem(typed("store", "GET", "/account"), 409, "not_now")  # nobody has agreed yet
    number = {"number": asked["grant"]["number"]}
    agreed = platform.post("/assistances/consent-by-number", "clerk", number)
    assert agreed.status_code == 200, agreed.text
    me = typed("store", "GET", "/account").json()
    assert me["menu"] == ["publish", "products", "certification"]
    made = typed("store", "POST", "/financing-requests/publish", json=WISH)
    assert made.status_code == 201, made.text
    assert made.json()["timeline"][0]["typed_by"] == "张*"
    refused = {
        "operator": (409, "not_now"),
        "clerk": (403, "not_your_post"),
        "officer": (403, "not_your_post"),
    }
    for other, (status, code) in refused.items():
        answer = typed(other, "POST", "/financing-requests/publish", json=WISH)
        must_be_a_problem(answer, status, code)
    for path in ("/loan-applications", "/messages", "/staff"):
        assert typed("store", "GET", path).status_code in {403, 404}
    end = f"/assistances/{asked['grant']['id']}/end"
    assert platform.post(end, "rival", {}).status_code == 404
    assert platform.post(end, "clerk", {}).status_code == 200
    must_be_a_problem(
        typed("store", "POST", "/financing-requests/publish", json=WISH), 409, "not_now"
    )
