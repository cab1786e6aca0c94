"""What time does to log-ins that nobody agreed to: they are forgotten."""

from datetime import timedelta

from domain.kernel import clock
from orm.devices import ScanLogIn

KEPT = timedelta(days=1)


async def purge_scans() -> None:
    """Delete what has been over for a day."""
    await ScanLogIn.filter(expires_at__lt=clock.now() - KEPT).delete()
