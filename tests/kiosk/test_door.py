"""The kiosk's door as served: an unknown terminal gets nothing, a session stays where it is."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from domain.kernel.routing import Route
from tests.codes import read_rows
from tests.conftest import SERVER
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served, database, served
from tests.doors.table import AT_KIOSK, filled, name_of
from vocabulary.faces import FacePurpose

pytestmark = [pytest.mark.row("S14", "S15"), pytest.mark.clause("5.3.4.3", "5.3.4.4")]

OPENING = {"name": "一号终端", "zone": "service", "custodian": "钱工"}
NO_TOKENS = ["", "x", "x" * 43, "x" * 5000]


@pytest.fixture(scope="module")
def platform(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("kiosk")
    with database(template, folder, SERVER) as url, served(url, folder) as found:
        yield found
        assert found.crashes() == []


@pytest.fixture(scope="module")
def token(platform: Served) -> str:
    """The token of a terminal in use."""
    opened = platform.post("/devices/open", "operator", OPENING).json()
    answer = platform.post("/kiosk/activate", None, {"code": opened["code"]})
    found: str = answer.json()["token"]
    return found


def at_kiosk(platform: Served, method: str, path: str, token: str, **more: Any) -> httpx2.Response:
    headers = {"X-Device-Token": token}
    if session := more.pop("session", ""):
        headers["Authorization"] = f"Bearer {session}"
    return platform.ask(method, f"/api{path}", headers=headers, **more)


def logged_in(platform: Served, token: str) -> str:
    """A session of the clerk, begun at the kiosk by scan."""
    asked = at_kiosk(platform, "POST", "/kiosk/scans/ask", token, json={}).json()
    path = f"/scan-log-ins/{asked['id']}/agree"
    agreed = platform.post(path, "clerk", {"number": asked["number"]})
    assert agreed.status_code == 200, agreed.text
    body = {"id": asked["id"], "secret": asked["secret"]}
    found: str = at_kiosk(platform, "POST", "/kiosk/scans/collect", token, json=body).json()[
        "session"
    ]["token"]
    return found


@pytest.mark.parametrize("route", AT_KIOSK, ids=name_of)
def test_an_unknown_terminal_gets_nothing(platform: Served, route: Route) -> None:
    for wrong in NO_TOKENS:
        answer = platform.ask(
            route.method,
            f"/api{filled(route)}",
            "clerk",
            headers={"X-Device-Token": wrong},
            json={},
        )
        must_be_a_problem(answer, 401, "unknown_device")


def test_a_session_begun_elsewhere_is_none_at_the_kiosk(platform: Served, token: str) -> None:
    own = platform.town.tokens["clerk"]
    answer = at_kiosk(platform, "GET", "/kiosk/user", token, session=own)
    must_be_a_problem(answer, 401, "not_logged_in")


def test_a_session_begun_at_the_kiosk_is_none_elsewhere(platform: Served, token: str) -> None:
    session = logged_in(platform, token)
    headers = {"Authorization": f"Bearer {session}"}
    must_be_a_problem(platform.ask("GET", "/api/account", headers=headers), 401, "not_logged_in")
    assert at_kiosk(platform, "GET", "/kiosk/user", token, session=session).status_code == 200


def test_names_are_masked(platform: Served, token: str) -> None:
    session = logged_in(platform, token)
    shown = at_kiosk(platform, "GET", "/kiosk/user", token, session=session)
    rows = at_kiosk(platform, "GET", "/kiosk/loan-applications", token, session=session)
    assert rows.json()["items"]
    for answer in (shown, rows):
        assert "张三" not in answer.text
        assert "晨曦" not in answer.text
    assert shown.json()["party_name_masked"] == "苏州晨*精密有限公司"


@pytest.mark.row("K10")
@pytest.mark.clause("6.1.2.6")
def test_logging_out_ends_the_session_on_the_server(platform: Served, token: str) -> None:
    session = logged_in(platform, token)
    out = at_kiosk(platform, "POST", "/kiosk/log-out", token, session=session, json={})
    assert out.status_code == 200
    answer = at_kiosk(platform, "GET", "/kiosk/user", token, session=session)
    must_be_a_problem(answer, 401, "not_logged_in")
    assert platform.get("/account", "clerk").status_code == 200


def test_a_picture_that_is_none_is_said_in_words(platform: Served, token: str) -> None:
    answer = at_kiosk(
        platform, "POST", "/kiosk/glance", token, content=b"no picture",
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.json()["ready"] is False
    assert answer.json()["flaw"] == "not_a_picture"


def test_too_large_a_picture_is_refused(platform: Served, token: str) -> None:
    answer = at_kiosk(platform, "POST", "/kiosk/glance", token, content=b"x" * (128 * 1024 + 1))
    must_be_a_problem(answer, 413, "too_large")


def test_a_consent_is_given_and_taken_back_at_the_kiosk(platform: Served, token: str) -> None:
    session = logged_in(platform, token)
    face = at_kiosk(platform, "GET", "/kiosk/face", token, session=session).json()
    purpose = next(p for p in face["purposes"] if p["purpose"] == FacePurpose.LOG_IN.value)
    body = {"purpose": "log_in", "text_hash": purpose["text_hash"]}
    given = at_kiosk(platform, "POST", "/kiosk/face/consent", token, session=session, json=body)
    assert given.json()["history"][0]["terminal_label"] == "智能终端"
    back = at_kiosk(
        platform, "POST", "/kiosk/face/withdraw-consent", token, session=session,
        json={"purpose": "log_in"},
    )  # fmt: skip
    assert not back.json()["purposes"][0]["consented"]


def test_a_code_to_scan_says_what_it_was_given(platform: Served, token: str) -> None:
    text = f"{platform.base}/portal/scan/1"
    answer = at_kiosk(platform, "GET", "/kiosk/qr-code", token, params={"text": text})
    assert read_rows(answer.json()["rows"]) == text


def test_a_retired_terminal_is_out_at_once(platform: Served) -> None:
    opened = platform.post("/devices/open", "operator", OPENING).json()
    token = platform.post("/kiosk/activate", None, {"code": opened["code"]}).json()["token"]
    session = logged_in(platform, token)
    path = f"/devices/{opened['device']['id']}/retire"
    assert platform.post(path, "operator", {"reason": "报废"}).status_code == 200
    answer = at_kiosk(platform, "GET", "/kiosk/user", token, session=session)
    must_be_a_problem(answer, 401, "unknown_device")
