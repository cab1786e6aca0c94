"""One answer per idempotency key, committed with the act it answers."""

from datetime import datetime
from uuid import uuid4

from domain.kernel.actor import Actor
from domain.kernel.refusal import KeyReused
from orm.journal import Answer


class Answered(Exception):
    """The idempotency key already has its answer: the act was done before."""

    def __init__(self, answer: bytes) -> None:
        super().__init__("already answered")
        self.answer = answer


async def claim(by: Actor, at: datetime) -> Answer:
    """Take the key, or find who took it. A racing twin waits here until the first commits.

    Raises `Answered` with the stored answer, `KeyReused` when the body was another one.
    """
    call, mine = by.call, uuid4()
    fresh = Answer(
        account_id=by.account_id, key=call.key, claim=mine, body_hash=call.body_hash, at=at
    )
    await Answer.bulk_create([fresh], ignore_conflicts=True)
    kept = await Answer.get(account_id=by.account_id, key=call.key)
    if kept.claim == mine:
        return kept
    if kept.body_hash != call.body_hash:
        raise KeyReused("这个提交编号已用于另一份内容，请刷新页面后重新提交")
    raise Answered((kept.body or "").encode())


async def keep(claimed: Answer, answer: bytes) -> None:
    """Store the answer under its key."""
    claimed.body = answer.decode()
    await claimed.save(update_fields=["body"])


async def is_answered(by: Actor) -> bool:
    """Was this key used before? A look ahead must then not refuse what `claim` will answer."""
    return bool(by.call.key) and await Answer.exists(account_id=by.account_id, key=by.call.key)
