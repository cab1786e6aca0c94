"""The codes that the screens in the store show: of what signs in now, else the store's own.

Whoever holds such a code counts as somebody who stands before the screen, so it is given to
nobody who does not.
"""

from datetime import datetime

from msgspec import Struct

from domain.kernel import clock
from domain.store.events import at_door
from domain.store.queue import whereabouts

STORE_KIND = "到店取号"
STORE_TITLE = "扫码取号"
STORE_SAYS = "用微信扫一扫，在手机上取号"
EVENT_SAYS = "用微信或手机浏览器扫一扫签到"


class ScreenCode(Struct, frozen=True):
    """门店大屏上的一个二维码：做什么用、指向的页面、何时更换。"""

    kind: str
    title: str
    says: str
    path: str
    changes_at: datetime


async def codes_now() -> list[ScreenCode]:
    """One code for each event that signs in now; the store's own when none does."""
    now = clock.now()
    found = [
        ScreenCode(
            f"{each.kind_label}签到", each.title, EVENT_SAYS, each.code.path, each.changes_at
        )
        for each in await at_door.signing_in_at(now)
    ]
    store = whereabouts.code_path(whereabouts.code_at(now))
    changes_at = whereabouts.changes_at(now)
    return found or [ScreenCode(STORE_KIND, STORE_TITLE, STORE_SAYS, store, changes_at)]
