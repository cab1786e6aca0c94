"""The rules of the queue: who is called next, who is at the store, what a step wants. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.parties import Role
from vocabulary.store_queue import TicketPriority, TicketState

if TYPE_CHECKING:
    from orm.store_queue import Ticket

EARTH_RADIUS_M = 6_371_000
# How much earlier than they came two kinds of people are taken to have come. Nobody waits for
# ever behind them: whoever came before that much is called first.
PREFERRED_AHEAD = timedelta(minutes=20)
BOOKED_AHEAD = timedelta(minutes=15)
LATE_MAX = timedelta(minutes=15)  # after the slot began; later an appointment is a walk-in
EARLY_MAX = timedelta(minutes=60)  # before the slot begins
RETURNS_BEHIND = 3  # whoever missed the call comes back behind so many
RECALL_PAUSE = timedelta(seconds=10)
CALLS_MAX = 10


class Place(Struct, frozen=True):
    """What the order needs to know of a waiting ticket."""

    id: UUID
    class_prefix: str
    priority: TicketPriority
    queued_at: datetime
    slot_at: datetime | None = None
    for_counter_id: UUID | None = None
    running_no: int = 0


class OpenCounter(Struct, frozen=True):
    """What the order needs to know of an open counter."""

    id: UUID
    skills: frozenset[str]
    is_idle: bool = True


def counts_from(place: Place) -> datetime:
    """The moment by which a ticket is placed: the earlier, the sooner it is called."""
    since = place.queued_at
    if place.slot_at is not None and since <= place.slot_at + LATE_MAX:
        since = place.slot_at - BOOKED_AHEAD
    if place.priority is TicketPriority.PREFERRED:
        since -= PREFERRED_AHEAD
    return since


def in_order(places: Iterable[Place]) -> list[Place]:
    """The waiting tickets in the order in which they are called."""
    return sorted(
        places, key=lambda each: (counts_from(each), each.queued_at, each.running_no, each.id)
    )


def serves(counter: OpenCounter, place: Place, open_ids: Collection[UUID]) -> bool:
    """May this counter call this ticket? One meant for another open counter is left to it."""
    bound = place.for_counter_id
    if bound is not None and bound in open_ids:
        return bound == counter.id
    return place.class_prefix in counter.skills


def callable_by(
    counter: OpenCounter, places: Iterable[Place], open_ids: Collection[UUID]
) -> list[Place]:
    """What a counter may call, the next one first."""
    return [place for place in in_order(places) if serves(counter, place, open_ids)]


def returns_at(places: Sequence[Place], now: datetime) -> datetime:
    """By which moment whoever missed the call is placed anew: behind the next few who wait."""
    behind = in_order(places)[:RETURNS_BEHIND]
    if not behind:
        return now
    return max(counts_from(place) for place in behind) + timedelta(microseconds=1)


def metres_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """The distance over the ground (haversine)."""
    up = radians(other_latitude - latitude)
    along = radians(other_longitude - longitude)
    chord = (
        sin(up / 2) ** 2
        + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(along / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, chord)))


def is_within(site: tuple[float, float], radius_m: float, point: tuple[float, float]) -> bool:
    """Is the point inside the store's fence?"""
    return bool(metres_between(*site, *point) <= radius_m)


@condition("该号正由其他窗口办理，请刷新后查看")
def at_own_counter(ticket: Ticket, act: Act) -> bool:
    """Whoever called a ticket goes on with it; the operator may step in."""
    return Role.PLATFORM_OPERATOR in act.by.roles or ticket.served_by_id == act.by.account_id


@condition("刚刚叫过这个号，请稍候再叫", of_terms=True)
def after_a_pause(ticket: Ticket, act: Act) -> bool:
    """A call is heard out before it is made again."""
    return bool(ticket.called_at is None or act.at - ticket.called_at >= RECALL_PAUSE)


@condition("这个号已叫过多次，请按过号处理")
def not_called_for_ever(ticket: Ticket, act: Act) -> bool:
    """Nobody is called without end."""
    return bool(ticket.calls < CALLS_MAX)


@condition("已超过可返回的时间，请重新取号")
def within_return(ticket: Ticket, act: Act) -> bool:
    """Whoever missed the call may come back for a while; whoever stepped aside, all day."""
    if ticket.state is not TicketState.NO_SHOW:
        return True
    return bool(ticket.return_until is not None and act.at <= ticket.return_until)


@condition("请在预约时段前 60 分钟内到店签到")
def not_too_early(ticket: Ticket, act: Act) -> bool:
    """An appointment is checked in on its day, and not hours before."""
    assert ticket.slot_at is not None, "what is booked has its slot"
    return bool(act.at >= ticket.slot_at - EARLY_MAX)


@condition("预约的日期已过，请重新预约或取号")
def on_its_day(ticket: Ticket, act: Act) -> bool:
    """Yesterday's appointment is over."""
    return date_of(act.at) <= ticket.day
