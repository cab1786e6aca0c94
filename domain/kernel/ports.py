"""What the platform needs from outside, said in its own words.

Each port has three hands: the real one, one that prints (development) and one that
remembers (tests); all stand in server/adapters.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct

from vocabulary.certification import RegistryState


class OutsideError(Exception):
    """Something outside did not do what was asked. Never holds a secret or personal data."""

    def __init__(self, code: str, sentence: str, *, retry: bool) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.retry = retry


class WeChatIdentity(Struct, frozen=True):
    """Who WeChat says is speaking. The session key stays with the adapter."""

    open_id: str
    union_id: str | None = None


class MiniProgram(Protocol):
    """WeChat's server, as far as the business needs it."""

    async def code_to_session(self, code: str) -> WeChatIdentity: ...

    async def phone_number(self, code: str) -> str: ...

    async def send_subscribe_message(
        self, open_id: str, template_id: str, page: str, data: Mapping[str, str]
    ) -> None: ...


class Sms(Protocol):
    """Whoever sends short messages."""

    async def send(self, phone: str, template: str, params: Mapping[str, str]) -> None: ...

    def printed_code(self, phone: str) -> str | None:
        """The last code sent to a phone, in development only; None elsewhere."""


class Limiter(Protocol):
    """Counts attempts in a window. Raises `TooOften`."""

    async def hit(self, name: str, who: str, *, limit: int, window_s: int) -> None: ...


class IncomingFile(Protocol):
    """A file on its way in: the name its sender gives it, and its bytes once they are wanted."""

    @property
    def name(self) -> str: ...

    async def read(self) -> bytes: ...


class ObjectStore(Protocol):
    """Keeps files for good, each under the SHA-256 of its bytes."""

    async def put(self, content: bytes) -> str:
        """Keep the bytes; they are safe when this returns. Gives their key."""

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """The bytes, checked against their key. Raises OutsideError when they are lost."""


class RegistryRecord(Struct, frozen=True):
    """A firm as the official company register knows it today."""

    uscc: str
    name: str
    legal_representative: str
    state: RegistryState
    registered_capital_fen: int | None = None
    established_on: date | None = None
    address: str = ""
    business_scope: str = ""


class Registry(Protocol):
    """The official company register."""

    async def look_up(self, uscc: str) -> RegistryRecord | None:
        """The firm with this code; None if there is none. Raises OutsideError when away."""


class Nudge(Struct, frozen=True):
    """What a screen is told: something moved. Never what, never how much."""

    code: str
    subject_kind: str
    subject_id: str
    at: str


class Screens(Protocol):
    """Whoever is looking. A nudge says what moved; the screen then asks what it may see."""

    async def nudge(self, nudge: Nudge, rooms: tuple[str, ...]) -> None: ...
