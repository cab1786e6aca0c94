"""Eyes for tests: a picture is a line of text that says what it shows.

`b"alice"` is a good photo of Alice, `b"alice turn_left"` one of her turning, `b"!blurred"` a
picture with that flaw. Documents answer what they were told to.
"""

from collections.abc import Sequence
from hashlib import shake_256

from domain.kernel.seeing import DocumentReading, Glance, Liveness, Match, Template, Unseen
from vocabulary.seeing import Challenge, DocumentKind, Flaw

DIMENSIONS = 128


class RememberingFaces:
    """Knows people by their names; keeps its gallery in a dictionary."""

    engine = "remembering"

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.gallery: dict[str, Template] = {}
        self.seen: list[bytes] = []

    async def glance(self, frame: bytes) -> Glance:
        """Well framed, unless the text says otherwise."""
        self.seen.append(frame)
        return Glance(_flaw(frame), span=0.4, openness=1.0)

    async def look_ahead(self, frame: bytes) -> None:
        """Nothing is worked out here, so nothing can be ahead."""
        self.seen.append(frame)

    async def template(self, photo: bytes) -> Template:
        """The template that belongs to the name."""
        self.seen.append(photo)
        if flaw := _flaw(photo):
            raise Unseen(flaw)
        return self._of(_name(photo))

    async def watch(self, frames: Sequence[bytes], asked: Sequence[Challenge]) -> Liveness:
        """Alive when one person's frames show every challenge, in order."""
        self.seen.extend(frames)
        flaw = next((found for found in map(_flaw, frames) if found), None)
        names = {_name(frame) for frame in frames}
        if len(names) > 1:
            flaw = Flaw.SEVERAL_FACES
        shown = iter(word for frame in frames for word in frame.decode().split()[1:])
        done = tuple(each for each in asked if each.value in shown)
        alive = flaw is None and len(done) == len(asked)
        template = self._of(names.pop()) if alive else None
        return Liveness(alive, done, flaw, template)

    def is_same(self, one: Template, other: Template) -> bool:
        """The same name gives the same vector."""
        if (one.engine, one.version) != (other.engine, other.version):
            raise ValueError("templates of different engines cannot be compared")
        return one.vector == other.vector

    async def enrol(self, key: str, template: Template) -> None:
        """Remember."""
        self.gallery[key] = template

    async def forget(self, key: str) -> None:
        """Forget."""
        self.gallery.pop(key, None)

    async def recognise(self, template: Template) -> Match | None:
        """The first key with the same vector."""
        found = (key for key, kept in self.gallery.items() if kept.vector == template.vector)
        key = next(found, None)
        return Match(key, 1.0) if key else None

    def _of(self, name: str) -> Template:
        import numpy as np  # noqa: PLC0415 -- heavy, and only tests come here

        drawn = np.frombuffer(shake_256(name.encode()).digest(DIMENSIONS), np.uint8)
        vector = drawn.astype(np.float32) - drawn.mean()
        unit = (vector / np.linalg.norm(vector)).astype("<f4")
        return Template(self.engine, self.version, unit.tobytes())


class RememberingDocuments:
    """Answers what it was told a picture says, and remembers what it was shown."""

    def __init__(self) -> None:
        self.says: dict[bytes, DocumentReading | Flaw] = {}
        self.seen: list[bytes] = []

    async def clean(self, photo: bytes) -> bytes:
        """The picture as it came."""
        if flaw := _flaw(photo):
            raise Unseen(flaw)
        return photo

    async def read(self, photo: bytes, kind: DocumentKind) -> DocumentReading:
        """What this picture was told to say; another document than asked for is refused."""
        self.seen.append(photo)
        answer = self.says.get(photo, Flaw.UNREADABLE)
        if isinstance(answer, Flaw):
            raise Unseen(answer)
        if answer.kind is not kind:
            raise Unseen(Flaw.WRONG_DOCUMENT)
        return answer


def _flaw(picture: bytes) -> Flaw | None:
    return Flaw(picture[1:].decode()) if picture.startswith(b"!") else None


def _name(picture: bytes) -> str:
    return picture.decode().split()[0]
