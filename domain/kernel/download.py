"""A file on its way out, as a query hands it to a door."""

from collections.abc import AsyncIterator

from msgspec import Struct


class Download(Struct, frozen=True):
    """A file on its way out."""

    name: str
    media: str
    size_bytes: int
    chunks: AsyncIterator[bytes]
