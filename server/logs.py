"""Structured logs: one JSON object a line, without personal data.

Addresses are logged without their query; phones and tokens that slip into a message are masked.
"""

import logging
import re
import sys
from datetime import UTC, datetime

import msgspec

_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_TOKEN = re.compile(r"\b[A-Za-z0-9_-]{43}\b")
_QUIET = ("asyncio", "aiosqlite", "httpx2", "httpcore2", "engineio", "socketio", "tortoise")


def clean(text: str) -> str:
    """Mask what looks like a phone or a session token."""
    return _TOKEN.sub("[token]", _PHONE.sub(r"\1****\2", text))


class JsonLines(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Render one record."""
        line: dict[str, str] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": clean(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = clean(self.formatException(record.exc_info))
        return msgspec.json.encode(line).decode()


def configure(level: str) -> None:
    """Send everything to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if level != "DEBUG":  # the demo's stream of short messages would hide everything else
        logging.getLogger("server.adapters.sms").setLevel(logging.WARNING)
    for name in ("sanic.root", "sanic.error", "sanic.access", "sanic.server", "sanic.websockets"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
