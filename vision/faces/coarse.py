"""Eight bits a number: a coarse copy of the gallery that says which few rows may be the nearest.

A plain search reads 512 bytes a face, and beyond some hundred thousand faces memory is what it
waits for. The copy is a quarter of that. Its scores are off by no more than a known slack, so
whoever it rules out is not the nearest, and the answer over the rest is exact.
"""

from typing import Any

import numpy as np
import onnxruntime

from vision.faces.one_node import MATRIX_PRODUCT

GROWTH = 1.03  # every column is multiplied, filled or not
AT_ONCE = 65_536  # rows turned into bytes at a time
STEPS = 127  # on either side of zero
REACH = 0.5  # numbers of a unit vector beyond this are cut; what is cut counts as error
SCALE = REACH / STEPS
ZERO = 128  # the asked vector is sent as unsigned bytes, shifted by this
FLOAT_SLACK = 1e-5  # what float32 itself may lose in a product of unit vectors

Vector = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.intp]]


class Coarse:
    """Rows as columns of bytes, in one block: in many, each would begin with cold pages."""

    def __init__(self, rows: Vector) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._product = onnxruntime.InferenceSession(
            MATRIX_PRODUCT, options, providers=["CPUExecutionProvider"]
        )
        self._bytes = np.zeros((rows.shape[1], int(len(rows) * GROWTH)), np.int8)
        self._shifts = np.zeros(self._bytes.shape[1], np.int32)
        self._error = 0.0  # the farthest that a row ever was from its bytes
        for start in range(0, len(rows), AT_ONCE):
            self.put(start, rows[start : start + AT_ONCE])

    def put(self, start: int, rows: Vector) -> None:
        """Take in rows of unit vectors, at places from `start` on; zeros wipe what was there."""
        places = slice(start, start + len(rows))
        self._make_room(places.stop)
        coarse = np.rint(rows / SCALE).clip(-STEPS, STEPS)
        errors = np.linalg.norm(rows - coarse * np.float32(SCALE), axis=1)
        self._error = max(self._error, float(errors.max()))
        self._bytes[:, places] = coarse.T
        self._shifts[places] = ZERO * coarse.sum(axis=1)

    def may_be_nearest(self, vector: Vector, count: int) -> Places:
        """Places among the first `count` of which one is the most alike to a unit vector."""
        step = max(float(np.abs(vector).max()) / STEPS, float(np.finfo(np.float32).tiny))
        coarse = np.rint(vector / step)
        asked = (coarse + ZERO).astype(np.uint8)[np.newaxis]
        asked_error = float(np.linalg.norm(vector - coarse * np.float32(step)))
        length = float(np.linalg.norm(vector))
        slack = length * self._error + asked_error * (1 + self._error) + FLOAT_SLACK
        scores = self._product.run(None, {"a": asked, "b": self._bytes})[0][0][:count]
        scores -= self._shifts[:count]
        cut = int(scores.max()) - 2 * slack / (step * SCALE) - 1
        places: Places = np.flatnonzero(scores >= cut)
        return places

    def _make_room(self, count: int) -> None:
        missing = count - len(self._shifts)
        if missing > 0:
            more = max(missing, int(len(self._shifts) * (GROWTH - 1)))
            self._bytes = np.pad(self._bytes, ((0, 0), (0, more)))
            self._shifts = np.pad(self._shifts, (0, more))
