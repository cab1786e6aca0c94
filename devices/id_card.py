"""The ID-card reader behind its vendor's bridge: a small program on this machine, asked by HTTP.

The chip of a resident's ID card answers only to a certified security module, so every reader
comes with software of its vendor; what that software says is the only source of a reading, and
nothing can be typed. We ask for one thing, `GET {bridge}`:

- 200 `{"name": "…", "number": "18 signs", "valid_until": "20400501"}` or `"长期"`: a card was read;
- 204: the reader is ready, and no card lies on it;
- anything else, or no answer within two seconds: the reader cannot be asked.

A vendor whose bridge speaks otherwise is met by a few lines before it that speak so. The bridge
must listen on the loopback interface: a card never crosses a network to reach us.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from devices.contract import IdCard, ReaderError

ANSWER_S_MAX = 2.0
ANSWER_BYTES_MAX = 64 * 1024  # vendors send a picture along; it is let go unread
NAME_LENGTH_MAX = 50
NUMBER_LENGTH = 18
LONG_TERM = "长期"
OK, NO_CARD = 200, 204


class BridgedIdCardReader:
    """A reader whose vendor's bridge answers at a loopback address."""

    def __init__(self, bridge: str) -> None:
        address = urlsplit(bridge)
        if address.scheme != "http" or not _is_loopback(address.hostname or ""):
            raise ReaderError("the bridge must be http:// on a loopback address, such as 127.0.0.1")
        assert address.hostname is not None, "a loopback address is one"
        self._host, self._port = address.hostname, address.port or 80
        self._path = address.path or "/"

    def read(self) -> IdCard | None:
        """Ask the bridge once."""
        connection = HTTPConnection(self._host, self._port, timeout=ANSWER_S_MAX)
        try:
            connection.request("GET", self._path, headers={"Accept": "application/json"})
            with connection.getresponse() as answer:
                status, content = answer.status, answer.read(ANSWER_BYTES_MAX + 1)
        except (OSError, HTTPException) as problem:
            raise ReaderError("the bridge does not answer") from problem
        finally:
            connection.close()
        if status == NO_CARD:
            return None
        if status != OK:
            raise ReaderError(f"the bridge answers {status}")
        if len(content) > ANSWER_BYTES_MAX:
            raise ReaderError("the bridge's answer is too long")
        return card_of(content)


def card_of(content: bytes) -> IdCard:
    """The card in a bridge's answer. What is said of a failure holds nothing of the answer."""
    try:
        said = json.loads(content)
    except ValueError:
        raise ReaderError("the bridge's answer is no JSON") from None
    if not isinstance(said, dict):
        raise ReaderError("the bridge's answer is no object")
    name, number = _text(said, "name"), _text(said, "number").upper()
    if not 0 < len(name) <= NAME_LENGTH_MAX or len(number) != NUMBER_LENGTH:
        raise ReaderError("the bridge's answer holds no name or no number")
    return IdCard(name, number, _until(_text(said, "valid_until")))


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""  # chips pad names with blanks


def _until(text: str) -> date | None:
    if text == LONG_TERM:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise ReaderError("the bridge's answer holds no day of expiry") from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
