"""Readings on their way into pulse and books: values, what is odd about them, what is excused."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.fleet.detecting import Model, notice
from domain.fleet.rules import FAIL_AFTER, Tally, in_window, span_begins
from domain.fleet.terms import VALUE_MAX, Reading
from domain.kernel.clock import SHANGHAI
from orm.pulses import Held
from vocabulary.fleet import Health, Span

WATCHED: dict[str, str] = {"cpu": "处理器负载", "temperature": "温度"}  # what a detector learns
DIGITS = 3
_WRITER = msgspec.json.Encoder()
_VALUES = msgspec.json.Decoder(dict[str, float])
_MODELS = msgspec.json.Decoder(dict[str, list[float]])


def written(values: Mapping[str, float]) -> str:
    """Values as they are kept."""
    if not values:
        return ""
    return _WRITER.encode({name: round(value, DIGITS) for name, value in values.items()}).decode()


def read(text: str) -> dict[str, float]:
    """Values as they were kept."""
    return _VALUES.decode(text) if text else {}


def believed(reading: Reading) -> Reading:
    """A reading without the values that cannot be; the rest of it is worth hearing."""
    if all(abs(value) <= VALUE_MAX for value in reading.values.values()):
        return reading
    values = {name: value for name, value in reading.values.items() if abs(value) <= VALUE_MAX}
    return msgspec.structs.replace(reading, values=values)


def watched(pulse: Any, reading: Reading) -> Reading:
    """Let the detectors of this device learn; a healthy reading that is odd becomes a warning.

    A detector has looked at more than one reading before it speaks, so it is believed at once.
    """
    names = [name for name in WATCHED if name in reading.values]
    if not names:
        return reading
    models = _MODELS.decode(pulse.model) if pulse.model else {}
    odd = ""
    for name in names:
        model = _kept(models.get(name))
        if notice(model, reading.values[name]):
            odd = f"{WATCHED[name]}异常：{reading.values[name]:g}"
        models[name] = [float(f"{number:.6g}") for number in astuple(model)]
    pulse.model = _WRITER.encode(models).decode()
    if not odd or reading.health is not Health.HEALTHY:
        return reading
    return msgspec.structs.replace(reading, health=Health.WARNING, detail=odd, checks=FAIL_AFTER)


def _kept(numbers: list[float] | None) -> Model:
    if numbers is None:
        return Model()
    seen, rest, *others = numbers
    return Model(int(seen), int(rest), *others)


def is_excused(held: Held, at: datetime) -> bool:
    """Is the device being maintained at a moment: by its weekly window, or because somebody is?"""
    return is_within(held.window, held.maintenance_until, at)


def is_within(window: tuple[str, str, str], until: datetime | None, at: datetime) -> bool:
    """Is a moment within a weekly window, or before maintenance that is under way has ended?"""
    if until is not None and at < until:
        return True
    days, begins, ends = window
    if not days:
        return False
    local = at.astimezone(SHANGHAI)
    return in_window(days, begins, ends, local.isoweekday(), f"{local:%H:%M}")


def pending(pulse: Any) -> Tally:
    """What a pulse has counted and no book holds yet."""
    return Tally(pulse.up, pulse.down, pulse.excused, 0, pulse.latency_ms)


def rows_of(minutes: Mapping[tuple[UUID, datetime], tuple[Tally, str]]) -> list[tuple[Any, ...]]:
    """Rows for the books: every minute, and added to its hour and its day."""
    summed: dict[tuple[UUID, str, datetime], tuple[Tally, str]] = {}
    for (device_id, minute), (tally, values) in minutes.items():
        for span in Span:
            key = (device_id, span.value, span_begins(minute, span))
            before, _ = summed.get(key, (Tally(), ""))
            summed[key] = (before + tally, values if span is Span.MINUTE else "")
    return [
        (*key, t.up, t.down, t.excused, t.assumed, t.latency_ms, values)
        for key, (t, values) in summed.items()
    ]
