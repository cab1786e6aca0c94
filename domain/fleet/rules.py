"""Pure judgement of devices: hysteresis, silence, clones, windows, severity, availability.

Nothing here knows a database or a clock: moments are given.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.fleet.terms import KioskReport

from vocabulary.devices import DeviceKind
from vocabulary.fleet import AlertCause, Health, Severity, Span

FAIL_AFTER = 2  # checks in a row
RECOVER_AFTER = 3
MISSED_MAX = 2  # reports that may fail to come
KIOSK_SPEAKS_S = 5  # so that its silence is known after ten seconds and the grace
GRACE = timedelta(seconds=1)
BOOTS_KEPT_MAX = 8
BACKLOG_MAX = timedelta(days=7)
CLOCK_OFF_MAX = timedelta(minutes=5)
STEADY_FOR = timedelta(minutes=5)  # a device that comes back and goes again is one alert
ESCALATE_AFTER: dict[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(minutes=5),
    Severity.MAJOR: timedelta(minutes=15),
    Severity.MINOR: timedelta(hours=2),
}
KEPT_FOR: dict[Span, timedelta] = {
    Span.MINUTE: timedelta(hours=25),
    Span.HOUR: timedelta(days=40),
    Span.DAY: timedelta(days=800),
}
SPEAKS_FOR_ITSELF = frozenset({DeviceKind.AGENT, DeviceKind.SERVER})
VITAL = SPEAKS_FOR_ITSELF | {DeviceKind.NETWORK, DeviceKind.FIRE_SAFETY, DeviceKind.UPS}
_RANK = {Health.UNKNOWN: 0, Health.HEALTHY: 0, Health.WARNING: 1, Health.DOWN: 2}


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a device is judged to be, and which way its latest readings lean how often in a row."""

    judged: Health
    lean: Health = Health.UNKNOWN
    run: int = 0


def is_worse(one: Health, other: Health) -> bool:
    """Is one worse than the other?"""
    return _RANK[one] > _RANK[other]


def hear(before: Leaning, said: Health, checks: int = 1) -> Leaning:
    """Take a reading in. A single odd one changes nothing, in either direction.

    Readings on one side of what is judged count together, and what they have in common holds: a
    device that says now `warning`, now `down` is worse than healthy, and a warning at least.
    """
    judged = before.judged
    if said is judged:
        return Leaning(judged)
    if judged is Health.UNKNOWN and said is Health.HEALTHY:
        return Leaning(said)
    worse = is_worse(said, judged)
    goes_on = before.run > 0 and is_worse(before.lean, judged) == worse
    lean = said
    if goes_on and is_worse(said, before.lean) == worse and said is not before.lean:
        lean = before.lean
    run = (before.run if goes_on else 0) + checks
    if run >= (FAIL_AFTER if worse else RECOVER_AFTER):
        return Leaning(lean)
    return Leaning(judged, lean, run)


class Hearing(Enum):
    """What a signed report is, by its number and the start of the program that sent it."""

    NEW = auto()
    REPLAYED = auto()
    CLONED = auto()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a key's last report."""

    counter: int = 0
    boot: str = ""
    boots: tuple[str, ...] = ()
    digest: str = ""


def judge_sender(known: Known, counter: int, boot: str, digest: str) -> Hearing:
    """Is it new, sent again by somebody who listened, or from a second holder of the key?

    Whoever only listens can repeat what was sent and nothing else, so a number that runs
    backwards under a start that never spoke, an earlier start that speaks again, and another
    content under the newest number are each the work of a second holder.
    """
    seen = boot == known.boot or boot in known.boots
    if counter > known.counter:
        return Hearing.CLONED if boot in known.boots else Hearing.NEW
    if not seen:
        return Hearing.CLONED
    is_newest = counter == known.counter and boot == known.boot
    return Hearing.CLONED if is_newest and digest != known.digest else Hearing.REPLAYED


def boots_after(known: Known, boot: str) -> tuple[str, ...]:
    """The starts that are over, when one speaks."""
    if boot == known.boot or not known.boot:
        return known.boots
    return (*known.boots, known.boot)[-BOOTS_KEPT_MAX:]


@dataclass(frozen=True, slots=True)
class Told:
    """When something happened, as a device tells it.

    By its clock, and by a counter of seconds that nobody can set back within one start.
    """

    boot: str
    tick_s: float
    at: datetime


def measured_at(measured: Told, sent: Told, now: datetime) -> datetime:
    """When a reading was really taken, whatever became of the device's clock meanwhile."""
    if measured.boot == sent.boot:
        age = timedelta(seconds=max(0.0, sent.tick_s - measured.tick_s))
    else:
        age = sent.at - measured.at  # the clock's fault is the same at both ends, if it stood still
    return now - min(max(age, timedelta()), BACKLOG_MAX)


def due_at(heard: datetime, interval_s: int) -> datetime:
    """When a device that has not been heard again is silent."""
    return heard + timedelta(seconds=interval_s * MISSED_MAX) + GRACE


def is_fresh(measured: datetime, now: datetime, interval_s: int) -> bool:
    """Does a reading speak of the present? Older ones only mend the books."""
    return now - measured <= timedelta(seconds=interval_s * MISSED_MAX)


def in_window(days: str, begins: str, ends: str, weekday: int, time_of_day: str) -> bool:
    """Is it within a weekly window? One over midnight belongs to the day on which it begins.

    Days are ISO weekdays ("15": Monday and Friday), times "HH:MM"; the end is not within.
    """
    if not days or not begins or begins == ends:
        return False
    today = str(weekday) in days
    if begins < ends:
        return today and begins <= time_of_day < ends
    yesterday = str((weekday + 5) % 7 + 1) in days
    return (today and time_of_day >= begins) or (yesterday and time_of_day < ends)


def severity_of(kind: DeviceKind, cause: AlertCause) -> Severity:
    """How soon somebody must look: what others hang on, and what guards people, comes first."""
    if cause is AlertCause.CLONED:
        return Severity.CRITICAL
    if cause is AlertCause.WARNING:
        return Severity.MINOR
    return Severity.CRITICAL if kind in VITAL else Severity.MAJOR


def wants_at_kiosk(said: "KioskReport") -> list[str]:
    """What a terminal that can be reached lacks: each is worth a walk, and none stops all of it."""
    wants = []
    if said.camera is False:
        wants.append("摄像头未连接")
    if said.agent is False:
        wants.append("配套程序没有应答，读卡和打印不可用")
    if said.printer in {Health.WARNING, Health.DOWN}:
        wants.append(f"打印机{said.printer_says or '不可用'}")
    if said.refused:
        wants.append(f"{said.refused} 条离线登记未能提交")
    return wants


def is_graver(one: Severity, other: Severity) -> bool:
    """Must somebody look sooner at one than at the other?"""
    return ESCALATE_AFTER[one] < ESCALATE_AFTER[other]


@dataclass(frozen=True, slots=True)
class Tally:
    """Readings of a stretch of time; `assumed` never came and count as down."""

    up: int = 0
    down: int = 0
    excused: int = 0
    assumed: int = 0
    latency_ms: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.up + other.up,
            self.down + other.down,
            self.excused + other.excused,
            self.assumed + other.assumed,
            self.latency_ms + other.latency_ms,
        )


def tally_of(said: Health, *, excused: bool, latency_ms: float = 0.0) -> Tally:
    """One reading in the books. Within maintenance nothing counts; a warning is still up."""
    if excused:
        return Tally(excused=1)
    if said in {Health.DOWN, Health.UNKNOWN}:
        return Tally(down=1)
    return Tally(up=1, latency_ms=latency_ms)


def availability(tally: Tally) -> float | None:
    """Up / (up + down). None without a reading: no data is neither good nor bad."""
    counted = tally.up + tally.down + tally.assumed
    return tally.up / counted if counted else None


def mean_latency(tally: Tally) -> float | None:
    """Of the readings that were up."""
    return tally.latency_ms / tally.up if tally.up else None


def span_begins(moment: datetime, span: Span) -> datetime:
    """The beginning of the minute, hour or day (UTC) that a moment falls into."""
    minute = moment.astimezone(UTC).replace(second=0, microsecond=0)
    if span is Span.MINUTE:
        return minute
    return minute.replace(minute=0) if span is Span.HOUR else minute.replace(minute=0, hour=0)
