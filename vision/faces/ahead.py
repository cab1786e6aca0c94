"""What was seen of frames before they are judged: looked at while the person still moves.

Somebody who stands before a camera should not wait for work that could have been done while they
turned their head. Nothing is decided ahead: the sequence is judged whole, and only a frame that
comes again to the byte is not worked out again. Kept for a minute at most, and forgotten with the
verdict.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from vision.faces.wire import FRAMES_MAX

KEPT_S_MAX = 60.0
KEPT_MAX = 2 * FRAMES_MAX  # two people at two terminals

Shot = TypeVar("Shot")
Vector = TypeVar("Vector")


@dataclass(slots=True)
class _Looked(Generic[Shot, Vector]):
    since: float
    shot: Shot
    vector: Vector | None


class Ahead(Generic[Shot, Vector]):
    """Shots and vectors by the digest of their frame."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[bytes, _Looked[Shot, Vector]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, frame: bytes, shot: Shot, vector: Vector | None) -> None:
        """Remember what a frame showed."""
        self._drop_old()
        self._kept[_digest(frame)] = _Looked(self._now(), shot, vector)
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)

    def shot(self, frame: bytes) -> tuple[Shot] | None:
        """What the frame showed, in a tuple; None when it was not looked at."""
        self._drop_old()
        found = self._kept.get(_digest(frame))
        return None if found is None else (found.shot,)

    def vector(self, frame: bytes) -> Vector | None:
        """Whose face the frame showed."""
        found = self._kept.get(_digest(frame))
        return None if found is None else found.vector

    def forget(self, frames: Iterable[bytes]) -> None:
        """Forget frames that have been judged."""
        for frame in frames:
            self._kept.pop(_digest(frame), None)

    def _drop_old(self) -> None:
        oldest = self._now() - KEPT_S_MAX
        while self._kept and next(iter(self._kept.values())).since < oldest:
            self._kept.popitem(last=False)


def _digest(frame: bytes) -> bytes:
    return sha256(frame).digest()
