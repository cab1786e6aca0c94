"""The institutions: what each bank has taken in, granted and paid out, the greatest payer first."""

from collections.abc import Iterable

from msgspec import Struct

from bigscreen.reading import is_step
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import GRABBED, STEPS
from vocabulary.parties import shown_name

ACCEPTED = STEPS["accept"].code
RELEASED = STEPS["release"].code


class Institution(Struct, frozen=True):
    """One bank. `accepted` counts the cases it has taken in and not given back."""

    id: str
    name: str
    accepted: int
    granted_fen: int
    disbursed_fen: int


Institutions = tuple[Institution, ...]


async def snapshot() -> Institutions:
    """From the rows. A line counts for the bank also when the enterprise then withdraws."""
    sums = await wall.by_bank()
    return _ranked(
        Institution(
            bank_id, shown_name(each.name), each.accepted, each.granted_fen, each.disbursed_fen
        )
        for bank_id, each in sums.items()
    )


def _ranked(institutions: Iterable[Institution]) -> Institutions:
    """By money paid, then granted, then cases; a bank that has done nothing has no place."""
    active = (each for each in institutions if each.accepted or each.granted_fen)
    return tuple(
        sorted(
            active,
            key=lambda each: (-each.disbursed_fen, -each.granted_fen, -each.accepted, each.id),
        )
    )


def follow(institutions: Institutions, entry: Entry) -> Institutions:
    """Add one act to the bank that took it; what is released is taken from who had it."""
    if not is_step(entry):
        return institutions
    accepted = int(entry.code in {GRABBED, ACCEPTED}) - int(entry.code == RELEASED)
    granted_fen = entry.growth("credit_line_fen")
    disbursed_fen = entry.growth("disbursed_fen")
    if not (accepted or granted_fen or disbursed_fen):
        return institutions
    bank_id = entry.facts["bank_id"] or entry.before("bank_id")
    name = entry.facts["bank_name"] or entry.before("bank_name")
    shown = {each.id: each for each in institutions}
    old = shown.get(bank_id) or Institution(bank_id, shown_name(name), 0, 0, 0)
    shown[bank_id] = Institution(
        bank_id,
        old.name,
        old.accepted + accepted,
        old.granted_fen + granted_fen,
        old.disbursed_fen + disbursed_fen,
    )
    return _ranked(shown.values())
