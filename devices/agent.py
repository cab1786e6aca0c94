"""The kiosk's agent: reads cards and prints receipts for the kiosk's page, and for nobody else.

It listens on 127.0.0.1 alone, answers three paths, and only to whoever names the token of this
start, from the kiosk's origin, under this very address (so no foreign name that leads here is
of use). Nothing is stored or logged; a card is read when the page asks, and forgotten with the
answer.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from devices.contract import (
    IdCard,
    IdCardReader,
    LineSize,
    PrinterError,
    PrinterState,
    ProbeError,
    ReaderError,
    ReceiptLine,
    ReceiptPrinter,
)
from vocabulary.fleet import Health

HOST = "127.0.0.1"
PORT = 8650
PATH = "/id-card"
RECEIPTS = "/receipts"
PRINTER = "/printer"
BODY_BYTES_MAX = 16 * 1024
LINES_MAX = 60
LINE_LENGTH_MAX = 200
TOKEN_BYTES = 32
TOKEN_HEADER = "X-Agent-Token"  # noqa: S105 -- the name of a header
QUIET_S_MAX = 10  # for a connection that says nothing


class Agent(ThreadingHTTPServer):
    """Serves one reader and one printer to one page."""

    daemon_threads = True

    def __init__(
        self,
        reader: IdCardReader,
        origin: str,
        *,
        port: int = PORT,
        printer: ReceiptPrinter | None = None,
    ) -> None:
        super().__init__((HOST, port), _Answering)
        self._printer, self._one_receipt = printer, Lock()
        self.origin = origin.rstrip("/")
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._reader, self._one_at_a_time = reader, Lock()

    @property
    def page(self) -> str:
        """The address under which the kiosk's page knows its agent.

        What stands behind `#` is never sent to a server.
        """
        return f"{self.origin}/kiosk/#agent={self.server_port}.{self.token}"

    def reading(self) -> dict[str, Any]:
        """What the reader says now."""
        try:
            with self._one_at_a_time:
                card = self._reader.read()
        except ReaderError:
            return {"state": "no_reader", "card": None}
        if card is None:
            return {"state": "waiting", "card": None}
        return {"state": "read", "card": _shown(card)}

    def printer(self) -> dict[str, Any]:
        """How the printer is now, as whoever watches it is told; nothing where there is none."""
        if self._printer is None:
            return {"health": None, "says": ""}
        try:
            with self._one_receipt:
                found = self._printer.look()
        except ProbeError as problem:
            return {"health": Health.DOWN.value, "says": str(problem)}
        return {"health": found.health.value, "says": found.detail}

    def print(self, lines: Sequence[ReceiptLine]) -> PrinterState:
        """Print a receipt, one at a time; says how it came out."""
        if self._printer is None:
            return PrinterState.NO_PRINTER
        try:
            with self._one_receipt:
                self._printer.print(lines)
        except PrinterError as problem:
            return problem.state
        return PrinterState.PRINTED


def receipt_of(content: bytes) -> list[ReceiptLine] | None:
    """The lines in what the page sent; None when it is no receipt."""
    try:
        said = json.loads(content)["lines"]
        if not 0 < len(said) <= LINES_MAX:
            return None
        lines = [
            ReceiptLine(each["text"], LineSize(each.get("size", "plain")), bool(each.get("code")))
            for each in said
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    fits = all(isinstance(each.text, str) and len(each.text) <= LINE_LENGTH_MAX for each in lines)
    return lines if fits else None


def _shown(card: IdCard) -> dict[str, str | None]:
    until = card.valid_until.isoformat() if card.valid_until else None
    return {"name": card.name, "number": card.number, "valid_until": until}


class _Answering(BaseHTTPRequestHandler):
    """One request of the page."""

    server: Agent
    timeout = QUIET_S_MAX
    server_version = "agent"
    sys_version = ""

    def do_GET(self) -> None:
        """The reading, or how the printer is, to the page that may have it."""
        asked = {PATH: self.server.reading, PRINTER: self.server.printer}.get(self.path)
        if not self._is_ours():
            self._answer(HTTPStatus.FORBIDDEN)
        elif asked is None:
            self._answer(HTTPStatus.NOT_FOUND)
        elif not self._knows_token():
            self._answer(HTTPStatus.UNAUTHORIZED)
        else:
            self._answer(HTTPStatus.OK, json.dumps(asked()).encode())

    def do_POST(self) -> None:
        """Print a receipt for the page that may."""
        length = self.headers.get("Content-Length", "")
        if not self._is_ours():
            self._answer(HTTPStatus.FORBIDDEN)
        elif self.path != RECEIPTS:
            self._answer(HTTPStatus.NOT_FOUND)
        elif not self._knows_token():
            self._answer(HTTPStatus.UNAUTHORIZED)
        elif not length.isdecimal() or int(length) > BODY_BYTES_MAX:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif (lines := receipt_of(self.rfile.read(int(length)))) is None:
            self._answer(HTTPStatus.BAD_REQUEST)
        else:
            state = self.server.print(lines)
            self._answer(HTTPStatus.OK, json.dumps({"state": state.value}).encode())

    def do_OPTIONS(self) -> None:
        """The browser asks whether the page may ask."""
        self._answer(HTTPStatus.NO_CONTENT if self._is_ours() else HTTPStatus.FORBIDDEN)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's word
        """Say nothing: what is asked here is about people."""

    def _is_ours(self) -> bool:
        here = f"{HOST}:{self.server.server_port}"
        return self.headers.get("Host") == here and self.headers.get("Origin") == self.server.origin

    def _knows_token(self) -> bool:
        given = self.headers.get(TOKEN_HEADER, "")
        return hmac.compare_digest(given.encode(), self.server.token.encode())

    def _answer(self, status: HTTPStatus, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Vary", "Origin")
        if self._is_ours():
            self.send_header("Access-Control-Allow-Origin", self.server.origin)
            self.send_header("Access-Control-Allow-Headers", f"{TOKEN_HEADER}, Content-Type")
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
            self.send_header("Access-Control-Allow-Private-Network", "true")
        if content:
            self.send_header("Content-Type", "application/json")
        if status is not HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
