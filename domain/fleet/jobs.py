"""What time does to devices: silence is noticed, alerts go or are escalated, books are kept."""

from datetime import datetime, timedelta

from domain.fleet import readings
from domain.fleet.actions import alerts, settling
from domain.fleet.rules import KEPT_FOR, Tally, due_at, span_begins
from domain.kernel import clock
from orm import pulses
from orm.devices import Device
from orm.fleet import DevicePulse, DeviceSpan
from vocabulary.devices import DeviceState
from vocabulary.fleet import Span

MINUTE_S = 60
SILENT_MAX = 20_000


class Watch:
    """Watches over all devices, a few times a second, in whichever process leads.

    When it begins, nobody has listened for a while: whatever was due meanwhile gets its time anew.
    """

    def __init__(self) -> None:
        self._begun = False

    async def look(self) -> int:
        """Judge who is silent, and carry out what was judged. Returns for how many devices."""
        now = clock.now()
        if not self._begun:
            await forgive(now)
            self._begun = True
        await settling.sweep(now)
        return await settling.settle()

    def forget(self) -> None:
        """Begin anew next time: another process may have led meanwhile."""
        self._begun = False


async def forgive(now: datetime) -> None:
    """Give every device time to be heard."""
    late = DevicePulse.filter(due_at__lte=now, silent=False)
    for interval_s in await late.distinct().values_list("interval_s", flat=True):
        await pulses.put_off(int(str(interval_s)), now, due_at(now, int(str(interval_s))))


async def mind_alerts() -> None:
    """Let alerts go that are over, and call the next about those nobody acknowledged."""
    now = clock.now()
    await alerts.resolve_steady(now)
    await alerts.escalate_due(now)


async def keep_books() -> None:
    """Count the minute that is over for whatever was silent all through it: as down, for now."""
    minute = span_begins(clock.now(), Span.MINUTE) - timedelta(minutes=1)
    silent = await DevicePulse.filter(silent=True, due_at__lte=minute).limit(SILENT_MAX)
    if not silent:
        return
    ids = [pulse.device_id for pulse in silent]
    in_use = {d.id: d for d in await Device.filter(id__in=ids, state=DeviceState.IN_USE)}
    counted = await DeviceSpan.filter(
        device_id__in=ids, span=Span.MINUTE, begins_at=minute
    ).values_list("device_id", flat=True)
    books = {}
    for pulse in silent:
        device = in_use.get(pulse.device_id)
        if device is None or pulse.device_id in counted:
            continue
        window = (device.window_days, device.window_from, device.window_to)
        missed = max(1, MINUTE_S // pulse.interval_s)
        excused = readings.is_within(window, device.maintenance_until, minute)
        tally = Tally(excused=missed) if excused else Tally(assumed=missed)
        books[pulse.device_id, minute] = tally, ""
    await pulses.add_to_books(readings.rows_of(books))


async def purge_books() -> None:
    """Drop what the figures no longer need: minutes after a day, hours after a month."""
    for span, kept in KEPT_FOR.items():
        await DeviceSpan.filter(span=span, begins_at__lt=clock.now() - kept).delete()
