"""Short messages: sent through a gateway, printed to the log, or remembered for a test."""

import asyncio
import hmac
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Literal

import httpx2
import msgspec
from msgspec import Struct

from domain.kernel.ports import OutsideError

CONNECT_S = 2.0
READ_S = 5.0
ATTEMPT_S = 6.0
PAUSES_S = (0.3, 1.0)  # Before the second and the third attempt
CONNECTIONS_MAX = 20
PHONES_MAX = 1000

Trouble = Literal["busy", "unreachable", "no_answer", "refused"]
SENTENCES: dict[Trouble, str] = {
    "busy": "短信发送过于频繁，请稍后再试",
    "unreachable": "短信服务暂不可用，请稍后再试",
    "no_answer": "短信服务暂不可用，请稍后再试",
    "refused": "短信发送失败，请联系平台运营方",
}

log = logging.getLogger(__name__)


class SmsError(OutsideError):
    """A short message was not sent, or nobody knows. Holds neither the phone nor the text."""

    def __init__(self, code: Trouble, status: int = 0) -> None:
        super().__init__(code, SENTENCES[code], retry=code != "refused")
        self.status = status

    def __str__(self) -> str:
        return f"sms: {self.code} ({self.status})"


def masked(phone: str) -> str:
    """The phone as a log may show it."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) == len("13800000000") else "****"


class SentSms(Struct, frozen=True):
    """One short message, as the gateway is told of it."""

    phone: str
    template: str
    params: Mapping[str, str]

    def __repr__(self) -> str:
        return f"SentSms(phone={masked(self.phone)!r}, template={self.template!r})"


class PrintingSms:
    """Writes the message to the log instead. For development: the code can be looked up."""

    def __init__(self) -> None:
        self._codes: OrderedDict[str, str] = OrderedDict()

    async def send(
        self,
        phone: str,
        template: str,
        params: Mapping[str, str],
        *,
        key: str = "",  # noqa: ARG002  (the shape of the port)
    ) -> None:
        """Print the message, with the phone masked."""
        text = "，".join(f"{name}={value}" for name, value in params.items())
        log.info("短信 %s【%s】%s", masked(phone), template, text)
        code = params.get("code")
        if code is None:
            return
        self._codes[phone] = code
        self._codes.move_to_end(phone)
        if len(self._codes) > PHONES_MAX:
            self._codes.popitem(last=False)

    def printed_code(self, phone: str) -> str | None:
        """The last code printed for a phone."""
        return self._codes.get(phone)

    async def close(self) -> None:
        """Nothing to hang up."""


class RememberingSms:
    """Remembers what it was asked to send; drops what comes twice, as a gateway does."""

    def __init__(self) -> None:
        self.sent: list[SentSms] = []
        self.keys: set[str] = set()
        self.trouble: Trouble | None = None  # Every sending fails with it while it is set

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], *, key: str = ""
    ) -> None:
        """Remember the message."""
        if self.trouble is not None:
            raise SmsError(self.trouble)
        if key and key in self.keys:
            return
        self.keys.add(key)
        self.sent.append(SentSms(phone, template, dict(params)))

    def printed_code(self, phone: str) -> str | None:  # noqa: ARG002  (the shape of the port)
        """None: only development may look a code up. A test reads `sent`."""
        return None

    async def close(self) -> None:
        """Nothing to hang up."""


class HttpSms:
    """Hands messages to an SMS gateway.

    The gateway takes `POST {phone, template, params}` with three headers: X-Timestamp (seconds),
    X-Signature (hex HMAC-SHA256 of the timestamp followed by the body) and Idempotency-Key, the
    same at every attempt so that the gateway can drop a double. 2xx is taken; 429 and 5xx are
    tried again; anything else is a refusal. Phone and code never stand in an address.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url = url
        self._secret = secret.encode()
        self._now = now
        self._client = httpx2.AsyncClient(
            transport=transport,
            timeout=httpx2.Timeout(READ_S, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=CONNECTIONS_MAX),
            trust_env=False,
        )

    def __repr__(self) -> str:
        return "HttpSms()"

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], *, key: str = ""
    ) -> None:
        """Hand the message over; try again after a pause when the gateway is busy or away."""
        body = msgspec.json.encode(SentSms(phone, template, params))
        key = key or secrets.token_hex(16)
        error = await self._attempt(body, key)
        for pause_s in PAUSES_S:
            if error is None or not error.retry:
                break
            await asyncio.sleep(pause_s * (1 + secrets.randbelow(1000) / 1000))
            error = await self._attempt(body, key)
        if error is not None:
            raise error

    def printed_code(self, phone: str) -> str | None:  # noqa: ARG002  (the shape of the port)
        """None: a real message is read on the phone and nowhere else."""
        return None

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def _attempt(self, body: bytes, key: str) -> SmsError | None:
        stamp = str(int(self._now()))
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": stamp,
            "X-Signature": hmac.new(self._secret, stamp.encode() + body, "sha256").hexdigest(),
            "Idempotency-Key": key,
        }
        try:
            async with (
                asyncio.timeout(ATTEMPT_S),
                self._client.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                return _judged(answer.status_code)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            return SmsError("unreachable")
        except (httpx2.TransportError, TimeoutError):
            return SmsError("no_answer")


def _judged(status: int) -> SmsError | None:
    if httpx2.codes.is_success(status):
        return None
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        return SmsError("busy", status)
    if httpx2.codes.is_server_error(status):
        return SmsError("no_answer", status)
    return SmsError("refused", status)
