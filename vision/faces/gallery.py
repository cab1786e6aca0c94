"""Who is known, for 1:N: exact, and live the moment somebody comes or goes."""

from typing import Any

import numpy as np

from vision.faces.coarse import Coarse

GROWTH = 1.5
ROOM_MIN = 256
COARSE_FROM = 150_000  # faces; below, reading them all is as fast

Vector = np.ndarray[Any, np.dtype[np.float32]]


class Gallery:
    """Unit vectors by key, in one float32 matrix without gaps."""

    def __init__(self, dimensions: int) -> None:
        self._rows: Vector = np.zeros((ROOM_MIN, dimensions), np.float32)
        self._filled = self._rows[:0]
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._coarse: Coarse | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: str, vector: Vector) -> None:
        """Add a vector, or replace the key's older one."""
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self._keys)
            self._keys.append(key)
            self._make_room()
        self._rows[place] = vector
        self._copy(place)

    def drop(self, key: str) -> None:
        """Take a key out; the last row moves into its place, and the old row is wiped."""
        place = self._places.pop(key, None)
        if place is None:
            return
        last = len(self._keys) - 1
        moved = self._keys.pop()
        if place != last:
            self._rows[place] = self._rows[last]
            self._keys[place] = moved
            self._places[moved] = place
            self._copy(place)
        self._rows[last] = 0.0
        self._copy(last)
        self._filled = self._rows[:last]

    def nearest(self, vector: Vector) -> tuple[str, float] | None:
        """The most alike key, and how alike; None when nobody is known."""
        if not self._keys:
            return None
        if len(self._keys) < COARSE_FROM:
            scores = self._filled @ vector
            place = int(scores.argmax())
            return self._keys[place], float(scores[place])
        if self._coarse is None:
            self._coarse = Coarse(self._filled)
        places = self._coarse.may_be_nearest(vector, len(self._keys))
        scores = self._rows[places] @ vector
        best = int(scores.argmax())
        return self._keys[places[best]], float(scores[best])

    def _copy(self, place: int) -> None:
        if self._coarse is not None:
            self._coarse.put(place, self._rows[place : place + 1])

    def _make_room(self) -> None:
        if len(self._keys) > len(self._rows):
            rows = np.zeros((int(len(self._rows) * GROWTH), self._rows.shape[1]), np.float32)
            rows[: len(self._rows)] = self._rows
            self._rows = rows
        self._filled = self._rows[: len(self._keys)]
