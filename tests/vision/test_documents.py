"""Reading drawn papers as a telephone sees them; each bad photo gets the one flaw that helps."""

import socket
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.vision import spoiling
from tests.vision.papers import (
    Paper,
    dice_of,
    id_card_back,
    id_card_front,
    letter,
    licence,
    needs_font,
)
from vision.documents.reading import Found, read
from vision.flawed import Flawed
from vocabulary.documents import DocumentField as F
from vocabulary.seeing import DocumentKind, Flaw

pytestmark = [pytest.mark.slow, needs_font, pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]

LICENCE, FRONT, BACK = licence(2), id_card_front(1), id_card_back(0)
Spoil = Callable[[Image.Image], Image.Image]


@pytest.fixture(autouse=True)
def _without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models ship inside the package: whoever reads a document asks nobody."""

    def refused(*_: object) -> None:
        raise AssertionError("reading a document asked the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def texts(found: Found) -> dict[str, str]:
    return {name: text for name, (text, _) in found.fields.items()}


@pytest.mark.parametrize(
    ("paper", "mode"),
    [
        (LICENCE, "photo"),
        (licence(5, broad=False), "photo"),
        (licence(6), "upside down"),
        (FRONT, "photo"),
        (id_card_front(3), "on its side"),
        (BACK, "photo"),
        (id_card_back(1), "askew"),
    ],
    ids=lambda given: given if isinstance(given, str) else given.kind.value,
)
def test_every_field_is_read(paper: Paper, mode: str) -> None:
    found = read(spoiling.MODES[mode](paper.image, dice_of(mode, 1)), paper.kind)
    assert texts(found) == paper.says
    assert all(0.5 <= sure <= 1 for _, sure in found.fields.values())
    is_licence = paper.kind is DocumentKind.BUSINESS_LICENCE
    assert found.qr_text.endswith(paper.says.get(F.USCC, "nothing")) is is_licence


@pytest.mark.parametrize("turn", [0, 180])
def test_the_printed_portrait_is_cut_out_upright(turn: int) -> None:
    face = Image.new("RGB", (280, 360), (0, 0, 220))
    face.paste((220, 0, 0), (0, 0, 280, 120))  # the hair, at the top
    card = spoiling.laid(id_card_front(6, face).image).rotate(turn)
    portrait = read(spoiling.jpeg(card), DocumentKind.ID_CARD_FRONT).portrait
    assert portrait is not None
    with Image.open(BytesIO(portrait)) as cut:
        red, _, blue = cut.getpixel((cut.width // 2, cut.height // 4))  # type: ignore[misc]
        assert red > 150 > blue
        red, _, blue = cut.getpixel((cut.width // 2, cut.height * 2 // 3))  # type: ignore[misc]
        assert blue > 150 > red


def blurred(image: Image.Image) -> Image.Image:
    return spoiling.small(spoiling.blurred(image, 7), 1500)


def burnt(image: Image.Image) -> Image.Image:
    return spoiling.lit(image, 1, 220)


@pytest.mark.parametrize(
    ("paper", "spoil", "flaw"),
    [
        (LICENCE, blurred, Flaw.BLURRED),
        (FRONT, blurred, Flaw.BLURRED),
        (FRONT, lambda image: spoiling.shaken(image, 31), Flaw.BLURRED),
        (LICENCE, lambda image: spoiling.lit(image, 0.07), Flaw.TOO_DARK),
        (LICENCE, burnt, Flaw.TOO_BRIGHT),
        (BACK, burnt, Flaw.TOO_BRIGHT),
        (LICENCE, lambda image: spoiling.small(image, 380), Flaw.TOO_SMALL),
        (LICENCE, lambda image: spoiling.small(image, 460), Flaw.TOO_SMALL),
        (FRONT, lambda image: spoiling.glaring(image, (0.3, 0.2), 0.15), Flaw.GLARE),
        (LICENCE, lambda image: spoiling.cut(image, left=0.35), Flaw.CROPPED),
        (FRONT, lambda image: spoiling.cut(image, bottom=0.6), Flaw.CROPPED),
        (LICENCE, lambda _: FRONT.image, Flaw.WRONG_DOCUMENT),
        (FRONT, lambda _: BACK.image, Flaw.WRONG_DOCUMENT),
        (BACK, lambda _: LICENCE.image, Flaw.WRONG_DOCUMENT),
        (
            LICENCE,
            lambda _: letter(["致各位同事", "会议改期", "请留意", "谢谢"]),
            Flaw.WRONG_DOCUMENT,
        ),
        (LICENCE, lambda image: Image.new("RGB", image.size, "grey"), Flaw.UNREADABLE),
    ],
)
def test_a_bad_photo_is_refused_for_the_reason_that_helps(
    paper: Paper, spoil: Spoil, flaw: Flaw
) -> None:
    with pytest.raises(Flawed) as caught:
        read(spoiling.jpeg(spoil(spoiling.laid(paper.image))), paper.kind)
    assert caught.value.flaw is flaw
