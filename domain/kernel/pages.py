"""Cursor pages: stable under inserts, no counting, no offsets."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.kernel.refusal import Invalid

LIMIT_MAX = 100
LIMIT_DEFAULT = 20
CURSOR_LENGTH_MAX = 200
_NUMBER = re.compile(r"-?[0-9]{1,18}")  # every one of them is a bigint

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True):
    """Some items, and where the next ones begin; `next` is null at the end."""

    items: list[T]
    next: str | None = None


def write_cursor(*parts: Any) -> str:
    """Pack the sort key of the last item shown."""
    packed = msgspec.json.encode([str(part) for part in parts])
    return urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, parts: int) -> list[str]:
    """Unpack a cursor; raises `Invalid` for anything we did not write."""
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        found = msgspec.json.decode(urlsafe_b64decode(padded.encode()), type=list[str])
    except (ValueError, msgspec.MsgspecError) as problem:
        raise Invalid("翻页位置无效，请从第一页重新开始", (("cursor", "无效"),)) from problem
    if len(found) != parts:
        raise Invalid("翻页位置无效，请从第一页重新开始", (("cursor", "无效"),))
    return found


def moment_of(text: str) -> datetime:
    """A moment out of a cursor."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise Invalid("翻页位置无效，请从第一页重新开始", (("cursor", "无效"),)) from problem


def uuid_of(text: str) -> UUID:
    """An id out of a cursor."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise Invalid("翻页位置无效，请从第一页重新开始", (("cursor", "无效"),)) from problem


def number_of(text: str) -> int:
    """A number out of a cursor."""
    if not _NUMBER.fullmatch(text):
        raise Invalid("翻页位置无效，请从第一页重新开始", (("cursor", "无效"),))
    return int(text)


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """Ask for one more than you show; the odd one tells that there is more."""
    return list(rows[:limit]), len(rows) > limit
