"""The platform's own steps: what the automatic review found, written down and carried out."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.kernel.refusal import NotNow
from domain.parties import hand_ins
from domain.parties.actions import claiming
from domain.parties.checks import RULES_VERSION, Check
from domain.parties.review import Decision
from orm.parties import Certification


async def conclude(
    certification_id: UUID,
    serial: int,
    checks: Sequence[Check],
    decision: Decision,
    *,
    by: Actor,
) -> Certification:
    """Take the step that follows from the checks of one hand-in, and keep the checks with it."""
    async with perform(
        decision.verb, Certification, certification_id, by=by, reason=decision.reason
    ) as row:
        if row.handed_in != serial:
            raise NotNow("资料已更新，请重新核验")
        hand_in = await hand_ins.latest(row)
        hand_in.checks = msgspec.json.encode(checks).decode()
        hand_in.rules_version, hand_in.checked_at = RULES_VERSION, row.updated_at
        await hand_in.save(update_fields=["checks", "rules_version", "checked_at"])
        row.reason = decision.reason
        if decision.verb == "pass_check":
            row.valid_until = await hand_ins.valid_until(row)
            await claiming.certify(row)
        if decision.verb in {"pass_check", "refuse"}:
            row.decided_at = row.updated_at
            await hand_ins.forget_portraits(hand_in)
    return row
