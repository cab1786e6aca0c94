"""What becomes of a commitment when its case ends or changes."""

from datetime import datetime
from uuid import UUID

from orm.guarantee import GuaranteeCommitment

REASON_LENGTH_MAX = 500


async def release_commitment(application_id: UUID, *, reason: str, at: datetime) -> None:
    """Nobody is bound by it from now on. Inside an act; where there is none, nothing happens."""
    standing = GuaranteeCommitment.filter(application_id=application_id, released_at__isnull=True)
    await standing.update(released_at=at, release_reason=reason[:REASON_LENGTH_MAX])
