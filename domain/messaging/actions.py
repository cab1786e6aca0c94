"""What people do to their messages: read, read all, remove."""

from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound
from orm.messaging import Message
from vocabulary.rights import Right


async def mark_read(message_id: UUID, *, by: Actor) -> None:
    """Mark one message as read; marking it again changes nothing."""
    await _must_be_own(message_id, by)
    await Message.filter(id=message_id, read_at=None).update(read_at=clock.now())


async def mark_all_read(*, by: Actor) -> None:
    """Mark every message of the party as read."""
    by.needs(Right.MESSAGE_VIEW)
    await Message.filter(party_id=by.party_id, read_at=None).update(read_at=clock.now())


async def remove(message_id: UUID, *, by: Actor) -> None:
    """Take a message off the list."""
    await _must_be_own(message_id, by)
    await Message.filter(id=message_id, removed_at=None).update(removed_at=clock.now())


async def _must_be_own(message_id: UUID, by: Actor) -> None:
    if Right.MESSAGE_VIEW not in by.rights or not await Message.exists(
        id=message_id, party_id=by.party_id
    ):
        raise NotFound("未找到这条消息")
