"""Turns the bytes that a camera or a person sent into pixels, or says what is wrong with them.

What it is is asked of its first bytes, how large of its header; nothing is decoded before both
are known. Everything but JPEG and PNG is refused unread.
"""

import struct
from typing import Any

import cv2
import numpy as np

from vocabulary.seeing import Flaw

BYTES_MAX = 10 * 1024 * 1024
SIDE_PX_MAX = 8_000
PIXELS_MAX = 40_000_000
SIDE_PX_MIN = 64

Picture = np.ndarray[Any, np.dtype[np.uint8]]  # rows × columns × blue, green, red

_MARK = 0xFF
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = struct.Struct(">4s4sII")
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})  # TEM and the restart marks
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # every SOFn
_SCAN = 0xDA


class Unusable(Exception):
    """A picture cannot be used. Holds why, never the picture."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def decode(sent: bytes) -> Picture:
    """The picture, upright, in colour. Raises Unusable."""
    if len(sent) > BYTES_MAX:
        raise Unusable(Flaw.TOO_LARGE)
    width, height = size_of(sent)
    if max(width, height) > SIDE_PX_MAX or width * height > PIXELS_MAX:
        raise Unusable(Flaw.TOO_LARGE)
    if min(width, height) < SIDE_PX_MIN:
        raise Unusable(Flaw.TOO_SMALL)
    try:
        picture = cv2.imdecode(np.frombuffer(sent, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None or sorted(picture.shape[:2]) != sorted((width, height)):
        raise Unusable(Flaw.DAMAGED)
    return picture.astype(np.uint8, copy=False)


def size_of(sent: bytes) -> tuple[int, int]:
    """Width and height as the header says them, before anything is decoded."""
    if sent.startswith(_JPEG):
        return _jpeg_size(sent)
    if sent.startswith(_PNG):
        return _png_size(sent)
    raise Unusable(Flaw.NOT_A_PICTURE)


def _png_size(sent: bytes) -> tuple[int, int]:
    """PNG says its size in the first chunk, and ends with a chunk that says so."""
    if len(sent) < len(_PNG) + _PNG_HEADER.size or b"IEND" not in sent[-64:]:
        raise Unusable(Flaw.DAMAGED)
    _, kind, width, height = _PNG_HEADER.unpack_from(sent, len(_PNG))
    if kind != b"IHDR":
        raise Unusable(Flaw.DAMAGED)
    return width, height


def _jpeg_size(sent: bytes) -> tuple[int, int]:
    """JPEG says its size in a segment before its first scan, and ends with a mark."""
    if b"\xff\xd9" not in sent[-1024:]:  # some cameras pad their files
        raise Unusable(Flaw.DAMAGED)
    at = 2
    while at + 9 < len(sent):
        if sent[at] != _MARK:
            break
        mark = sent[at + 1]
        if mark == _MARK:  # filling
            at += 1
            continue
        if mark in _SIZES:
            height, width = struct.unpack_from(">HH", sent, at + 5)
            return width, height
        if mark == _SCAN:
            break
        at += 2 if mark in _WITHOUT_LENGTH else 2 + struct.unpack_from(">H", sent, at + 2)[0]
    raise Unusable(Flaw.DAMAGED)
