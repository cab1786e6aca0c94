"""What one person has read of what their party was told, and how much is left."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import ValuesQuery

from domain.kernel.actor import Actor
from domain.messaging.rules import is_locked
from orm import raw
from orm.identity import Account
from orm.messaging import Message, MessageChoice, MessageReading, MessageSettings
from vocabulary.messaging import MessageKind, MessageWay
from vocabulary.parties import PartyKind

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNREAD_COUNTED_MAX = 1000  # nobody needs to know by how many more

# Whoever joins a party has nothing to catch up on; what is settled is older than `read_until`.
_UNREAD = f"""
SELECT COUNT(*) AS unread FROM (SELECT 1 FROM message
WHERE message.party_id = ?
AND message.at > COALESCE(
    (SELECT read_until FROM message_settings WHERE account_id = ?),
    (SELECT created_at FROM account WHERE id = ?),
    ?
)
AND NOT EXISTS (
    SELECT 1 FROM message_reading AS reading
    WHERE reading.account_id = ? AND reading.message_id = message.id
)
AND NOT EXISTS (
    SELECT 1 FROM message_choice AS choice
    WHERE choice.account_id = ? AND choice.kind = message.kind
    AND choice.way = 'in_app' AND NOT choice.wanted
)
LIMIT {UNREAD_COUNTED_MAX}) AS counted
"""  # noqa: S608 -- a number of our own


async def unread_count(actor: Actor) -> int:
    """How many messages somebody has not read: one statement, for the badge on every page."""
    me = actor.account_id
    [found] = await raw.rows(_UNREAD, actor.party_id, me, me, EPOCH, me, me)
    return int(found["unread"])


async def unread_since(actor: Actor, since: datetime) -> list[UUID]:
    """Which messages after a moment somebody has not read."""
    rows = Message.filter(party_id=actor.party_id, at__gt=since)
    if hidden := await muted(actor):
        rows = rows.filter(kind__not_in=hidden)
    rows = rows.filter(unread_by(actor, await read_floor(actor)))
    return [row.id for row in await rows.only("id")]


def unread_by(actor: Actor, floor: datetime) -> Q:
    """The condition of being unread."""
    return Q(at__gt=floor) & Q(id__not_in=Subquery(_touched(actor)))


def read_by(actor: Actor, floor: datetime) -> Q:
    """The condition of having been read."""
    return Q(at__lte=floor) | Q(id__in=Subquery(_touched(actor)))


def kept_by(actor: Actor) -> Q:
    """The condition of still being on somebody's list."""
    removed = MessageReading.filter(account_id=actor.account_id, removed_at__isnull=False)
    return Q(id__not_in=Subquery(removed.values("message_id")))


def _touched(actor: Actor) -> "ValuesQuery[Literal[False]]":
    return MessageReading.filter(account_id=actor.account_id).values("message_id")


async def read_floor(actor: Actor) -> datetime:
    """All that is not younger counts as read."""
    account = await Account.get_or_none(id=actor.account_id)
    chosen = await MessageSettings.get_or_none(account_id=actor.account_id)
    joined_at: datetime = account.created_at if account else EPOCH
    settled: datetime | None = chosen.read_until if chosen else None
    return settled or joined_at


async def muted(actor: Actor) -> list[MessageKind]:
    """What somebody does not want to see in the message centre."""
    found = await MessageChoice.filter(
        account_id=actor.account_id, way=MessageWay.IN_APP, wanted=False
    )
    return [row.kind for row in found if not _is_locked(row.kind, actor.party_kind)]


def _is_locked(kind: MessageKind, party_kind: PartyKind) -> bool:
    return is_locked(kind, MessageWay.IN_APP, party_kind)
