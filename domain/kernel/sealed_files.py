"""Files people hand in: sealed under a key of their own before they reach the object store.

The key is of one file alone and is itself sealed in its column: rotation rewrites the column and
no file, and whoever destroys the key destroys the file. What was stored before files were sealed
has no key and is read as it lies.
"""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256

from msgspec import Struct

from domain.kernel import outside
from orm.keyring import make_keys, read_keys


class Sealed(Struct, frozen=True):
    """Where a file lies, what opens it, and the digest of what was handed in."""

    object_key: str
    key: str
    sha256: str

    def __repr__(self) -> str:
        return f"Sealed({self.object_key})"


async def put(content: bytes, place: str) -> Sealed:
    """Seal a file for one place, and keep it; safe when this returns."""
    key = make_keys()
    sealed = await asyncio.to_thread(read_keys(key).seal_bytes, content, place)
    object_key = await outside.held().objects.put(sealed)
    return Sealed(object_key, key, sha256(content).hexdigest())


async def opened(object_key: str, key: str | None, place: str) -> AsyncIterator[bytes]:
    """The file in pieces. Raises `OutsideError` when it is lost or is not what it was."""
    chunks = await outside.held().objects.open(object_key)
    if key is None:
        return chunks
    sealed = b"".join([piece async for piece in chunks])
    return _one(await asyncio.to_thread(read_keys(key).open_bytes, sealed, place))


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
