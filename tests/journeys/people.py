"""People of a journey as callers over HTTP: they log in, act, read, and are told no in words."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx2

from server.seed import DEMO_PASSWORD
from vocabulary.identifiers import make_uscc

WAIT_S_MAX = 15.0
ANSWER_S = 20.0
PASSWORD = "Heron-over-Taihu-26"  # noqa: S105 -- of people who exist in tests alone
REFUSED_FROM = 400

Found = dict[str, Any]
Thing = TypeVar("Thing")


class Refused(Exception):
    """The platform said no: with a code for programs and a sentence for people."""

    def __init__(self, status: int, body: Found) -> None:
        self.status, self.body = status, body
        self.code, self.detail = str(body["code"]), str(body["detail"])
        super().__init__(f"{status} {self.code}: {self.detail}")


class People:
    """Everybody who calls one platform; their lines are closed when the journey ends."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._lines = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._lines.close()

    def stranger(self, terminal: str = "tool") -> "Caller":
        """Somebody who has not logged in."""
        headers = {"X-Terminal": terminal, "Origin": self.base}
        line = httpx2.Client(base_url=self.base, headers=headers, timeout=ANSWER_S, trust_env=False)
        return Caller(self._lines.enter_context(line))

    def logged_in(self, name: str, *, terminal: str = "tool") -> "Caller":
        """Somebody of the demo world."""
        caller = self.stranger(terminal)
        caller.log_in(name, DEMO_PASSWORD)
        return caller


class Caller:
    """Somebody at a terminal. The portal holds a cookie; every other terminal holds a token."""

    def __init__(self, line: httpx2.Client) -> None:
        self._client = line
        self.me: Found = {}

    def log_in(self, name: str, password: str) -> None:
        self.enter(self.post("/sessions/by-password", {"phone": name, "password": password}))

    def sign_up(self, phone: str, password: str = PASSWORD) -> None:
        """Open an account with the code that the demonstration shows."""
        sent = self.post("/sms-codes/send", {"phone": phone, "purpose": "sign_up"})
        body = {"phone": phone, "password": password, "sms_code": sent["printed_code"]}
        self.enter(self.post("/accounts/sign-up", body))

    def enter(self, session: Mapping[str, Any]) -> None:
        """Go on with a session that has begun."""
        self.me = session["me"]
        if session["token"]:
            self._client.headers["Authorization"] = f"Bearer {session['token']}"

    def get(self, path: str, **query: Any) -> Found:
        return _read(self._client.get(f"/api{path}", params=query))

    def fetch(self, path: str) -> bytes:
        """A file."""
        return self._client.get(f"/api{path}").raise_for_status().content

    def post(self, path: str, body: Mapping[str, Any] | None = None, key: str = "") -> Found:
        headers = {"Idempotency-Key": key or uuid4().hex}
        return _read(self._client.post(f"/api{path}", json=dict(body or {}), headers=headers))

    def upload(
        self, path: str, content: bytes, media: str, *, within_s: float = ANSWER_S, **query: Any
    ) -> Found:
        """Send a file, or pictures, as the body."""
        headers = {"Content-Type": media, "Idempotency-Key": uuid4().hex}
        answer = self._client.post(
            f"/api{path}", params=query, content=content, headers=headers, timeout=within_s
        )
        return _read(answer)

    def enter_past(self, keeper: "Caller", form: Found) -> Found:
        """Ask to be certified without papers, as the keeper of the past has to allow."""
        enterprise = {"enterprise_id": self.me["party"]["id"]}
        keeper.post("/historical-certifications/allow", enterprise)
        return self.post("/historical-certifications/submit", form)

    def step(self, case: Mapping[str, Any], verb: str, **body: Any) -> Found:
        """Take one step of a loan application, and see the case as it then stands."""
        return self.post(f"/loan-applications/{case['id']}/{verb}", body)

    def case(self, case: Mapping[str, Any]) -> Found:
        return self.get(f"/loan-applications/{case['id']}")

    def all(self, path: str, **query: Any) -> list[Found]:
        """Read every page of a list."""
        found: list[Found] = []
        cursor = ""
        while True:
            page = self.get(path, limit=100, cursor=cursor, **query)
            found += page["items"]
            cursor = page["next"] or ""
            if not cursor:
                return found

    def speaks_from(self, address: str) -> None:
        """Come from another network, where the platform trusts the proxy before it."""
        self._client.headers["X-Forwarded-For"] = address

    def is_logged_in(self) -> bool:
        try:
            self.get("/account")
        except Refused as refusal:
            if refusal.code != "not_logged_in":
                raise
            return False
        return True


def _read(answer: httpx2.Response) -> Found:
    found: Found = answer.json()
    if answer.status_code >= REFUSED_FROM:
        raise Refused(answer.status_code, found)
    return found


def certification_form(serial: int, phone: str, name: str) -> Found:
    """What an enterprise fills in about itself."""
    return {
        "name": name,
        "uscc": make_uscc(700_000 + serial, division="320507"),
        "region": "320507",
        "industry": "C",
        "legal_representative": "沈若溪",
        "contact_name": "沈若溪",
        "contact_phone": phone,
    }


def request_form(amount_fen: int = 200_000_000, **other: Any) -> Found:
    """A need for money that an ordinary bank would look at."""
    return {
        "amount_fen": amount_fen,
        "term_months": 12,
        "purpose": "采购精密轴承原材料，备货春节后订单",
        "security": "mortgage",
        "repayment_method": "equal_instalment",
        "rate_bp_max": 480,
        "aim": "open",
        "bank_id": None,
    } | other


def line_form(credit_line_fen: int, **other: Any) -> Found:
    """What a bank grants."""
    return {
        "credit_line_fen": credit_line_fen,
        "rate_bp": 395,
        "term_months": 12,
        "repayment_method": "equal_instalment",
    } | other


def eventually(look: Callable[[], Thing], within_s: float = WAIT_S_MAX) -> Thing:
    """Look again until there is something; what follows from an act follows a moment later."""
    deadline = time.monotonic() + within_s
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found, "it did not come"
    return found
