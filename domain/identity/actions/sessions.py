"""Sessions ended by their owner: this one and all others, or one on another device."""

from uuid import UUID

from domain.identity.sessions import end_sessions
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import NotFound
from orm.identity import Session


async def log_out(*, by: Actor) -> None:
    """End every session of the account, on every device (6.1.2.6)."""
    facts: dict[str, int] = {}
    async with enact("account.log_out", "account", by.account_id, by=by, facts=facts) as outcome:
        facts["sessions"] = await end_sessions(by.account_id, at=outcome.at)


async def revoke_others(*, by: Actor) -> None:
    """End every session of the account but this one."""
    facts: dict[str, int] = {}
    async with enact(
        "session.revoke_others", "account", by.account_id, by=by, facts=facts
    ) as outcome:
        facts["sessions"] = await end_sessions(by.account_id, at=outcome.at, but=by.session_id)


async def revoke(session_id: UUID, *, by: Actor) -> None:
    """End one of one's own sessions."""
    async with enact("session.revoke", "session", session_id, by=by) as outcome:
        ended = await Session.filter(
            id=session_id, account_id=by.account_id, ended_at__isnull=True
        ).update(ended_at=outcome.at)
        if not ended:
            raise NotFound("未找到该登录设备，它可能已经退出")
