"""Attempts to log in: wrong passwords counted and locked out, every attempt written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.identity.accounts import name_index
from domain.kernel import clock
from domain.kernel.actor import Call
from orm import keyring, raw
from orm.identity import Account, LogInRecord, WrongPassword
from vocabulary.identity import LogInWay

WRONG_PASSWORDS_MAX = 5
WRONG_WITHIN = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
NOTE_LENGTH_MAX = 100
ADDRESS_LENGTH_MAX = 64
DEVICE_LENGTH_MAX = 200

WRONG_PROOF_SENTENCE = "密码不正确，请核对后重试"  # the account is known already
LOCKED_SENTENCE = "密码连续输错次数过多，请15分钟后再试，或改用短信验证码登录"
WRONG_SENTENCE = "账号或密码不正确，请核对后重试；忘记密码可凭短信验证码重置"

# One statement counts, begins anew after the window, and locks at the limit: however many
# attempts arrive at once, each is counted. A row that is locked already is left as it is, so
# nobody can stretch a lock by trying on; then nothing is returned.
_COUNT = (
    "INSERT INTO wrong_password (who, tries, since) VALUES (?, 1, ?) "
    "ON CONFLICT (who) DO UPDATE SET "
    "tries = CASE WHEN wrong_password.since > ? THEN wrong_password.tries + 1 ELSE 1 END, "
    "locked_until = CASE WHEN wrong_password.since > ? AND wrong_password.tries + 1 >= ? "
    "THEN ? ELSE wrong_password.locked_until END, "
    "since = CASE WHEN wrong_password.since > ? THEN wrong_password.since ELSE ? END "
    "WHERE wrong_password.locked_until IS NULL OR wrong_password.locked_until <= ? "
    "RETURNING tries"
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to log in."""

    way: LogInWay
    call: Call
    account_id: UUID | None = None

    async def note(self, note: str = "", *, succeeded: bool = False) -> None:
        """Write the attempt down (登录行为留存)."""
        await LogInRecord.create(
            account_id=self.account_id,
            way=self.way,
            terminal=self.call.terminal,
            address=self.call.address[:ADDRESS_LENGTH_MAX],
            device=self.call.device[:DEVICE_LENGTH_MAX],
            succeeded=succeeded,
            note=note[:NOTE_LENGTH_MAX],
            at=clock.now(),
        )


def who_tries(account: Account | None, typed: str = "") -> str:
    """Under which name wrong passwords are counted: the account's, however it was typed."""
    if account is None:
        return name_index(typed)
    return keyring.held().blind(str(account.id), "wrong_password.who")


async def count_wrong(who: str) -> bool:
    """Count one wrong password. True when this one locks, or the lock stands already."""
    now = clock.now()
    since = now - WRONG_WITHIN
    found = await raw.rows(
        _COUNT,
        who,
        now,
        since,
        since,
        WRONG_PASSWORDS_MAX,
        now + LOCKED_FOR,
        since,
        now,
        now,
    )
    return not found or found[0]["tries"] >= WRONG_PASSWORDS_MAX


async def locked_until(who: str) -> datetime | None:
    """Until when passwords are refused, right or wrong; None when they are not."""
    kept = await WrongPassword.get_or_none(who=who)
    if kept is None or kept.locked_until is None or kept.locked_until <= clock.now():
        return None
    found: datetime = kept.locked_until
    return found


async def forget_wrong(who: str) -> None:
    """Begin to count anew: the owner has proved who they are."""
    await WrongPassword.filter(who=who).delete()
