"""The eyes the platform needs, said in its own words: faces and documents.

The real hands run the models in processes of their own (server/adapters), so that no web
process waits for a model or holds one in memory; the remembering hands answer what a test says.
Pictures come in as the bytes a person sent: whoever implements a port trusts none of them.
"""

import secrets
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from vocabulary.seeing import Challenge, DocumentKind, Flaw

ASKED = 2  # challenges of one attempt
SHOW_DEPTH = (Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.NOD)
OFFERED = (*SHOW_DEPTH, Challenge.APPROACH)  # a blink cannot be judged dependably


def draw_challenges(count: int = ASKED) -> tuple[Challenge, ...]:
    """What to ask of a person, drawn anew for every attempt; one at least shows depth."""
    draw = secrets.SystemRandom()
    first = draw.choice(SHOW_DEPTH)
    rest = draw.sample([each for each in OFFERED if each is not first], count - 1)
    return tuple(draw.sample([first, *rest], count))


class Unseen(Exception):
    """A picture cannot be used. Holds why, never the picture."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Template(Struct, frozen=True):
    """A face as numbers (C3): `vector` is float32, little-endian, unit length.

    Only templates of one engine and version can be compared.
    """

    engine: str
    version: str
    vector: bytes


class Glance(Struct, frozen=True):
    """What one camera frame shows, for guiding a person: `flaw` None means well framed.

    Yaw and pitch in degrees, rough, from landmarks: yaw above 0 is towards the person's own
    left, pitch above 0 is up. `span` is the share of the frame's width that the face takes.
    `openness` is how far the eyes are open, 0 to 1; None when it cannot be told.
    """

    flaw: Flaw | None
    yaw: float = 0.0
    pitch: float = 0.0
    span: float = 0.0
    openness: float | None = None


class Liveness(Struct, frozen=True):
    """Whether a sequence of frames is one living person who did what was asked.

    `template` is of the best frame of that same sequence; empty unless `alive`.
    """

    alive: bool
    done: tuple[Challenge, ...]
    flaw: Flaw | None
    template: Template | None


class Match(Struct, frozen=True):
    """Somebody found in a gallery: whose key, and how alike (cosine, −1 to 1)."""

    key: str
    likeness: float


class Faces(Protocol):
    """Sees faces. Raises `Unseen`, never anything about the picture itself.

    Frames are as the camera sees, never mirrored (a mirror belongs to the screen alone). Raises
    OutsideError when the eyes are busy, too slow, or had to be started anew.
    """

    @property
    def engine(self) -> str:
        """Which engine makes the templates."""

    @property
    def version(self) -> str:
        """Of which version its templates are."""

    async def glance(self, frame: bytes) -> Glance:
        """What one frame shows, fast enough to guide a person."""

    async def look_ahead(self, frame: bytes) -> None:
        """See a frame of a sequence while it is still being filmed, so that `watch` is quick.

        Nothing is decided by it. Kept in memory until the sequence is judged, a minute at most.
        """

    async def template(self, photo: bytes) -> Template:
        """The one face of a good photo. Raises Unseen with the first flaw that matters."""

    async def watch(self, frames: Sequence[bytes], asked: Sequence[Challenge]) -> Liveness:
        """Judge a sequence of frames, oldest first, against the challenges in their order.

        Five to ten frames a second, from before the first challenge until after the last. Raises
        ValueError when what is asked proves nothing: see `draw_challenges`.
        """

    def is_same(self, one: Template, other: Template) -> bool:
        """1:1 at the stated false-accept rate. Raises ValueError across engines or versions."""

    async def enrol(self, key: str, template: Template) -> None:
        """Put a template into this process's gallery, replacing the key's older one."""

    async def forget(self, key: str) -> None:
        """Take a key out of this process's gallery; nothing happens if it is not there."""

    async def recognise(self, template: Template) -> Match | None:
        """1:N over the gallery at the stated false-accept rate for its size."""


class FieldReading(Struct, frozen=True):
    """One field as the engine read it: its text as printed, and how sure it is (0 to 1).

    Dates are written 2001-02-03, whatever the printer wrote.
    """

    text: str
    sure: float


class DocumentReading(Struct, frozen=True):
    """A document as read. `fields` by name (vocabulary.documents); what was not found is absent.

    `portrait` is the picture of the face printed on the document (JPEG), if there is one;
    `qr_text` what its QR code says.
    """

    kind: DocumentKind
    fields: dict[str, FieldReading]
    portrait: bytes | None = None
    qr_text: str = ""


class Documents(Protocol):
    """Reads documents on this machine; nothing leaves it. Raises `Unseen`."""

    async def clean(self, photo: bytes) -> bytes:
        """The same picture rebuilt: upright, re-encoded, without metadata. What we keep."""

    async def read(self, photo: bytes, kind: DocumentKind) -> DocumentReading:
        """The document's fields. Raises Unseen, also when it is another document."""
