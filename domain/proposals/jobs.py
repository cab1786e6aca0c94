"""What time does to proposals: what can no longer happen stops waiting."""

from domain.proposals.actions import lapse_stale

BATCH_MAX = 500


async def lapse_proposals() -> None:
    """End proposals whose case has moved on."""
    await lapse_stale(BATCH_MAX)
