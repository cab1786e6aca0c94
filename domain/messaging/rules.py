"""What a person may choose about messages, when their phone is left alone, and how long to wait."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from domain.kernel.clock import SHANGHAI
from domain.kernel.ports import OVER_QUOTA
from vocabulary.messaging import MessageKind, MessageWay
from vocabulary.parties import SEPARATED, PartyKind, Role

TRIES_MAX = 6
BACK_OFF_FIRST = timedelta(seconds=30)
STALE_AFTER = timedelta(days=1)  # a short message of the day before yesterday only confuses
SETTLED_AFTER = timedelta(days=7)

IMPORTANT = frozenset(MessageKind) - {MessageKind.APPLICATION}
DECISIONS = frozenset(MessageKind) - {MessageKind.SYSTEM, MessageKind.POLICY}

Choices = Mapping[tuple[MessageKind, MessageWay], bool]


def is_locked(kind: MessageKind, way: MessageWay, party_kind: PartyKind) -> bool:
    """Decisions about one's own case are always shown: they may start a term of their own."""
    return way is MessageWay.IN_APP and party_kind is PartyKind.ENTERPRISE and kind in DECISIONS


def is_wanted(kind: MessageKind, way: MessageWay, choices: Choices) -> bool:
    """What somebody chose; without a choice, short messages are kept for what matters."""
    usual = way is not MessageWay.SMS or kind in IMPORTANT
    return choices.get((kind, way), usual)


def holds_business_post(roles: frozenset[Role]) -> bool:
    """Does somebody work on cases? Who only administers accounts is not called about them."""
    return bool(roles - SEPARATED - {Role.INSTITUTION_ADMIN, Role.SYSTEM})


def quiet_ends(at: datetime, from_hour: int, to_hour: int) -> datetime | None:
    """When the quiet hours end that a moment falls into; None outside them."""
    local = at.astimezone(SHANGHAI)
    over_midnight = from_hour > to_hour
    since, before = local.hour >= from_hour, local.hour < to_hour
    if not (since or before if over_midnight else since and before):
        return None
    day = local + timedelta(days=1) if over_midnight and since else local
    return day.replace(hour=to_hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def next_try(at: datetime, tries: int, code: str) -> datetime:
    """After a failure: twice as long each time; a day's quota comes back with the next day."""
    if code == OVER_QUOTA:
        tomorrow = at.astimezone(SHANGHAI) + timedelta(days=1)
        return tomorrow.replace(hour=0, minute=5, second=0, microsecond=0).astimezone(UTC)
    return at + BACK_OFF_FIRST * (1 << tries)


def gives_up(tries: int, code: str, *, retry: bool, important: bool) -> bool:
    """Nothing more is tried; what is important does not wait for tomorrow's quota."""
    return not retry or tries >= TRIES_MAX or (code == OVER_QUOTA and important)
