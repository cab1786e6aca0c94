"""Taking reports in: a batch of them in one transaction, each from a key of ours or for nothing.

A report that is refused changes nothing and learns nothing: an unknown key, a revoked one and a
replayed one get the same answer. Health is only judged here; `settling` tells people of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec
from tortoise.transactions import in_transaction

from domain.devices.keys import is_signed
from domain.fleet import readings
from domain.fleet.rules import (
    CLOCK_OFF_MAX,
    Hearing,
    Known,
    Leaning,
    Tally,
    Told,
    boots_after,
    due_at,
    hear,
    is_fresh,
    is_worse,
    judge_sender,
    measured_at,
    span_begins,
    tally_of,
)
from domain.fleet.terms import DETAIL_LENGTH_MAX, Envelope, Reading, Report
from domain.kernel import clock
from orm import pulses
from orm.pulses import Held
from vocabulary.devices import DeviceState
from vocabulary.fleet import Health, Span

IN_USE = DeviceState.IN_USE.value
TICK_RESET_MAX = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Given:
    """One request: what was signed, as bytes and as read."""

    envelope: Envelope
    payload: bytes
    signature: str


@dataclass(slots=True)
class Taken:
    """What became of a batch: which requests were taken, and whose key was seen twice."""

    accepted: list[bool] = field(default_factory=list)
    cloned: dict[UUID, str] = field(default_factory=dict)
    turned_bad: bool = False


async def take(batch: Sequence[Given]) -> Taken:
    """Take a batch of requests in, all of them in one commit."""
    wanted = {given.envelope.agent for given in batch} | {
        reading.device
        for given in batch
        for report in given.envelope.reports
        for reading in report.readings
    }
    taken = Taken()
    async with in_transaction():
        round_ = _Round(await pulses.locked(wanted), clock.now())
        for given in batch:
            taken.accepted.append(round_.take(given, taken.cloned))
        taken.turned_bad = await round_.write()
    return taken


async def take_own(device_id: UUID, reading: Reading, interval_s: int) -> None:
    """Take in what a device says of itself whose own door has let it in already."""
    async with in_transaction():
        round_ = _Round(await pulses.locked([device_id]), clock.now())
        round_.note_own(reading, interval_s)
        await round_.write()


class _Round:
    """One batch at work, on rows that are locked."""

    def __init__(self, held: dict[UUID, Held], now: datetime) -> None:
        self.held, self.now = held, now
        self._books: dict[tuple[UUID, datetime], tuple[Tally, str]] = {}

    def take(self, given: Given, cloned: dict[UUID, str]) -> bool:
        sent = given.envelope
        agent = self.held.get(sent.agent)
        if agent is None or agent.state != IN_USE or agent.public_key is None:
            return False
        if not is_signed(agent.public_key, given.payload, given.signature):
            return False
        pulse = agent.pulse
        known = Known(pulse.counter, pulse.boot, tuple(pulse.boots.split()), pulse.digest)
        digest = sha256(given.payload).hexdigest()
        hearing = judge_sender(known, sent.counter, sent.boot, digest)
        if hearing is Hearing.CLONED:
            cloned[sent.agent] = "同一把密钥在两处使用"
        if hearing is not Hearing.NEW:
            return False
        pulse.boots = " ".join(boots_after(known, sent.boot))
        pulse.counter, pulse.boot, pulse.digest = sent.counter, sent.boot, digest
        agent.touched = True
        self._heard(agent)
        for report in sent.reports:
            if report.seq > pulse.seq:  # else it came before: its answer was lost on the way
                pulse.seq = report.seq
                self._report(agent, sent, report)
        return True

    def note_own(self, reading: Reading, interval_s: int) -> None:
        """Note what was read just now, unless the device is ours no more."""
        held = self.held.get(reading.device)
        if held is not None and held.state == IN_USE:
            self._note(held, reading, self.now, interval_s)

    async def write(self) -> bool:
        """Write what was noted. True if anything is worse than people were told."""
        touched = [held.pulse for held in self.held.values() if held.touched]
        await pulses.write(touched)
        await pulses.add_to_books(readings.rows_of(self._books))
        return any(is_worse(each.judged, each.health) for each in touched)

    def _report(self, agent: Held, sent: Envelope, report: Report) -> None:
        at = measured_at(
            Told(report.boot, report.tick, report.at),
            Told(sent.boot, sent.tick, sent.at),
            self.now,
        )
        is_said = False
        for reading in report.readings:
            target = self.held.get(reading.device)
            if target is None or target.state != IN_USE:
                continue
            if target is agent:
                is_said = True
                self._note(target, self._of_clock(reading, sent), at, report.interval_s)
            elif target.reporter_id == sent.agent:
                self._note(target, reading, at, report.interval_s)
        if not is_said:
            own = self._of_clock(Reading(sent.agent, Health.HEALTHY), sent)
            self._note(agent, own, at, report.interval_s)

    def _of_clock(self, reading: Reading, sent: Envelope) -> Reading:
        """An agent whose clock is wrong is worth a look, however well it is otherwise."""
        off = sent.at - self.now
        if abs(off) <= CLOCK_OFF_MAX or reading.health is not Health.HEALTHY:
            return reading
        minutes = int(abs(off).total_seconds() // 60)
        detail = f"设备时钟{'快' if off > timedelta() else '慢'}了约{minutes}分钟"
        return msgspec.structs.replace(reading, health=Health.WARNING, detail=detail)

    def _heard(self, held: Held) -> None:
        held.touched = True
        held.pulse.heard_at = self.now
        held.pulse.silent = False
        held.pulse.due_at = due_at(self.now, held.pulse.interval_s)

    def _note(self, held: Held, reading: Reading, at: datetime, interval_s: int) -> None:
        pulse, reading = held.pulse, readings.believed(reading)
        if pulse.interval_s != interval_s:
            pulse.interval_s = interval_s
        self._heard(held)
        if is_fresh(at, self.now, interval_s) and not _is_before(at, pulse.measured_at):
            reading = readings.watched(pulse, reading)
            leaning = hear(
                Leaning(pulse.judged, pulse.lean, pulse.run), reading.health, reading.checks
            )
            pulse.judged, pulse.lean, pulse.run = leaning.judged, leaning.lean, leaning.run
            pulse.detail = reading.detail[:DETAIL_LENGTH_MAX]
            if reading.values:
                pulse.readings = readings.written(reading.values)
            pulse.measured_at = at
        self._book(held, reading, at)

    def _book(self, held: Held, reading: Reading, at: datetime) -> None:
        pulse, minute = held.pulse, span_begins(at, Span.MINUTE)
        excused = readings.is_excused(held, at)
        tally = tally_of(reading.health, excused=excused, latency_ms=reading.latency_ms)
        if pulse.minute is not None and minute < pulse.minute:
            n = tally.up + tally.down + tally.excused
            late = Tally(tally.up, tally.down, tally.excused, -n, tally.latency_ms)
            self._add(pulse.device_id, minute, late, readings.written(reading.values))
            return
        if pulse.minute is not None and minute > pulse.minute:
            self._add(pulse.device_id, pulse.minute, readings.pending(pulse), pulse.readings)
            pulse.up = pulse.down = pulse.excused = 0
            pulse.latency_ms = 0.0
        pulse.minute = minute
        pulse.up += tally.up
        pulse.down += tally.down
        pulse.excused += tally.excused
        pulse.latency_ms += tally.latency_ms

    def _add(self, device_id: UUID, minute: datetime, tally: Tally, values: str) -> None:
        before, _ = self._books.get((device_id, minute), (Tally(), ""))
        self._books[device_id, minute] = (before + tally, values)


def _is_before(at: datetime, newest: datetime | None) -> bool:
    return newest is not None and at < newest - TICK_RESET_MAX
