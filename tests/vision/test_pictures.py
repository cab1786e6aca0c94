"""Pictures of strangers: none is kept as it came, none does harm, each no has its sentence."""

import io
import resource

import numpy as np
import pytest
from PIL import Image

from tests.vision import hostile
from tests.vision.hostile import Sent
from vision.flawed import Flawed
from vision.pictures import BYTES_MAX, KEPT_SIDE_MAX, SIDE_MAX, clean, open_picture
from vocabulary.seeing import Flaw, flaw_sentence

MORE_MEMORY_MAX_MB = 300  # over all hostile files together
ALL = hostile.all_sent()

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.5.2")]


def resident_peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_there_are_enough_kinds_of_them() -> None:
    assert len({sent.name for sent in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("sent", ALL, ids=lambda sent: sent.name)
def test_what_a_stranger_sends_is_refused_with_its_sentence_or_rebuilt(sent: Sent) -> None:
    if sent.flaw is not None:
        with pytest.raises(Flawed) as caught:
            clean(sent.content)
        assert caught.value.flaw is sent.flaw
        assert flaw_sentence(caught.value.flaw)
        return
    kept = clean(sent.content)
    assert kept != sent.content
    assert hostile.SECRET not in kept
    assert b"alert" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert (again.format, again.mode) == ("JPEG", "RGB")
        assert not again.getexif()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept.rstrip(b"\0").endswith(b"\xff\xd9")


def test_all_of_them_together_take_little_memory() -> None:
    before = resident_peak_mb()
    for sent in ALL:
        try:
            clean(sent.content)
        except Flawed:
            continue
    assert resident_peak_mb() - before < MORE_MEMORY_MAX_MB


def test_the_largest_picture_that_we_take_becomes_smaller() -> None:
    out = io.BytesIO()
    Image.new("L", (SIDE_MAX, SIDE_MAX // 2), 200).save(out, "PNG")
    assert open_picture(out.getvalue()).size == (KEPT_SIDE_MAX, KEPT_SIDE_MAX // 2)


def test_a_byte_too_many_is_too_large() -> None:
    good = hostile.encoded("JPEG")
    padding = bytes(BYTES_MAX - len(good))
    assert clean(good + padding)
    with pytest.raises(Flawed, match=Flaw.TOO_LARGE.value):
        clean(good + padding + b"\0")


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))]
)
def test_a_picture_is_turned_the_way_the_camera_was_held(
    orientation: int, corner: tuple[int, int]
) -> None:
    image = Image.new("RGB", (200, 100), "white")
    image.paste((200, 0, 0), (0, 0, 40, 20))
    tag = Image.Exif()
    tag[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=tag.tobytes())
    seen = open_picture(out.getvalue())
    x, y = (round(share * (side - 1)) for share, side in zip(corner, seen.size, strict=True))
    red, green, _ = seen.getpixel((x, y))  # type: ignore[misc]  # of an RGB picture: three numbers
    assert red > 150 > green
    assert seen.size == ((200, 100) if orientation in {1, 3} else (100, 200))


def test_what_is_transparent_lies_on_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    assert open_picture(out.getvalue()).getpixel((50, 50)) == (255, 255, 255)


def test_sixteen_bits_become_eight_and_not_white() -> None:
    deep = np.full((100, 100), 128 * 256, np.uint16)
    out = io.BytesIO()
    Image.fromarray(deep).save(out, "PNG")
    grey = open_picture(out.getvalue()).getpixel((50, 50))
    assert grey == (128, 128, 128)
