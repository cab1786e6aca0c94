"""Keeps files by the SHA-256 of their bytes: in a folder, or in memory for a test."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from domain.kernel.ports import OutsideError

CHUNK_BYTES = 64 * 1024

log = logging.getLogger(__name__)


class ObjectLostError(OutsideError):
    """The bytes of a key are gone, or are no longer what they were."""

    def __init__(self) -> None:
        super().__init__("object_lost", "文件已丢失或损坏", retry=False)


class FolderObjectStore:
    """Files in a folder, `ab/cdef…`. Whole or not at all: written aside, flushed, then named."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        """Keep the bytes; they are on the disk when this returns."""
        return await asyncio.to_thread(self._put, content)

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """The bytes in pieces, after all of them have been checked against their key."""
        return _pieces(await asyncio.to_thread(self._checked, key))

    def _put(self, content: bytes) -> str:
        key = sha256(content).hexdigest()
        place = self._place(key)
        if place.exists() and _key_of(place) == key:
            return key
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = place.with_name(f"{place.name}.{uuid4().hex}")
        try:
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
        for folder in (place.parent, self._folder, self._folder.parent):
            _flush(folder)
        return key

    def _checked(self, key: str) -> BinaryIO:
        try:
            file = self._place(key).open("rb")
        except FileNotFoundError as problem:
            log.exception("object %s is missing", key)
            raise ObjectLostError from problem
        if file_digest(file, "sha256").hexdigest() != key:
            file.close()
            log.error("object %s is not what it was", key)
            raise ObjectLostError
        file.seek(0)
        return file

    def _place(self, key: str) -> Path:
        assert len(key) == sha256().digest_size * 2, "a key is a SHA-256"
        assert set(key) <= set("0123456789abcdef"), "a key is a SHA-256"
        return self._folder / key[:2] / key[2:]


class MemoryObjectStore:
    """Remembers what it was given; for tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def put(self, content: bytes) -> str:
        """Remember the bytes."""
        key = sha256(content).hexdigest()
        self.kept[key] = content
        return key

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """What was remembered."""
        if key not in self.kept:
            raise ObjectLostError
        return _whole(self.kept[key])


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield piece


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _key_of(place: Path) -> str:
    with place.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _flush(folder: Path) -> None:
    """A new name is safe only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
