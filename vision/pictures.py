"""Opens pictures that strangers sent: JPEG and PNG alone, limits before decoding, nothing kept.

What a file is, its own first bytes say. How large its picture is, its header says, and that is
checked before a single pixel is made. Then the picture is decoded, turned upright, and lives on
as pixels: metadata, colour profiles, trailing files and scripts end here, because what we keep
is encoded anew from those pixels.
"""

import struct
import warnings
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from vision.flawed import Flawed
from vocabulary.seeing import Flaw

BYTES_MAX = 10 * 1024 * 1024
SIDE_MAX = 8000
SIDE_MIN = 64  # of the shorter side; each reader asks for more
SCANS_MAX = 100  # of a progressive JPEG; encoders make about ten, bombs make thousands
KEPT_SIDE_MAX = 4000  # a larger picture shows nothing more of a document
KEPT_QUALITY = 90

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PNG_HEADER = struct.Struct(">8xI4sII")
_SEGMENT = struct.Struct(">BBH")
_JPEG_FRAME = struct.Struct(">xHH")
_MARK = 0xFF  # begins every marker of a JPEG
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers that hold a size
_SEGMENTS_MAX = 2_000  # before the frame; a camera writes a dozen
_ORIENTATION = 0x0112  # the tag of EXIF
_WHITE = (255, 255, 255)

# What Pillow raises for pictures that are not what they say.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def open_picture(content: bytes, side_max: int = KEPT_SIDE_MAX) -> Image.Image:
    """The picture, upright, as plain RGB, no side longer than `side_max`. Raises Flawed."""
    _must_be_modest(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which we drop
            return _decoded(content, side_max)
    except _BROKEN as problem:
        raise Flawed(Flaw.DAMAGED) from problem


def clean(content: bytes) -> bytes:
    """The same picture rebuilt from its pixels: upright, a plain JPEG, nothing else in it."""
    return as_jpeg(open_picture(content))


def as_jpeg(picture: Image.Image) -> bytes:
    """Encode a picture as we keep it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=KEPT_QUALITY)
    return out.getvalue()


def _must_be_modest(content: bytes) -> None:
    """Refuse by the first bytes and the header, before anything is decoded."""
    if len(content) > BYTES_MAX:
        raise Flawed(Flaw.TOO_LARGE)
    if content.startswith(_PNG):
        width, height = _png_size(content)
    elif content.startswith(_JPEG):
        width, height = _jpeg_size(content)
    else:
        raise Flawed(Flaw.NOT_A_PICTURE)
    if not width or not height:
        raise Flawed(Flaw.DAMAGED)
    if max(width, height) > SIDE_MAX:
        raise Flawed(Flaw.TOO_LARGE)
    if min(width, height) < SIDE_MIN:
        raise Flawed(Flaw.TOO_SMALL)


def _png_size(content: bytes) -> tuple[int, int]:
    if len(content) < _PNG_HEADER.size or b"IEND" not in content:
        raise Flawed(Flaw.DAMAGED)
    _length, name, width, height = _PNG_HEADER.unpack_from(content)
    if name != b"IHDR":
        raise Flawed(Flaw.DAMAGED)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """The size in the first frame's header. Pillow must find the same, or it is damaged."""
    if b"\xff\xd9" not in content or content.count(b"\xff\xda") > SCANS_MAX:
        raise Flawed(Flaw.DAMAGED)
    at = 2
    for _ in range(_SEGMENTS_MAX):
        if at + _SEGMENT.size + _JPEG_FRAME.size > len(content) or content[at] != _MARK:
            break
        if content[at + 1] == _MARK:  # a fill byte
            at += 1
            continue
        _sign, marker, length = _SEGMENT.unpack_from(content, at)
        if marker in _FRAMES:
            height, width = _JPEG_FRAME.unpack_from(content, at + _SEGMENT.size)
            return width, height
        at += 2 + length
    raise Flawed(Flaw.DAMAGED)


def _decoded(content: bytes, side_max: int) -> Image.Image:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if max(picture.size) > SIDE_MAX:
            raise Flawed(Flaw.TOO_LARGE)
        if picture.format in {"JPEG", "MPO"}:
            picture.draft("RGB", (side_max, side_max))  # decodes at half the size where enough
        picture.load()
        plain = _plain(picture)
        plain.info.clear()
        turned = _turned(plain, picture)
    turned.thumbnail((side_max, side_max), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return turned


def _turned(plain: Image.Image, picture: Image.Image) -> Image.Image:
    """Turn the pixels as the camera says; a camera that says nonsense is not heard."""
    try:
        orientation = int(picture.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return plain
    tag = Image.Exif()
    tag[_ORIENTATION] = orientation if orientation in range(1, 9) else 1
    plain.info["exif"] = tag.tobytes()
    turned = ImageOps.exif_transpose(plain)
    turned.info.clear()
    return turned


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue; what is transparent lies on white paper."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        see_through = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, _WHITE)
        paper.paste(see_through, mask=see_through.getchannel("A"))
        return paper
    return picture.convert("RGB")
