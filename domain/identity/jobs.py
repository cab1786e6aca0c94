"""What time does to accounts: sessions, codes and tickets that are over are forgotten."""

from datetime import timedelta

from domain.kernel import clock
from orm.identity import LogInTicket, Session, SmsCode, WeChatTicket, WrongPassword

KEPT = timedelta(days=7)


async def purge_identity() -> None:
    """Delete what has been over for a week. Log-in records stay."""
    before = clock.now() - KEPT
    await Session.filter(expires_at__lt=before).delete()
    await Session.filter(ended_at__lt=before).delete()
    await SmsCode.filter(expires_at__lt=before).delete()
    await LogInTicket.filter(expires_at__lt=before).delete()
    await WeChatTicket.filter(expires_at__lt=before).delete()
    await WrongPassword.filter(since__lt=before).delete()
