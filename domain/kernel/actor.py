"""Who is acting, and the call through which they act."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel import clock
from domain.kernel.refusal import NotYourPost, StepUp
from vocabulary.identity import LogInWay, Terminal
from vocabulary.parties import PartyKind, Role
from vocabulary.proving import FRESH_MINUTES, STEP_UP_WAYS
from vocabulary.rights import Right, rights_of

SYSTEM_ACCOUNT = UUID(int=1)
SYSTEM_PARTY = UUID(int=1)


class ActorKind(StrEnum):
    """What kind of somebody acts."""

    PERSON = "person"
    DEVICE = "device"
    CLIENT = "client"
    JOB = "job"


@dataclass(slots=True)
class Call:
    """One request, as the kernel needs to know it. Created by a door, filled by `perform`.

    `render` makes the answer from the row inside the act's own transaction, so that the
    answer of an idempotency key commits with the act; `answer` then holds its bytes.
    """

    request_id: str = ""
    address: str = ""
    terminal: Terminal = Terminal.SERVER
    key: str = ""
    body_hash: str = ""
    if_match: str = ""
    device: str = ""
    ticket: str = ""  # of somebody who has no account yet
    kiosk_id: UUID | None = None
    first_proof: str = ""  # the ticket of a log-in whose second proof this call brings
    render: Callable[[Any, "Actor"], Awaitable[bytes]] | None = None
    answer: bytes | None = None
    proposed_no: str = ""  # the act was kept as proposed, under this number


@dataclass(frozen=True, slots=True)
class Typist:
    """Who types for the person whose act it is, by whose leave, in which service.

    `must_hold` is asked inside the act's own transaction: it refuses once the leave has ended.
    """

    account_id: UUID
    name: str
    grant_id: UUID
    service_id: UUID
    must_hold: Callable[[], Awaitable[None]] = field(compare=False)

    def told(self) -> dict[str, str]:
        """As the journal keeps it beside the act."""
        return {
            "account_id": str(self.account_id),
            "name": self.name,
            "grant_id": str(self.grant_id),
            "service_id": str(self.service_id),
        }


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or device, client, job), the party they act for, and the posts they hold."""

    account_id: UUID
    party_id: UUID
    party_kind: PartyKind
    roles: frozenset[Role]
    name: str = ""
    party_name: str = ""
    kind: ActorKind = ActorKind.PERSON
    session_id: UUID | None = None
    extra_rights: frozenset[Right] = frozenset()
    proved_at: datetime | None = None
    ways: frozenset[LogInWay] = frozenset()
    typist: Typist | None = None
    call: Call = field(default_factory=Call, compare=False)

    @property
    def rights(self) -> frozenset[Right]:
        """What the posts (and rights given to this one account) let the actor read."""
        return rights_of(self.roles) | self.extra_rights

    def needs(self, right: Right) -> None:
        """Refuse unless the actor holds the right, and has proved lately what it wants proved."""
        if right not in self.rights:
            raise NotYourPost("您的岗位没有这项权限，如需开通请联系本单位管理员")
        self.must_be_fresh(right.value)

    def must_be_fresh(self, operation: str) -> None:
        """Refuse an operation that wants a fresh proof of who asks (`FRESH_MINUTES`).

        Whoever acts without a session is a program of the platform: there is nobody to ask.
        """
        minutes = FRESH_MINUTES.get(operation)
        if minutes is None or self.session_id is None:
            return
        if self.proved_at is None or clock.now() - self.proved_at > timedelta(minutes=minutes):
            ways = tuple(way.value for way in STEP_UP_WAYS if way in self.ways)
            raise StepUp(operation, ways)


def job_actor(name: str) -> Actor:
    """The named system actor on whose account a job acts."""
    return Actor(
        SYSTEM_ACCOUNT,
        SYSTEM_PARTY,
        PartyKind.OPERATOR,
        frozenset({Role.SYSTEM}),
        name=name,
        party_name="平台",
        kind=ActorKind.JOB,
    )
