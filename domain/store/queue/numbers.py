"""The numbers of tickets: a class's letter and a running number from 1 each day.

Drawn inside the act that gives the ticket: whoever draws waits a moment for the one before, an act
that fails gives its number back, and nobody is called twice under one. A kiosk without a line
counts by itself, in a series of its own: `A2-003` is the third that kiosk 2 gave for class A.
"""

from datetime import date

from orm import raw
from orm.store_queue import QueueKiosk, Ticket

DIGITS = 3
KIOSK_NO_MAX = 9


async def draw(prefix: str, day: date) -> int:
    """The next running number of a class on a day, in the caller's transaction."""
    found = await raw.rows(
        "INSERT INTO counter (name, next_value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET next_value = counter.next_value + 1 "
        "RETURNING next_value",
        f"ticket-{prefix}-{day:%Y%m%d}",
        2,
    )
    return int(found[0]["next_value"]) - 1


async def number(row: Ticket) -> None:
    """Give a ticket of this store the next number of its class."""
    row.series = row.class_prefix
    row.running_no = await draw(row.class_prefix, row.day)
    row.ticket_no = f"{row.series}{row.running_no:0{DIGITS}d}"


def number_offline(row: Ticket, kiosk: QueueKiosk, offline_no: int) -> None:
    """Write down the number that a kiosk gave by itself."""
    row.series = series_of(row.class_prefix, kiosk.kiosk_no)
    row.running_no = offline_no
    row.ticket_no = f"{row.series}{offline_no:0{DIGITS}d}"


def series_of(prefix: str, kiosk_no: int) -> str:
    """The series in which a kiosk counts by itself."""
    return f"{prefix}{kiosk_no}-"
