"""Something to follow the journal with: acts without a flow, and a follower that counts in rows."""

from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.journal import Entry
from domain.kernel.perform import enact
from domain.kernel.relay import Following
from orm.journal import JournalEntry
from orm.messaging import Message
from vocabulary.messaging import MessageKind
from vocabulary.parties import PartyKind, Role

CODE = "thing.move"
SOMEBODY = Actor(
    uuid4(), uuid4(), PartyKind.OPERATOR, frozenset({Role.PLATFORM_OPERATOR}), name="李四"
)


async def moves(subject_id: UUID, reason: str = "") -> None:
    """One act on a subject."""
    async with enact(CODE, "thing", subject_id, by=SOMEBODY, reason=reason):
        pass


class Trouble(Exception):
    """What a follower may meet."""


class Counting:
    """A follower that writes one row for each entry it carries, and can be made to fail."""

    def __init__(self, name: str = "counting") -> None:
        self.troubled: set[UUID] = set()
        self.following = Following(name, lambda entry: entry.code == CODE, self.carry)

    async def carry(self, entry: Entry) -> None:
        """Write first and fail after: what was written must go with the failure."""
        await Message.create(
            party_id=uuid4(),  # never the same: carrying twice would be seen as two rows
            entry_id=entry.id,
            kind=MessageKind.SYSTEM,
            title="见",
            body=entry.reason,
            subject_id=entry.subject_id,
            at=entry.at,
        )
        if entry.subject_id in self.troubled:
            raise Trouble(f"cannot carry {entry.id}")


async def carried() -> list[int]:
    """The entries carried, in no order; an entry carried twice stands there twice."""
    return [int(row.entry_id) for row in await Message.all()]


async def ids_of(subject_id: UUID) -> list[int]:
    """The entries of a subject, oldest first."""
    rows = await JournalEntry.filter(subject_id=subject_id).order_by("id")
    return [int(row.id) for row in rows]
