"""Reads a drawn code as a scanner would."""

from collections.abc import Sequence

import numpy as np
import zxingcpp

PIXELS = 4  # to a square
QUIET = 16  # pixels around it


def read_rows(rows: Sequence[str]) -> str:
    """What the squares say: a line for each row, 1 for dark."""
    assert {len(row) for row in rows} == {len(rows)}
    squares = np.array([[0 if cell == "1" else 255 for cell in row] for row in rows], np.uint8)
    drawn = np.kron(squares, np.ones((PIXELS, PIXELS), np.uint8))
    [found] = zxingcpp.read_barcodes(np.pad(drawn, QUIET, constant_values=255))
    return str(found.text)
