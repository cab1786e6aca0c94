"""What every answer carries to keep browsers safe: worked out once per host, not per answer."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Literal

from sanic import HTTPResponse

HOSTS_MAX = 256  # remembered at a time; whoever asks may write what they like
AGENT = "http://127.0.0.1:*"  # beside the kiosk's browser: `python -m devices`
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{reached}; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

Headers = tuple[tuple[str, str], ...]
Area = Literal["", "api", "kiosk", "miniprogram"]
AREAS: dict[str, Area] = {"api": "api", "kiosk": "kiosk", "miniprogram": "miniprogram"}


class Answer(HTTPResponse):
    """An answer of ours in one piece. Headers that never differ are not encoded anew."""

    __slots__ = ("_carried",)

    def __init__(self, body: bytes, status: int, content_type: str) -> None:
        super().__init__(None, status, None, content_type)
        self.body = body
        self._carried: tuple[tuple[bytes, bytes], ...] = ()

    def carry(self, headers: Headers) -> None:
        """Send these as well."""
        self._carried = _encoded(headers)

    @property
    def processed_headers(self) -> Iterator[tuple[bytes, bytes]]:
        """The headers as they are sent."""
        return chain(self._carried, super().processed_headers)


@lru_cache(maxsize=4 * HOSTS_MAX)
def safeguards(host: str, *, secure: bool, area: Area = "") -> Headers:
    """The headers of every answer of this host and area.

    A kiosk's page also asks its own machine; a phone's may ask where it is, to take a ticket.
    """
    reached = f" ws://{host} wss://{host}" if host and " " not in host else ""
    if area == "kiosk":
        reached += f" {AGENT}"
    place = "(self)" if area == "miniprogram" else "()"
    found = {
        "content-security-policy": _POLICY.format(reached=reached),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": f"geolocation={place}, microphone=()",
    }
    if secure:
        found["strict-transport-security"] = "max-age=31536000"
    if area == "api":
        found["cache-control"] = "no-store"
    return tuple(found.items())


@lru_cache(maxsize=2 * HOSTS_MAX)
def _encoded(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    clean = HTTPResponse._sanitize_header_value  # noqa: SLF001 -- what Sanic does to each of its own
    return tuple(
        (name.encode("ascii"), clean(value).encode(errors="surrogateescape"))
        for name, value in headers
    )
