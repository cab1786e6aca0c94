"""What one local WeChat server knows: its token, its codes, its consents and its calls."""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections import Counter, OrderedDict, deque
from typing import Annotated, Any

from msgspec import Meta, Struct, field

CALLS_MAX = 1000
FAILURES_MAX = 100
CODES_MAX = 10_000
CODE_S = 300
RETIRED_MAX = 100
FETCHES_A_MINUTE_MAX = 10_000
FREE_CODE = re.compile(r"(demo|phone)-([\w\u4e00-\u9fff]{1,32})(?:\.[\w-]{1,64})?")
OPEN_ID = re.compile(r"o[A-Za-z0-9_-]{27}")
SENTENCES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40003: "invalid openid",
    40013: "invalid appid",
    40029: "invalid code",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40163: "code been used",
    40169: "invalid length for scene, or the data is not json string",
    41030: "invalid page",
    42001: "access_token expired",
    43101: "user refuse to accept the msg",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    47001: "data format error",
    47003: "argument invalid!",
}


class Refused(Exception):
    """WeChat says no, with a number."""

    def __init__(self, errcode: int) -> None:
        super().__init__(errcode)
        self.errcode = errcode


class Failure(Struct, forbid_unknown_fields=True):
    """Trouble to come: the next calls (of one path, or of any) fail, or are kept waiting."""

    times: Annotated[int, Meta(ge=1, le=100_000)] = 1
    code: int = 0
    path: Annotated[str, Meta(max_length=128)] = ""
    delay_s: Annotated[float, Meta(ge=0, le=60)] = 0.0
    status: Annotated[int, Meta(ge=200, le=599)] = 200


class Issued(Struct):
    """A single-use code: for whom (a name or a phone), until when."""

    kind: str
    whom: str
    until: float
    used: bool = False


class World(Struct):
    """All that one stand-in knows."""

    app_id: str
    secret: str
    fetches_max: int = FETCHES_A_MINUTE_MAX
    ahead_s: float = 0.0
    token: str = ""
    token_until: float = 0.0
    retired: deque[str] = field(default_factory=lambda: deque(maxlen=RETIRED_MAX))
    fetches: deque[float] = field(default_factory=deque)
    codes: OrderedDict[str, Issued] = field(default_factory=OrderedDict)
    consents: Counter[tuple[str, str]] = field(default_factory=Counter)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=CALLS_MAX))
    verifications: dict[str, tuple[str, str, str, bool]] = field(default_factory=dict)
    failures: deque[Failure] = field(default_factory=lambda: deque(maxlen=FAILURES_MAX))

    def now(self) -> float:
        """The stand-in's own clock, which can be put forward."""
        return time.monotonic() + self.ahead_s

    def issue(self, kind: str, whom: str, code: str = "") -> str:
        """Hand out a code for a name ("demo") or a phone ("phone")."""
        code = code or secrets.token_urlsafe(24)
        self.codes[code] = Issued(kind, whom, self.now() + CODE_S)
        if len(self.codes) > CODES_MAX:
            self.codes.popitem(last=False)
        return code

    def spend(self, kind: str, code: str) -> str:
        """Take a code once; a code of the form `demo-name` or `phone-number` needs no issuing."""
        free = FREE_CODE.fullmatch(code)
        if code not in self.codes and free is not None:
            self.issue(free[1], free[2], code)
        issued = self.codes.get(code)
        if issued is None or issued.kind != kind or self.now() >= issued.until:
            raise Refused(40029)
        if issued.used:
            raise Refused(40163)
        issued.used = True
        return issued.whom

    def open_id(self, name: str) -> str:
        """The stable open id of a name; it carries its own proof, so it outlives a restart."""
        person = hashlib.sha256(f"{self.app_id}:{name}".encode()).digest()[:10]
        return "o" + base64.urlsafe_b64encode(person + self._proof(person)).decode().rstrip("=")

    def knows(self, open_id: str) -> bool:
        """Whether an open id is one of this mini-program's."""
        if not OPEN_ID.fullmatch(open_id):
            return False
        inner = base64.urlsafe_b64decode(open_id[1:] + "=")
        return hmac.compare_digest(inner[10:], self._proof(inner[:10]))

    def _proof(self, person: bytes) -> bytes:
        return hmac.digest(self.app_id.encode(), person, "sha256")[:10]

    def retire_token(self) -> None:
        """End the token's life now."""
        if self.token:
            self.retired.append(self.token)
        self.token = ""

    def check_token(self, token: str) -> None:
        """Refuse a token that is over, or never was."""
        if self.token and self.now() >= self.token_until:
            self.retire_token()
        if token in self.retired:
            raise Refused(42001)
        if not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
            raise Refused(40001)

    def next_failure(self, path: str) -> Failure | None:
        """Take one portion of the trouble that was ordered for this path."""
        for failure in self.failures:
            if failure.path in {"", path} and failure.times > 0:
                failure.times -= 1
                return failure
        return None
