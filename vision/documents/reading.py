"""Reads a document in a picture: its fields, the portrait on it, its QR code."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import zxingcpp
from msgspec import Struct

from vision.documents import id_card, licence
from vision.documents.layout import Value, hits
from vision.documents.lines import Line, Page, Reader
from vision.documents.quality import must_be_worth_reading, reason
from vision.flawed import Flawed
from vision.pictures import open_picture
from vocabulary.seeing import DocumentKind, Flaw

QR_TEXT_MAX = 500
SIDES_MAX = {
    DocumentKind.BUSINESS_LICENCE: 2000,
    DocumentKind.ID_CARD_FRONT: 1600,
    DocumentKind.ID_CARD_BACK: 1600,
}
MARKS_MIN = 2  # of a document's own words, before we believe it is this document
LINES_OF_TEXT_MIN = 4  # so much readable text without its words is another document


class Found(Struct, frozen=True):
    """A document as read: text and certainty of each field."""

    kind: DocumentKind
    fields: dict[str, tuple[str, float]]
    portrait: bytes | None = None
    qr_text: str = ""


_FIELDS: dict[DocumentKind, Callable[[Sequence[Line]], dict[str, Value]]] = {
    DocumentKind.BUSINESS_LICENCE: licence.licence_fields,
    DocumentKind.ID_CARD_FRONT: id_card.front_fields,
    DocumentKind.ID_CARD_BACK: id_card.back_fields,
}
_MARKS: dict[DocumentKind, Callable[[Sequence[Line]], int]] = {
    DocumentKind.BUSINESS_LICENCE: licence.is_licence,
    DocumentKind.ID_CARD_FRONT: id_card.is_front,
    DocumentKind.ID_CARD_BACK: id_card.is_back,
}
_NEEDED: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.BUSINESS_LICENCE: licence.NEEDED,
    DocumentKind.ID_CARD_FRONT: id_card.FRONT_NEEDED,
    DocumentKind.ID_CARD_BACK: id_card.BACK_NEEDED,
}


_LABELS: dict[DocumentKind, Mapping[str, tuple[str, ...]]] = {
    DocumentKind.BUSINESS_LICENCE: licence.LABELS | {"uscc": ("统一社会信用代码",)},
    DocumentKind.ID_CARD_FRONT: id_card.FRONT_LABELS,
    DocumentKind.ID_CARD_BACK: id_card.BACK_LABELS,
}


@cache
def reader() -> Reader:
    """The engine of this process, made when it is first needed."""
    return Reader()


def read(content: bytes, kind: DocumentKind) -> Found:
    """The document's fields. Raises Flawed, also when it is another document."""
    picture = open_picture(content, SIDES_MAX[kind])
    pixels = np.asarray(picture, np.uint8)
    must_be_worth_reading(pixels)
    page = reader().page(pixels)
    _must_be(page, kind)
    fields = _FIELDS[kind](page.lines)
    missing = [name for name in _NEEDED[kind] if name not in fields]
    if missing:
        labels = [_LABELS[kind].get(name, ()) for name in missing]
        unseen = any(words and not hits(page.lines, words) for words in labels)
        raise Flawed(reason(page, label_missing=unseen))
    front = kind is DocumentKind.ID_CARD_FRONT
    return Found(
        kind,
        {name: (value.text, round(value.sure, 3)) for name, value in fields.items()},
        id_card.portrait(page) if front else None,
        _qr_text(pixels) if kind is DocumentKind.BUSINESS_LICENCE else "",
    )


def _must_be(page: Page, kind: DocumentKind) -> None:
    """Refuse what does not carry the words of this document."""
    if _MARKS[kind](page.lines) >= MARKS_MIN:
        return
    others = [marks for each, marks in _MARKS.items() if each is not kind]
    if any(marks(page.lines) >= MARKS_MIN for marks in others):
        raise Flawed(Flaw.WRONG_DOCUMENT)
    why = reason(page)
    if why is Flaw.UNREADABLE and len(page.lines) >= LINES_OF_TEXT_MIN:
        raise Flawed(Flaw.WRONG_DOCUMENT)
    raise Flawed(why)


def _qr_text(pixels: np.ndarray) -> str:
    found = zxingcpp.read_barcodes(pixels, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = [code.text for code in found if code.valid]
    clean = "".join(sign for sign in (texts[0] if texts else "") if sign.isprintable())
    return clean[:QR_TEXT_MAX]
