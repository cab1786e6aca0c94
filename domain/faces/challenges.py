"""Challenges: drawn at random, good once, for half a minute, at the terminal they were given to."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.outside import held
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Invalid, NotNow, Unavailable
from domain.kernel.seeing import Liveness, draw_challenges
from orm.faces import FaceChallenge
from vocabulary.faces import FacePurpose
from vocabulary.seeing import Challenge, challenge_sentence, flaw_sentence

LASTS = timedelta(seconds=45)
BUSY_RETRY_S = 3
OVER = "这次拍摄已失效，请重新开始"
NOT_DONE = "没有看到完整的动作，请按提示重新做一次"


class Instruction(Struct, frozen=True):
    """一个要做的动作。"""

    challenge: Challenge
    sentence: str


class Issued(Struct, frozen=True):
    """一组活体动作：按顺序做完，只能用一次。"""

    id: UUID
    asked: list[Instruction]
    valid_for_s: int


async def issue(purpose: FacePurpose, *, device_id: UUID | None, account_id: UUID | None) -> Issued:
    """Draw a sequence for one purpose, and for a terminal or an account."""
    asked = draw_challenges()
    row = await FaceChallenge.create(
        purpose=purpose,
        device_id=device_id,
        account_id=account_id,
        asked=[each.value for each in asked],
        expires_at=clock.now() + LASTS,
    )
    return _told(row)


async def waiting(challenge_id: UUID | None) -> Issued | None:
    """What is still asked for; None once it was spent, or its time is over."""
    row = await FaceChallenge.get_or_none(
        id=challenge_id, used_at__isnull=True, expires_at__gt=clock.now()
    )
    return _told(row) if row else None


def _told(row: FaceChallenge) -> Issued:
    asked = [Challenge(each) for each in row.asked]
    left_s = int((row.expires_at - clock.now()).total_seconds())
    return Issued(row.id, [Instruction(each, challenge_sentence(each)) for each in asked], left_s)


async def spend(
    challenge_id: UUID,
    purpose: FacePurpose,
    *,
    device_id: UUID | None,
    account_id: UUID | None = None,
) -> FaceChallenge:
    """Use up a challenge of this terminal (and account) before anything is looked at.

    A replay finds it spent; whoever it was not drawn for finds nothing, and spends nothing.
    """
    drawn = FaceChallenge.filter(id=challenge_id, purpose=purpose, device_id=device_id)
    row = await (drawn.filter(account_id=account_id) if account_id else drawn).first()
    spent = row and await FaceChallenge.filter(
        id=row.id, used_at__isnull=True, expires_at__gt=clock.now()
    ).update(used_at=clock.now())
    if row is None or not spent:
        raise NotNow(OVER)
    return row


async def watch(row: FaceChallenge, frames: list[bytes]) -> Liveness:
    """Judge the frames against what was asked. Raises `Invalid` with what to do better."""
    try:
        seen = await held().faces.watch(frames, [Challenge(each) for each in row.asked])
    except OutsideError as problem:
        raise busy(problem) from problem
    if seen.alive and seen.template is not None:
        return seen
    await mark_failed(row)
    sentence = flaw_sentence(seen.flaw) if seen.flaw else NOT_DONE
    raise Invalid(sentence, (("frames", sentence),))


def busy(problem: OutsideError) -> Unavailable:
    """The eyes have too much to look at: come back soon, or go another way."""
    return Unavailable(problem.sentence, retry_after_s=BUSY_RETRY_S)


async def failed(purpose: FacePurpose, *, within: timedelta, **whose: UUID) -> int:
    """How many failed lately, of one terminal or of one account."""
    since = clock.now() - within
    return await FaceChallenge.filter(
        purpose=purpose, failed=True, used_at__gt=since, **whose
    ).count()


async def mark_failed(row: FaceChallenge) -> None:
    """Count it against the terminal and the account."""
    await FaceChallenge.filter(id=row.id).update(failed=True)
