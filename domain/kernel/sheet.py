"""A spreadsheet to be, as a query hands it to a door."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct


class Sheet(Struct, frozen=True):
    """A spreadsheet to be: its name, its head, its rows."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
