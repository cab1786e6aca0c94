"""A frame is judged by its first bytes and its header before anything is decoded."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from vision import frames
from vision.frames import Unusable, decode, size_of
from vocabulary.seeing import Flaw

pytestmark = pytest.mark.row("S12")


def a_picture(width: int = 320, height: int = 200) -> frames.Picture:
    picture = np.full((height, width, 3), 90, np.uint8)
    picture[: height // 2, : width // 2] = (10, 20, 240)  # red in the upper left
    return picture


def written(kind: str, picture: frames.Picture) -> bytes:
    done, data = cv2.imencode(kind, picture)
    assert done
    return data.tobytes()


def turned_by_exif(jpeg: bytes, orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def flaw_of(sent: bytes) -> Flaw:
    with pytest.raises(Unusable) as refused:
        decode(sent)
    return refused.value.flaw


@pytest.mark.parametrize("kind", [".jpg", ".png"])
def test_jpeg_and_png_are_read(kind: str) -> None:
    sent = written(kind, a_picture())
    assert size_of(sent) == (320, 200)
    assert decode(sent).shape == (200, 320, 3)


def test_a_telephone_held_upright_gives_an_upright_picture() -> None:
    picture = decode(turned_by_exif(written(".jpg", a_picture()), 6))
    assert picture.shape == (320, 200, 3)
    assert picture[20, 180, 2] > 200  # the red corner has come to the upper right


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"hello",
        b"GIF89a" + bytes(100),
        b"BM" + bytes(100),
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
    ],
)
def test_everything_else_is_no_picture(sent: bytes) -> None:
    assert flaw_of(sent) is Flaw.NOT_A_PICTURE


@pytest.mark.parametrize("kind", [".jpg", ".png"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
def test_a_picture_cut_short_is_damaged(kind: str, kept: float) -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (200, 320, 3)).astype(np.uint8)
    sent = written(kind, noisy)
    assert flaw_of(sent[: int(len(sent) * kept)]) is Flaw.DAMAGED


def test_a_picture_that_promises_too_many_pixels_is_never_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def decoded(*_: object) -> None:
        pytest.fail("it was decoded")

    monkeypatch.setattr(cv2, "imdecode", decoded)
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xaeB`\x82"
    assert flaw_of(bomb) is Flaw.TOO_LARGE
    assert flaw_of(b"\xff\xd8\xff" + bytes(frames.BYTES_MAX)) is Flaw.TOO_LARGE


def test_a_stamp_is_too_small() -> None:
    assert flaw_of(written(".png", a_picture(40, 300))) is Flaw.TOO_SMALL


def test_a_header_that_lies_about_the_size_is_damaged() -> None:
    sent = bytearray(written(".jpg", a_picture()))
    at = sent.index(b"\xff\xc0")
    assert size_of(bytes(sent)) == (320, 200)
    sent[at + 2 : at + 4] = b"\x00\x00"  # a segment without a length
    assert size_of(bytes(sent)) == (320, 200)
    assert flaw_of(bytes(sent)) is Flaw.DAMAGED
