"""Who gets in and who is kept out: tokens, cookies, origins, headers, repeats, odd addresses."""

import re
import socket
from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served
from tests.doors.town import PASSWORD
from tests.world import WISH

COOKIE = "finmart_session"


@pytest.fixture
def browser(platform: Served) -> Iterator[httpx2.Client]:
    """A browser that has just logged in on the portal."""
    with httpx2.Client(base_url=platform.base, trust_env=False) as client:
        logs_in(platform, client)
        yield client


def logs_in(platform: Served, client: httpx2.Client) -> None:
    body = {"phone": platform.town.log_in_name, "password": PASSWORD}
    answer = client.post("/api/sessions/by-password", json=body, headers={"X-Terminal": "portal"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["token"] == ""


@pytest.mark.row("S12", "S13")
@pytest.mark.clause("5.3.4.1", "5.3.4.2")
class TestACookie:
    def test_is_out_of_reach_of_scripts_and_other_sites(
        self, platform: Served, browser: httpx2.Client
    ) -> None:
        body = {"phone": platform.town.log_in_name, "password": PASSWORD}
        answer = browser.post(
            "/api/sessions/by-password", json=body, headers={"X-Terminal": "portal"}
        )
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))

    @pytest.mark.parametrize(
        "origin",
        [None, "null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "file://"],
    )
    def test_of_another_site_acts_on_nothing(
        self, platform: Served, browser: httpx2.Client, origin: str | None
    ) -> None:
        headers = {"Origin": origin} if origin else {}
        answer = browser.post("/api/messages/mark-all-read", json={}, headers=headers)
        must_be_a_problem(answer, 403, "forbidden_origin")

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "null"},
            {"Origin": "https://evil.example"},
            {"Origin": "http://127.0.0.1:1"},
            {"Sec-Fetch-Site": "cross-site"},
        ],
    )
    def test_is_given_to_no_page_of_another_site(
        self, platform: Served, headers: dict[str, str]
    ) -> None:
        """Else it could log somebody in as somebody else, and read what they then do."""
        body = {"phone": platform.town.log_in_name, "password": PASSWORD}
        path = f"{platform.base}/api/sessions/by-password"
        asked = {"X-Terminal": "portal"} | headers
        answer = httpx2.post(path, json=body, headers=asked, trust_env=False)
        must_be_a_problem(answer, 403, "forbidden_origin")
        assert "set-cookie" not in answer.headers

    def test_of_our_own_page_acts(self, platform: Served, browser: httpx2.Client) -> None:
        headers = {"Origin": platform.base}
        answer = browser.post("/api/messages/mark-all-read", json={}, headers=headers)
        assert answer.status_code == 200, answer.text

    def test_reads_without_an_origin(self, browser: httpx2.Client) -> None:
        assert browser.get("/api/account").status_code == 200

    @pytest.mark.row("K10")
    def test_is_worth_nothing_after_logging_out(
        self, platform: Served, browser: httpx2.Client
    ) -> None:
        stolen = dict(browser.cookies)
        headers = {"Origin": platform.base}
        answer = browser.post("/api/sessions/log-out", json={}, headers=headers)
        assert answer.status_code == 200
        assert "cache" in answer.headers["clear-site-data"]
        again = httpx2.get(f"{platform.base}/api/account", cookies=stolen, trust_env=False)
        must_be_a_problem(again, 401, "not_logged_in")


@pytest.mark.row("S6")
class TestASession:
    def test_that_was_revoked_is_over_at_once(self, platform: Served) -> None:
        town = platform.town
        assert platform.get("/account", "leaver").status_code == 200
        path = f"/sessions/{town.sessions['leaver']}/revoke"
        assert platform.post(path, "leaver").status_code == 200
        must_be_a_problem(platform.get("/account", "leaver"), 401, "not_logged_in")

    def test_is_revoked_by_its_owner_alone(self, platform: Served) -> None:
        path = f"/sessions/{platform.town.sessions['approver']}/revoke"
        must_be_a_problem(platform.post(path, "officer"), 404, "not_found")
        assert platform.get("/account", "approver").status_code == 200


PAGES = ("/", "/portal/", "/portal/applications", "/wall/", "/docs", "/openapi.json", "/healthz",
         "/api/reference", "/api/account", "/api/no/such", "/no-such-page.js")  # fmt: skip


@pytest.mark.row("S13")
@pytest.mark.clause("5.3.4.2")
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_what_keeps_browsers_safe(platform: Served, path: str) -> None:
    headers = platform.ask("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    script = re.search(r"script-src ([^;]*)", policy)
    assert script
    assert "unsafe" not in script.group(1)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers or "sanic" not in headers["server"].lower()
    if path.startswith("/api/"):
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example; script-src *", "a'b", "evil.example,x", '"x"'])
def test_a_host_header_cannot_widen_the_policy(platform: Served, host: str) -> None:
    answer = platform.ask("GET", "/healthz", headers={"Host": host})
    policy = answer.headers.get("content-security-policy", "")
    assert "script-src *" not in policy
    assert policy.count("script-src") <= 1


class TestAnAddress:
    @pytest.mark.parametrize(
        "path",
        ["/api", "/api/", "/api/no/such", "/api/loan-applications/", "/api/../api/account",
         "/api/%2e%2e/etc/passwd", "/api/account%00", "/portal/../../etc/passwd.txt",
         "/portal/%2e%2e/%2e%2e/pyproject.toml", "/wall/..%5c..%5cpyproject.toml", "/.git/config"],
    )  # fmt: skip
    def test_that_is_none_is_not_found(self, platform: Served, path: str) -> None:
        answer = platform.ask("GET", path)
        assert answer.status_code in {401, 404, 308}, answer.text[:200]
        assert "requires-python" not in answer.text
        assert "root:" not in answer.text
        if answer.status_code == 404:
            must_be_a_problem(answer, 404, "not_found")

    @pytest.mark.parametrize("place", ["portal", "wall", "kiosk"])
    def test_longer_than_any_file_of_ours_is_not_found(self, platform: Served, place: str) -> None:
        """A disk that is asked for such a name does not say no: it fails."""
        for length in (201, 300, 5_000):
            answer = platform.ask("GET", f"/{place}/{'a' * length}")
            must_be_a_problem(answer, 404, "not_found")
        assert platform.ask("GET", f"/{place}/{'a' * 200}").status_code in {200, 503}


class TestHeaders:
    @pytest.mark.parametrize(
        "key", ["", "short", "x" * 65, "with space 1", "中文编号一二三四", "a;b;c;d;e"]
    )
    def test_a_key_of_another_shape_is_refused(self, platform: Served, key: str) -> None:
        headers = {"Idempotency-Key": key.encode()}
        answer = platform.post("/messages/mark-all-read", "clerk", headers=headers)
        assert must_be_a_problem(answer, 400, "invalid") == ["Idempotency-Key"]

    @pytest.mark.parametrize("agent", [b"\xff\xfe", "火狐".encode(), b"x" * 4000])
    def test_an_odd_browser_may_still_log_in(self, platform: Served, agent: bytes) -> None:
        body = {"phone": platform.town.log_in_name, "password": PASSWORD}
        headers = {"User-Agent": agent, "X-Terminal": "tool"}
        answer = platform.post("/sessions/by-password", body=body, headers=headers)
        assert answer.status_code in {200, 400}, answer.text

    @pytest.mark.parametrize("sign", [b"\x00", b"\x01", b"\x7f", b"\xed\xa0\x80"])
    def test_control_characters_in_a_header_crash_nothing(
        self, platform: Served, sign: bytes
    ) -> None:
        body = b'{"phone": "%s", "password": "x"}' % platform.town.log_in_name.encode()
        lines = [
            b"POST /api/sessions/by-password HTTP/1.1", b"Host: x", b"User-Agent: a" + sign + b"b",
            b"Content-Type: application/json", b"Content-Length: %d" % len(body),
            b"Connection: close", b"", body,
        ]  # fmt: skip
        host, port = platform.base.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as wire:
            wire.sendall(b"\r\n".join(lines))
            assert int(wire.makefile("rb").readline().split()[1]) in {400, 401}

    def test_the_server_is_no_terminal(self, platform: Served) -> None:
        body = {"phone": platform.town.log_in_name, "password": PASSWORD}
        headers = {"X-Terminal": "server"}
        answer = platform.post("/sessions/by-password", body=body, headers=headers)
        assert answer.status_code == 200
        assert answer.json()["token"]

    def test_a_request_keeps_the_name_it_was_given(self, platform: Served) -> None:
        answer = platform.get("/account", headers={"X-Request-Id": "trace-12345678"})
        assert answer.json()["request_id"] == "trace-12345678"
        assert platform.get("/account", headers={"X-Request-Id": "<x>"}).json()["request_id"]


@pytest.mark.row("A3")
class TestARepeat:
    BODY = WISH | {"aim": "open"}

    def test_gets_the_first_answer_and_says_so(self, platform: Served) -> None:
        headers = {"Idempotency-Key": f"key-{uuid4().hex}"}
        path = "/financing-requests/publish"
        first = platform.post(path, "clerk", self.BODY, headers=headers)
        again = platform.post(path, "clerk", self.BODY, headers=headers)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        assert "idempotent-replay" not in first.headers
        assert again.headers["idempotent-replay"] == "true"

    def test_of_what_keeps_no_answer_is_answered_in_full_again(self, platform: Served) -> None:
        headers = {"Idempotency-Key": f"key-{uuid4().hex}"}
        answers = [
            platform.post("/messages/mark-all-read", "clerk", headers=headers) for _ in range(2)
        ]
        assert [each.json() for each in answers] == [{"done": True}] * 2

    def test_of_another_body_is_refused(self, platform: Served) -> None:
        headers = {"Idempotency-Key": f"key-{uuid4().hex}"}
        path = "/financing-requests/publish"
        platform.post(path, "clerk", self.BODY, headers=headers)
        other = platform.post(path, "clerk", self.BODY | {"term_months": 6}, headers=headers)
        must_be_a_problem(other, 409, "key_reused")

    def test_of_the_same_body_to_another_route_is_refused(self, platform: Served) -> None:
        headers = {"Idempotency-Key": f"key-{uuid4().hex}"}
        body = {"reason": "人手不足"}
        made = platform.post("/financing-requests/publish", "clerk", self.BODY).json()["id"]
        path = f"/loan-applications/{made}"
        assert platform.post(f"{path}/grab", "officer").status_code == 200
        sent = platform.post(f"{path}/send-back", "officer", body, headers=headers)
        assert sent.status_code == 200
        again = platform.post(f"{path}/release", "officer", body, headers=headers)
        must_be_a_problem(again, 409, "key_reused")

    def test_on_an_old_picture_is_stale(self, platform: Served) -> None:
        case = platform.town.cases["disburse"]
        headers = {"If-Match": '"0000000000000000"'}
        answer = platform.post(f"/loan-applications/{case}/complete", "officer", headers=headers)
        must_be_a_problem(answer, 412, "stale")


@pytest.mark.row("S6")
@pytest.mark.clause("5.3.2.2")
def test_a_refused_attempt_is_written_down(platform: Served) -> None:
    case = platform.town.cases["inbox"]
    must_be_a_problem(platform.post(f"/loan-applications/{case}/accept", "approver"), 403)
    found = platform.get("/journal", "auditor", params={"code": "refused.accept"}).json()
    assert found["items"]
    assert found["items"][0]["reason"]


WECHAT = Origin("https://servicewechat.com")
EVIL = Origin("https://evil.example")


@pytest.mark.row("S12", "S13")
@pytest.mark.clause("5.1.6", "5.3.4.1")
class TestALiveLine:
    """WeChat's frame names an origin of its own and brings no cookie: its token speaks for it."""

    @staticmethod
    def answer(platform: Served, said: str, origin: Origin, cookie: str = "") -> str:
        """What comes back when somebody calls from there and says this first."""
        address = f"{platform.base.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        with connect(  # a session belongs to the device that began it
            address,
            origin=origin,
            additional_headers=headers,
            user_agent_header=platform.client.headers["User-Agent"],
            proxy=None,
        ) as line:
            line.recv()
            line.send(said)
            return str(line.recv())

    def test_opens_from_wechat_by_the_token(self, platform: Served) -> None:
        token = platform.town.tokens["clerk"]
        assert self.answer(platform, f'40/portal,{{"token":"{token}"}}', WECHAT).startswith("40/p")

    def test_opens_from_our_own_page_by_the_cookie(
        self, platform: Served, browser: httpx2.Client
    ) -> None:
        own = Origin(platform.base)
        assert self.answer(platform, "40/portal,", own, browser.cookies[COOKIE]).startswith("40/p")

    @pytest.mark.parametrize("said", ["40/portal,", "40/wall,", "40/store,", "40/cockpit,"])
    def test_opens_to_no_stranger_of_another_site(self, platform: Served, said: str) -> None:
        assert self.answer(platform, said, EVIL).startswith(f"44{said[2:]}")

    def test_never_opens_to_another_site_by_a_cookie(
        self, platform: Served, browser: httpx2.Client
    ) -> None:
        with pytest.raises(InvalidStatus):
            self.answer(platform, "40/portal,", EVIL, browser.cookies[COOKIE])
