"""The demo world's old demands, loaded from `demo_legacy.csv` by the very way real ones are."""

from pathlib import Path

from domain.kernel.actor import job_actor
from domain.legacy.actions import load
from orm.legacy import LegacyDemand
from server.load_legacy import LOADER, lines_of


async def seed_legacy() -> None:
    """Load the sixty invented demands; once."""
    if not await LegacyDemand.exists():
        await load(lines_of(Path(__file__).parent / "demo_legacy.csv"), by=job_actor(LOADER))
