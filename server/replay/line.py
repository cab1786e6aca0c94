"""The line to a running platform: HTTP that waits when told to, and asks again when cut off."""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Self

import httpx2
import msgspec

PATIENCE_S = 120.0  # How long a platform may be away before we stop asking.
PAUSE_S, PAUSE_MAX_S = 0.2, 5.0
ERRORS_MAX = 3  # A server error is asked again this often.
CONNECT_S, READ_S = 5.0, 60.0
WAIT_MAX_S = 7_200.0  # A window of the platform's limits is an hour.
DETAIL_LENGTH_MAX = 300

TOO_OFTEN, UNAVAILABLE, SERVER_ERROR = 429, 503, 500
REFUSALS_FROM = 400


class Refused(Exception):
    """The platform understood and said no."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


class Unreachable(Exception):
    """Nobody answers at that address."""


class Line:
    """Asks one platform; counts what it asked and how often it had to ask again.

    `headers` are sent with everything, such as a terminal's token.
    With `forwarded` each enterprise speaks from an address of its own (X-Forwarded-For), which a
    platform believes only when it was started with TRUSTED_PROXIES=1.
    """

    def __init__(
        self,
        base: str,
        *,
        concurrency: int,
        forwarded: bool = False,
        patience_s: float = PATIENCE_S,
        wait_max_s: float = WAIT_MAX_S,
        on_wait: Callable[[str, float], None] = lambda _why, _wait_s: None,
        headers: Mapping[str, str] = MappingProxyType({}),
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.base = base.rstrip("/")
        self.calls = self.again = 0
        self._forwarded, self._on_wait = forwarded, on_wait
        self._patience_s, self._wait_max_s = patience_s, wait_max_s
        self._client = httpx2.AsyncClient(
            base_url=self.base,
            timeout=httpx2.Timeout(READ_S, connect=CONNECT_S, pool=None),
            limits=httpx2.Limits(
                max_connections=concurrency, max_keepalive_connections=concurrency
            ),
            headers={"X-Terminal": "tool", "User-Agent": "finmart-replay", **headers},
            transport=transport,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(self, path: str, *, token: str = "", **query: Any) -> Any:
        """Read something."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        return await self._ask("GET", path, {}, token=token, query=given)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        token: str = "",
        key: str = "",
        address: str = "",
    ) -> Any:
        """Do something; the key makes sure that it is done once however often it is asked."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if address and self._forwarded:
            headers["X-Forwarded-For"] = address
        return await self._ask(
            "POST", path, headers, token=token, content=msgspec.json.encode(body)
        )

    async def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        token: str,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        cut_off_since, errors, pause_s = 0.0, 0, PAUSE_S
        while True:
            self.calls += 1
            try:
                answer = await self._client.request(
                    method, f"/api{path}", content=content, params=query, headers=headers
                )
            except httpx2.TransportError as problem:
                cut_off_since = cut_off_since or time.monotonic()
                if time.monotonic() - cut_off_since > self._patience_s:
                    raise Unreachable(f"{self.base}: {type(problem).__name__}") from problem
                pause_s = await self._wait("cut off", pause_s, min(pause_s * 2, PAUSE_MAX_S))
                continue
            if answer.status_code in {TOO_OFTEN, UNAVAILABLE}:
                wait_s = _told(answer.headers.get("retry-after", ""))
                if wait_s <= self._wait_max_s:
                    await self._wait("told to wait", wait_s)
                    continue
            errors += answer.status_code >= SERVER_ERROR
            if answer.status_code >= SERVER_ERROR and errors < ERRORS_MAX:
                pause_s = await self._wait("server error", pause_s, min(pause_s * 2, PAUSE_MAX_S))
                continue
            return _read(answer)

    async def _wait(self, why: str, wait_s: float, next_s: float = PAUSE_S) -> float:
        self.again += 1
        self._on_wait(why, wait_s)
        await asyncio.sleep(wait_s)
        return next_s


def _told(retry_after: str) -> float:
    wait_s = float(retry_after) if retry_after.isdecimal() else PAUSE_S
    return max(wait_s, PAUSE_S)


def _read(answer: httpx2.Response) -> Any:
    try:
        found = msgspec.json.decode(answer.content)
    except msgspec.DecodeError as problem:
        raise Refused(answer.status_code, "unreadable", "the answer is not JSON") from problem
    if answer.status_code >= REFUSALS_FROM:
        said = found if isinstance(found, dict) else {}
        detail = str(said.get("detail", ""))[:DETAIL_LENGTH_MAX]
        raise Refused(answer.status_code, str(said.get("code", "")), detail)
    return found
