"""Is somebody at the store? By its fence on the map, or by a code that only its screens show."""

import hmac
from datetime import datetime, timedelta

from domain.kernel import clock
from domain.kernel.refusal import Unmet
from domain.store.queue.rules import is_within
from domain.store.queue.terms import Whereabouts
from orm import keyring
from orm.store_queue import THE_STORE, StoreSite

CODE_EVERY = timedelta(seconds=60)
CODE_PLACE = "store.code"
CODE_LENGTH = 20
CODES_GOOD = 2  # the one on the screen, and the one before it
E6 = 1_000_000
OPENS_AT, CLOSES_AT = "09:00", "17:00"  # until the operator has said otherwise
FAR = "您不在门店附近，无法远程取号。请到店后再取号，或预约时段"
STALE_CODE = "二维码已失效，请扫描门店屏幕上正在显示的二维码"
NOWHERE = "请允许获取位置，或扫描门店屏幕上的二维码后取号"


async def site() -> StoreSite:
    """Where the store is, and when it is open; until that is written down, nobody is near it."""
    return await StoreSite.get_or_none(id=THE_STORE) or StoreSite(
        latitude_e6=0, longitude_e6=0, radius_m=0, opens_at=OPENS_AT, closes_at=CLOSES_AT
    )


async def must_be_here(here: Whereabouts) -> None:
    """Refuse whoever is not at the store. Neither place nor code is kept."""
    if here.store_code:
        if not is_good(here.store_code, clock.now()):
            raise Unmet(STALE_CODE)
        return
    if here.latitude is None or here.longitude is None:
        raise Unmet(NOWHERE)
    store = await site()
    at = (store.latitude_e6 / E6, store.longitude_e6 / E6)
    if not is_within(at, store.radius_m, (here.latitude, here.longitude)):
        raise Unmet(FAR)


def code_at(moment: datetime, *, back: int = 0) -> str:
    """The code that the store's screens show at a moment. It changes every minute."""
    step = int(moment.timestamp() // CODE_EVERY.total_seconds()) - back
    return keyring.held().blind(str(step), CODE_PLACE)[:CODE_LENGTH]


def code_path(code: str) -> str:
    """The page to which a screen's code leads; the mini-program knows it by this path too."""
    return f"/portal/own-tickets?store_code={code}"


def changes_at(moment: datetime) -> datetime:
    """When the screens show another code."""
    since = timedelta(seconds=moment.timestamp() % CODE_EVERY.total_seconds())
    return moment - since + CODE_EVERY


def is_good(code: str, moment: datetime) -> bool:
    """Is it a code that was on the screens just now?"""
    return any(
        hmac.compare_digest(code_at(moment, back=back).encode(), code.encode())
        for back in range(CODES_GOOD)
    )
