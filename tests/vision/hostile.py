"""Files that strangers could send instead of a photo: made here, each from its description."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, PngImagePlugin

from vocabulary.seeing import Flaw

SIDE = 160
SECRET = b"31.2989N 120.5853E <script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Sent:
    """A file, and what must be said of it; `flaw` None: the picture in it is kept, rebuilt."""

    name: str
    content: bytes
    flaw: Flaw | None


def picture(mode: str = "RGB", side: int = SIDE) -> Image.Image:
    """Something to look at: no flat colour, so that nothing hides in good compression."""
    noise = np.random.default_rng(5).integers(0, 255, (side, side, 3), np.uint8)
    return Image.fromarray(noise).convert(mode)


def encoded(kind: str, mode: str = "RGB", **how: object) -> bytes:
    """A picture as a file of this kind."""
    out = io.BytesIO()
    picture(mode).save(out, kind, **how)
    return out.getvalue()


def chunk(name: bytes, body: bytes, crc: int | None = None) -> bytes:
    """One chunk of a PNG."""
    told = zlib.crc32(name + body) if crc is None else crc
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", told)


def png_of(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG with this header and these chunks."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def with_chunk(name: bytes, body: bytes) -> bytes:
    """A good PNG with one more chunk before its pixels."""
    good = encoded("PNG")
    return good[:33] + chunk(name, body) + good[33:]


def with_segment(marker: int, body: bytes) -> bytes:
    """A good JPEG with one more segment right after its beginning."""
    good = encoded("JPEG")
    return good[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + good[2:]


def all_sent() -> list[Sent]:
    """Every file, most of them one trick each."""
    return [*_no_pictures(), *_bombs(), *_damaged(), *_tricks(), *_odd_but_good()]


def _no_pictures() -> Iterator[Sent]:
    no = Flaw.NOT_A_PICTURE
    jpeg, png = encoded("JPEG"), encoded("PNG")
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("a.jpg", b"0" * 20_000_000)
    yield Sent("nothing", b"", no)
    yield Sent("one null byte", b"\0", no)
    yield Sent("null bytes", bytes(100_000), no)
    yield Sent("text", "营业执照".encode(), no)
    yield Sent("html", b"<!doctype html><script>alert(1)</script>", no)
    yield Sent("svg with a script", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", no)
    yield Sent("xml with entities", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", no)
    yield Sent("pdf with a script", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>", no)
    yield Sent("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n(ls) run", no)
    yield Sent("zip bomb", box.getvalue(), no)
    yield Sent("gzip bomb", gzip.compress(bytes(20_000_000)), no)
    yield Sent("pdf that is a zip", b"%PDF-1.4\n" + box.getvalue(), no)
    yield Sent("program of windows", b"MZ\x90\0" + bytes(500), no)
    yield Sent("program of linux", b"\x7fELF\x02\x01\x01" + bytes(500), no)
    yield Sent("script of a shell", b"#!/bin/sh\nid\n", no)
    yield Sent("photoshop", b"8BPS\0\x01" + bytes(500), no)
    yield Sent("heic", b"\0\0\0\x18ftypheic" + bytes(500), no)
    yield Sent("avif", b"\0\0\0\x1cftypavif" + bytes(500), no)
    yield Sent("icon", b"\0\0\x01\0\x01\0" + bytes(500), no)
    for kind in ("GIF", "BMP", "TIFF", "WEBP", "PPM", "TGA", "JPEG2000", "DDS"):
        yield Sent(f"{kind} renamed", encoded(kind), no)
    yield Sent("gif that is javascript", b"GIF89a/*" + encoded("GIF")[8:] + b"*/=1;alert(1)", no)
    yield Sent("jpeg after a space", b" " + jpeg, no)
    yield Sent("jpeg after a byte order mark", b"\xef\xbb\xbf" + jpeg, no)
    yield Sent("png after html", b"<html>" + png, no)
    yield Sent("png whose line ends were changed", png.replace(b"\r\n", b"\n", 1), no)
    yield Sent("jpeg with a wrong third byte", b"\xff\xd8\x00" + jpeg[3:], no)


def _bombs() -> Iterator[Sent]:
    large, bad = Flaw.TOO_LARGE, Flaw.DAMAGED
    row = zlib.compress(bytes(20_000 * 3 + 1), 9)
    jpeg = encoded("JPEG")
    frame = jpeg.index(b"\xff\xc0")
    huge = jpeg[: frame + 5] + struct.pack(">HH", 20_000, 20_000) + jpeg[frame + 9 :]
    yield Sent("png header of 20k by 20k", png_of(20_000, 20_000, chunk(b"IDAT", row)), large)
    yield Sent("png header of 2^31", png_of(2**31 - 1, 2**31 - 1), large)
    yield Sent("png one pixel high and very wide", png_of(60_000, 1), large)
    yield Sent("png without width", png_of(0, 100), bad)
    yield Sent("jpeg header of 20k by 20k", huge, large)
    yield Sent("jpeg header of 65535", huge[: frame + 5] + b"\xff" * 4 + huge[frame + 9 :], large)
    yield Sent("too many bytes", jpeg + bytes(10 * 1024 * 1024), large)
    text = zlib.compress(bytes(60_000_000), 9)
    yield Sent("png text bomb", with_chunk(b"zTXt", b"Comment\0\0" + text), bad)
    yield Sent("png international text bomb", with_chunk(b"iTXt", b"a\0\1\0\0\0" + text), bad)
    yield Sent("png colour profile bomb", with_chunk(b"iCCP", b"icc\0\0" + text), bad)
    pixels = zlib.compress(bytes((64 * 3 + 1) * 64) + bytes(50_000_000), 9)
    yield Sent("png with more pixels than it says", png_of(64, 64, chunk(b"IDAT", pixels)), None)
    scans = encoded("JPEG", progressive=True)
    scan = scans[scans.rindex(b"\xff\xda") : -2]
    yield Sent("jpeg of a thousand scans", scans[:-2] + scan[:500] * 1_000 + scans[-2:], bad)


def _damaged() -> Iterator[Sent]:
    bad = Flaw.DAMAGED
    jpeg, png = encoded("JPEG"), encoded("PNG")
    for share in (0.02, 0.1, 0.35, 0.6, 0.9):
        yield Sent(f"jpeg cut at {share}", jpeg[: int(len(jpeg) * share)], bad)
        yield Sent(f"png cut at {share}", png[: int(len(png) * share)], bad)
    yield Sent("jpeg without its end", jpeg[:-2], bad)
    yield Sent("jpeg cut, but ended", jpeg[: len(jpeg) // 3] + b"\xff\xd9", None)
    yield Sent("png cut, but ended", png[: len(png) // 3] + chunk(b"IEND", b""), bad)
    yield Sent("png magic alone", PNG, bad)
    yield Sent("jpeg magic alone", b"\xff\xd8\xff", bad)
    yield Sent("png without pixels", png_of(100, 100), bad)
    yield Sent("png with pixels of another size", png_of(100, 100, chunk(b"IDAT", b"abc")), bad)
    yield Sent("png whose header comes later", PNG + chunk(b"gAMA", bytes(4)) + png[8:], bad)
    yield Sent("png with an impossible depth", png_of(100, 100, depth=3), bad)
    yield Sent("png with an impossible colour", png_of(100, 100, colour=9), bad)
    yield Sent("png with a wrong checksum", png[:40] + b"\0\1\2\3" + png[44:], bad)
    yield Sent(
        "png with a chunk of 4 GB", PNG + png[8:33] + b"\xff\xff\xff\xffIDAT" + png[40:], bad
    )
    yield Sent("jpeg with a segment of no length", jpeg[:4] + b"\0\0" + jpeg[6:], bad)
    yield Sent("jpeg full of zeros", jpeg[:4] + bytes(len(jpeg) - 6) + jpeg[-2:], bad)
    yield Sent("picture of one pixel", png_of(1, 1), Flaw.TOO_SMALL)
    yield Sent("picture as narrow as a hair", encoded_size(2, 4000), Flaw.TOO_SMALL)


def encoded_size(width: int, height: int) -> bytes:
    """A good picture of this size."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def _tricks() -> Iterator[Sent]:
    jpeg, png = encoded("JPEG"), encoded("PNG")
    place = Image.Exif()
    place[0x8825] = {1: "N", 2: (31.0, 17.0, 56.0)}
    place[0x010E] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    yield Sent("jpeg that says where", encoded("JPEG", exif=place.tobytes()), None)
    yield Sent("jpeg with a comment", with_segment(0xFE, SECRET), None)
    yield Sent("jpeg with a huge preview", with_segment(0xE1, b"Exif\0\0" + SECRET * 1_000), None)
    yield Sent("jpeg with broken exif", with_segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff"), None)
    yield Sent(
        "jpeg with xmp", with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET), None
    )
    yield Sent("jpeg with a broken colour profile", encoded("JPEG", icc_profile=SECRET * 50), None)
    yield Sent("png with text", encoded("PNG", pnginfo=text), None)
    yield Sent("png with exif", with_chunk(b"eXIf", b"MM\0*" + SECRET), None)
    yield Sent("png with a private chunk", with_chunk(b"prVt", SECRET), None)
    yield Sent("png with a colour profile", encoded("PNG", icc_profile=SECRET * 50), None)
    yield Sent("jpeg that is html", with_segment(0xFE, b"--><script>" + SECRET), None)
    yield Sent("jpeg with a zip behind it", jpeg + b"PK\x03\x04" + SECRET, None)
    yield Sent("jpeg with php behind it", jpeg + b"<?php system($_GET['c']);" + SECRET, None)
    yield Sent("png with a pdf behind it", png + b"%PDF-1.4" + SECRET, None)
    yield Sent("png with a program behind it", png + b"MZ" + SECRET, None)
    yield Sent("jpeg with another behind it", jpeg + SECRET + jpeg, None)
    yield Sent("jpeg and null bytes", jpeg + bytes(1_000_000), None)


def _odd_but_good() -> Iterator[Sent]:
    yield Sent("cmyk jpeg", encoded("JPEG", "CMYK"), None)
    yield Sent("grey jpeg", encoded("JPEG", "L"), None)
    yield Sent("progressive jpeg", encoded("JPEG", progressive=True), None)
    for mode in ("L", "LA", "P", "RGBA", "1", "I;16"):
        yield Sent(f"png of mode {mode}", encoded("PNG", mode), None)
    frames = [picture(), picture().rotate(90)]
    yield Sent("animated png", encoded("PNG", save_all=True, append_images=frames), None)
    for orientation in (0, 3, 6, 8, 9, 65_535):
        tag = Image.Exif()
        tag[0x0112] = orientation
        yield Sent(f"jpeg turned {orientation}", encoded("JPEG", exif=tag.tobytes()), None)
