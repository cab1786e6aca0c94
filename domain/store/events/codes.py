"""Codes by which people sign in: of one event, signed, good for a minute, worthless afterwards.

The screen at the entrance shows a new one every half minute, so a photograph that is passed on
comes too late. A person's own pass is made the same way, for the scanner of the terminal.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from domain.kernel.refusal import Invalid, Unmet
from orm import keyring

SLOT_S = 30  # how long one code is shown
SLOTS_GOOD = 2  # the one that is shown, and the one before it
MAC_LENGTH = 24
_CODE = re.compile(
    r"(?P<kind>[EP])(?P<event>[0-9a-f]{32})(?P<account>[0-9a-f]{32})?\.(?P<slot>\d{1,12})\."
    rf"(?P<mac>[0-9a-f]{{{MAC_LENGTH}}})"
)
ENTRY, PASS = "E", "P"
NO_CODE = "这不是签到码，请扫描活动现场屏幕上的二维码"
OTHER_EVENT = "这是另一场活动的签到码，请扫描本场活动现场屏幕上的二维码"
FORGED = "签到码无效，请扫描活动现场屏幕上的二维码"
TOO_OLD = "签到码已过期，截图或转发的签到码不能使用，请扫描现场屏幕上最新的二维码"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is shown, and until when it is taken."""

    text: str
    expires_at: datetime


def entry_code(event_id: UUID, now: datetime) -> Code:
    """The code of an event that is shown at this moment."""
    return _made(ENTRY, event_id, None, now)


def own_pass(event_id: UUID, account_id: UUID, now: datetime) -> Code:
    """A person's code for an event, to be shown to the terminal."""
    return _made(PASS, event_id, account_id, now)


def changes_at(now: datetime) -> datetime:
    """When the screens show another code."""
    return datetime.fromtimestamp((int(now.timestamp()) // SLOT_S + 1) * SLOT_S, UTC)


def must_be_entry_code(text: str, event_id: UUID, now: datetime) -> None:
    """Refuse what is no code, of another event, forged, or too old."""
    _read(ENTRY, text, event_id, now)


def whose_pass(text: str, event_id: UUID, now: datetime) -> UUID:
    """Whose pass for this event this is. Refuses as for the event's own code."""
    account_id = _read(PASS, text, event_id, now)
    if account_id is None:
        raise _wrong(NO_CODE)
    return account_id


def owner_of(text: str) -> UUID | None:
    """Whose pass this is, for whatever event and however old; None for what is not one of ours."""
    try:
        found = _genuine(PASS, text)
    except Invalid:
        return None
    return UUID(found["account"]) if found["account"] else None


def was_shown_at(text: str, moment: datetime) -> bool:
    """Could a genuine code have been held up at a moment?"""
    return 0 <= _age(_genuine(PASS, text), moment) < SLOTS_GOOD


def _made(kind: str, event_id: UUID, account_id: UUID | None, now: datetime) -> Code:
    slot = int(now.timestamp()) // SLOT_S
    owner = account_id.hex if account_id else ""
    text = f"{kind}{event_id.hex}{owner}.{slot}.{_mac(kind, event_id.hex + owner, slot)}"
    return Code(text, datetime.fromtimestamp((slot + SLOTS_GOOD) * SLOT_S, UTC))


def _read(kind: str, text: str, event_id: UUID, now: datetime) -> UUID | None:
    found = _genuine(kind, text)
    if found["event"] != event_id.hex:
        raise Unmet(OTHER_EVENT)
    if not 0 <= _age(found, now) < SLOTS_GOOD:
        raise Unmet(TOO_OLD)
    return UUID(found["account"]) if found["account"] else None


def _genuine(kind: str, text: str) -> re.Match[str]:
    found = _CODE.fullmatch(text.strip())
    if found is None or found["kind"] != kind:
        raise _wrong(NO_CODE)
    whose = found["event"] + (found["account"] or "")
    if not hmac.compare_digest(_mac(kind, whose, int(found["slot"])), found["mac"]):
        raise _wrong(FORGED)
    return found


def _age(found: re.Match[str], moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT_S - int(found["slot"])


def _mac(kind: str, whose: str, slot: int) -> str:
    return keyring.held().blind(f"{kind}.{whose}.{slot}", "event.code")[:MAC_LENGTH]


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, (("code", sentence),))
