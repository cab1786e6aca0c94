"""Journal heads, anchored outside the database: one line a head, appended and synced."""

import asyncio
import os
from pathlib import Path

import msgspec

from domain.kernel.sealing import Head, head

HEADS_READ_MAX = 1_000_000


class Anchors:
    """The file of anchored heads. Put it on another disk, or ship it away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last = 0

    async def anchor(self) -> None:
        """Append the head, if it has moved."""
        found = await head()
        if found is None or found.no == self._last:
            return
        await asyncio.to_thread(self._append, found)
        self._last = found.no

    def _append(self, found: Head) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fresh_line = b"" if self._last else b"\n"  # a crash may have torn the last one
            os.write(handle, fresh_line + msgspec.json.encode(found) + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self) -> list[Head]:
        """The newest anchored heads; a line torn by a crash is left out."""
        if not self.path.exists():
            return []
        heads: list[Head] = []
        for line in self.path.read_bytes().split(b"\n")[-HEADS_READ_MAX:]:
            try:
                heads.append(msgspec.json.decode(line, type=Head))
            except msgspec.DecodeError:
                continue
        return heads
