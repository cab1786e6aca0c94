"""The words of pictures: what is wrong with one, and what a person before a camera is asked."""

import tomllib
from enum import StrEnum
from pathlib import Path


class Flaw(StrEnum):
    """Why a picture cannot be used. Each deserves a sentence of its own, never a code alone."""

    NOT_A_PICTURE = "not_a_picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    ROTATED = "rotated"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    GLARE = "glare"
    CROPPED = "cropped"
    WRONG_DOCUMENT = "wrong_document"
    UNREADABLE = "unreadable"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_FAR = "face_too_far"
    FACE_TOO_NEAR = "face_too_near"
    FACE_OFF_CENTRE = "face_off_centre"
    FACE_TURNED = "face_turned"


class Challenge(StrEnum):
    """What a person is asked to do, so that a photograph cannot answer (活体检测)."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    NOD = "nod"
    APPROACH = "approach"
    BLINK = "blink"


class DocumentKind(StrEnum):
    """What a document is."""

    BUSINESS_LICENCE = "business_licence"
    ID_CARD_FRONT = "id_card_front"  # the side with the portrait, 人像面
    ID_CARD_BACK = "id_card_back"  # the side with the emblem, 国徽面


DOCUMENT_LABELS: dict[DocumentKind, str] = {
    DocumentKind.BUSINESS_LICENCE: "营业执照",
    DocumentKind.ID_CARD_FRONT: "身份证人像面",
    DocumentKind.ID_CARD_BACK: "身份证国徽面",
}

_SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "reference" / "pictures.toml").read_text("utf-8")
)


def flaw_sentence(flaw: Flaw) -> str:
    """What to tell the person whose picture it is."""
    return _SENTENCES["flaws"][flaw.value]


def challenge_sentence(challenge: Challenge) -> str:
    """What to ask of the person before the camera."""
    return _SENTENCES["challenges"][challenge.value]
