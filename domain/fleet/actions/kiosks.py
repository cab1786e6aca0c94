"""A walk-up terminal is a device like any other: what it says of itself through its own door."""

from msgspec import Struct

from domain.fleet.actions import hearing
from domain.fleet.rules import KIOSK_SPEAKS_S, wants_at_kiosk
from domain.fleet.terms import KioskReport, Reading
from domain.kernel.actor import Call
from orm.fleet import DevicePulse
from vocabulary.fleet import Health


class KioskHeard(Struct, frozen=True):
    """已收到：多少秒后再报。"""

    again_in_s: int


async def hear(body: KioskReport, *, call: Call) -> KioskHeard:
    """Take in how a terminal is; that it speaks at all says that page, line and token are well."""
    assert call.kiosk_id is not None, "only a terminal speaks through the terminals' door"
    await DevicePulse.get_or_create(device_id=call.kiosk_id)  # some are older than their watch
    wants = wants_at_kiosk(body)
    reading = Reading(
        call.kiosk_id,
        Health.WARNING if wants else Health.HEALTHY,
        "；".join(wants),
        values={"waiting": body.waiting, "refused": body.refused},
    )
    await hearing.take_own(call.kiosk_id, reading, KIOSK_SPEAKS_S)
    return KioskHeard(KIOSK_SPEAKS_S)
