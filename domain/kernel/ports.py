"""What the platform needs from outside, said in its own words.

Each port has three hands: the real one, one that prints (development) and one that
remembers (tests); all stand in server/adapters.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Protocol

from msgspec import Struct

from vocabulary.certification import RegistryState
from vocabulary.lending import SecurityKind


class OutsideError(Exception):
    """Something outside did not do what was asked. Never holds a secret or personal data.

    `unsure`: it may have been done all the same, and asking again would do it twice.
    """

    def __init__(self, code: str, sentence: str, *, retry: bool, unsure: bool = False) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.retry = retry
        self.unsure = unsure


class WeChatIdentity(Struct, frozen=True):
    """Who WeChat says is speaking. The session key stays with the adapter."""

    open_id: str
    union_id: str | None = None


NO_CONSENT = "no_consent"
OVER_QUOTA = "over_quota"


class FacialVerification(Struct, frozen=True):
    """A verification that WeChat was asked to prepare: the id goes to the mini-program.

    `proof` says for whom it was; only with it is the result asked for. It holds no number.
    """

    verify_id: str
    out_no: str
    proof: str


class MiniProgram(Protocol):
    """WeChat's server, as far as the business needs it.

    A subscription message uses up one consent of its receiver; `NO_CONSENT` when there is none
    left, `OVER_QUOTA` when no more calls are taken today. It can not be sent again safely when
    nobody knows whether it went: the error is then `unsure`.
    """

    async def code_to_session(self, code: str) -> WeChatIdentity: ...

    async def phone_number(self, code: str) -> str: ...

    async def prepare_facial_verification(
        self, open_id: str, out_no: str, name: str, id_number: str
    ) -> FacialVerification:
        """Begin a verification of whoever uses the mini-program. No picture reaches us."""

    async def is_face_verified(self, open_id: str, begun: FacialVerification) -> bool:
        """What really came of it: asked of WeChat, never believed of a mini-program."""

    async def send_subscribe_message(
        self, open_id: str, template_id: str, page: str, data: Mapping[str, str]
    ) -> None: ...


class Sms(Protocol):
    """Whoever sends short messages. The same `key` given again is the same message: sent once."""

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], *, key: str = ""
    ) -> None: ...

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


class CreditFacts(Struct, frozen=True):
    """What a credit score is made of: the request, and the enterprise's history here."""

    amount_fen: int
    term_months: int
    security: SecurityKind
    completed: int
    rejected_in_year: int


class CreditReason(Struct, frozen=True):
    """What moved a score: a code for machines, the points, and a sentence for people."""

    code: str
    points: int
    sentence: str


class CreditScore(Struct, frozen=True):
    """A score, the bar in force, by which version it was made, and why."""

    version: str
    points: int
    required: int
    reasons: tuple[CreditReason, ...]


class Scorer(Protocol):
    """Whoever scores an application: the declared card, or a model that has learned.

    The same facts give the same score for as long as the version is the same.
    """

    async def score(self, facts: CreditFacts) -> CreditScore: ...


class Nudge(Struct, frozen=True):
    """What a screen is told: something moved. Never what, never how much."""

    code: str
    subject_kind: str
    subject_id: str
    at: str


class Screens(Protocol):
    """Whoever is looking. A nudge says what moved; the screen then asks what it may see."""

    async def nudge(self, nudge: Nudge, rooms: tuple[str, ...]) -> None: ...
