"""What is said to a process that sees faces, and what it answers: msgpack, one length before each.

The process that asks imports this alone, and with it no model.
"""

import struct

import msgspec
from msgspec import Struct

from vocabulary.seeing import Challenge, Flaw

LENGTH = struct.Struct(">I")
FRAMES_MAX = 120
FRAMES_BYTES_MAX = 32 * 1024 * 1024
MESSAGE_BYTES_MAX = 48 * 1024 * 1024


class LookAt(Struct, frozen=True, tag="glance"):
    """What does this frame show?"""

    frame: bytes


class LookAhead(Struct, frozen=True, tag="look_ahead"):
    """See this frame of a sequence that will be judged in a moment."""

    frame: bytes


class Embed(Struct, frozen=True, tag="embed"):
    """Whose face is this, as a vector?"""

    photo: bytes


class Watch(Struct, frozen=True, tag="watch"):
    """Is this a living person who did what was asked?"""

    frames: tuple[bytes, ...]
    asked: tuple[Challenge, ...]


class Looked(Struct, frozen=True, tag="looked"):
    """What a frame shows."""

    flaw: Flaw | None
    yaw: float = 0.0
    pitch: float = 0.0
    span: float = 0.0


class Embedded(Struct, frozen=True, tag="embedded"):
    """A vector (float32, little-endian, unit length)."""

    vector: bytes


class Watched(Struct, frozen=True, tag="watched"):
    """What a sequence shows. The vector is empty unless `alive`."""

    alive: bool
    done: tuple[Challenge, ...]
    flaw: Flaw | None
    vector: bytes


class Flawed(Struct, frozen=True, tag="flawed"):
    """The picture cannot be used."""

    flaw: Flaw


Request = LookAt | LookAhead | Embed | Watch
Answer = Looked | Embedded | Watched | Flawed

encode = msgspec.msgpack.Encoder().encode
decode_request = msgspec.msgpack.Decoder(Request).decode
decode_answer = msgspec.msgpack.Decoder(Answer).decode
