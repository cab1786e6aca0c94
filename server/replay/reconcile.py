"""Compares to the fen: the file with the platform's books, and the books with the wall."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from server.replay import wall_screen
from server.replay.books import (
    PANELS,
    Books,
    Catalogue,
    Row,
    Sums,
    paid_by,
    panels_of,
    panels_shown,
    read_books,
)
from server.replay.derive import Plan
from server.replay.ledgers import Ended, outcomes
from server.replay.line import Line
from server.replay.parties import Crew
from vocabulary.industries import SECTIONS
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.regions import REGIONS

TRIES_MAX = 12
TRY_AGAIN_S = 1.0
COMPLETED = STATE_LABELS[LoanState.COMPLETED]


class Tally(Struct, frozen=True):
    """One group: how many loans, what was asked for, granted and paid, in how many payouts."""

    loans: int = 0
    asked_fen: int = 0
    line_fen: int = 0
    paid_fen: int = 0
    payouts: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.loans + other.loans,
            self.asked_fen + other.asked_fen,
            self.line_fen + other.line_fen,
            self.paid_fen + other.paid_fen,
            self.payouts + other.payouts,
        )


class Compared(Struct, frozen=True):
    """One row of a comparison: a group as the file has it, and as the platform has it."""

    group: str
    name: str
    of_file: Tally
    of_books: Tally


class Reconciliation(Struct, frozen=True):
    """Everything that was compared, and every difference."""

    groups: tuple[Compared, ...]
    ended: tuple[Ended, ...]
    differences: tuple[str, ...]
    wall_at: int | None
    wall_figures: int
    books: Books


class _Facts(Struct, frozen=True):
    state: str
    bank: str
    region: str
    industry: str
    tally: Tally


GROUPS: dict[str, Callable[[_Facts], str]] = {
    "state": lambda facts: facts.state,
    "bank": lambda facts: facts.bank,
    "region": lambda facts: facts.region,
    "industry": lambda facts: facts.industry,
}


async def reconcile(
    line: Line, crew: Crew, plans: Sequence[Plan], *, wall_key: str = ""
) -> Reconciliation:
    """Compare everything. The wall is compared while the platform stands still."""
    catalogue = Catalogue(line, crew.operator)
    await catalogue.open()
    books, wall_at, wall_differences = await _with_wall(line, crew, catalogue, wall_key)
    banks = {key: desk.name for key, desk in crew.desks.items()}
    expected = {plan.enterprise.name: _of_plan(plan, banks) for plan in plans}
    own = _own(books, set(expected))
    found = {
        name: [_of_row(row, register) for row in rows] for name, (rows, register) in own.items()
    }
    differences = [
        *_one_by_one(plans, banks, own),
        *_totals(books),
        *wall_differences,
    ]
    groups = tuple(_grouped(expected.values(), [fact for each in found.values() for fact in each]))
    differences += [
        f"{each.group} {each.name}: file {_told(each.of_file)}, platform {_told(each.of_books)}"
        for each in groups
        if each.of_file != each.of_books
    ]
    ended, after_payout = outcomes(plans, banks, books.ledgers)
    differences += after_payout
    figures = sum(len(fields) for _, fields in PANELS.values())
    return Reconciliation(groups, tuple(ended), tuple(differences), wall_at, figures, books)


# The file and the books


def _of_plan(plan: Plan, banks: Mapping[str, str]) -> _Facts:
    who = plan.enterprise
    paid_fen = sum(part.amount_fen for part in plan.parts)
    tally = Tally(1, plan.asked_fen, plan.line_fen, paid_fen, len(plan.parts))
    return _Facts(COMPLETED, banks[plan.bank], REGIONS[who.region], SECTIONS[who.industry], tally)


def _own(books: Books, names: set[str]) -> dict[str, tuple[list[Row], list[Row]]]:
    """The replay's own lines of both books, by enterprise."""
    own: dict[str, tuple[list[Row], list[Row]]] = {name: ([], []) for name in names}
    for row in books.applications:
        if row["enterprise_name"] in names:
            own[row["enterprise_name"]][0].append(row)
    for row in books.register:
        if row["enterprise_name"] in names:
            own[row["enterprise_name"]][1].append(row)
    return own


def _of_row(row: Row, register: Sequence[Row]) -> _Facts:
    """An application as the books have it: what was paid is what the register says."""
    lines = [each for each in register if each["application_id"] == row["id"]]
    paid_fen = sum(each["amount_fen"] for each in lines)
    tally = Tally(1, row["requested_fen"], row["credit_line_fen"] or 0, paid_fen, len(lines))
    return _Facts(
        row["state_label"],
        row["bank_name"] or "",
        row["region_label"],
        row["industry_label"],
        tally,
    )


def _one_by_one(
    plans: Sequence[Plan],
    banks: Mapping[str, str],
    own: Mapping[str, tuple[Sequence[Row], Sequence[Row]]],
) -> Iterable[str]:
    for plan in plans:
        rows, register = own[plan.enterprise.name]
        if len(rows) != 1:
            yield f"loan {plan.number}: {len(rows)} applications on the platform instead of 1"
            continue
        yield from _of_application(plan, rows[0], banks[plan.bank])
        yield from _of_register(plan, rows[0], register, banks[plan.bank])


def _of_application(plan: Plan, row: Row, bank: str) -> Iterable[str]:
    who = plan.enterprise
    wanted = {
        "state": "completed",
        "bank_name": bank,
        "region": who.region,
        "industry_label": SECTIONS[who.industry],
        "requested_fen": plan.asked_fen,
        "credit_line_fen": plan.line_fen,
        "disbursed_fen": sum(part.amount_fen for part in plan.parts),
        "term_months": plan.term_months,
    }
    for field, value in wanted.items():
        if row[field] != value:
            no = row["application_no"]
            yield f"loan {plan.number}, {no}: {field} is {row[field]}, in the file {value}"


def _of_register(plan: Plan, row: Row, register: Sequence[Row], bank: str) -> Iterable[str]:
    who = plan.enterprise
    wanted = {
        (
            part.contract_no,
            part.amount_fen,
            part.paid_on.isoformat(),
            bank,
            REGIONS[who.region],
            SECTIONS[who.industry],
            row["application_no"],
        )
        for part in plan.parts
    }
    there = [
        (
            line["contract_no"],
            line["amount_fen"],
            line["paid_on"],
            line["bank_name"],
            line["region_label"],
            line["industry_label"],
            line["application_no"],
        )
        for line in register
    ]
    for line in sorted(wanted - set(there)):
        yield f"loan {plan.number}: not in the register: {' '.join(map(str, line))}"
    for line in sorted(set(there) - wanted):
        yield f"loan {plan.number}: only in the register: {' '.join(map(str, line))}"
    if len(there) != len(set(there)):
        yield f"loan {plan.number}: twice in the register"


def _grouped(of_file: Iterable[_Facts], of_books: Iterable[_Facts]) -> Iterable[Compared]:
    sides = list(of_file), list(of_books)
    for group, name_of in {"all": lambda _facts: "all", **GROUPS}.items():
        sums: list[dict[str, Tally]] = [defaultdict(Tally), defaultdict(Tally)]
        for side, side_sums in zip(sides, sums, strict=True):
            for facts in side:
                side_sums[name_of(facts)] += facts.tally
        for name in sorted({*sums[0], *sums[1]}):
            yield Compared(group, name, sums[0].get(name, Tally()), sums[1].get(name, Tally()))


def _told(tally: Tally) -> str:
    return (
        f"{tally.loans} loans, {yuan(tally.asked_fen)} asked, {yuan(tally.line_fen)} granted, "
        f"{yuan(tally.paid_fen)} paid in {tally.payouts}"
    )


def yuan(fen: int) -> str:
    """An amount as people write it."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{cents:02d}"


def _totals(books: Books) -> Iterable[str]:
    """The register's own totals, and the register against the applications, each to the fen."""
    count, amount_fen = len(books.register), sum(row["amount_fen"] for row in books.register)
    said = books.register_totals
    if (said["count"], said["amount_fen"]) != (count, amount_fen):
        yield (
            f"register: says {said['count']} lines and {yuan(said['amount_fen'])}, "
            f"has {count} and {yuan(amount_fen)}"
        )
    paid = paid_by(books.register, "application_id")
    for row in books.applications:
        in_register_fen = paid.get(row["id"], {}).get("amount_fen", 0)
        if row["disbursed_fen"] != in_register_fen:
            yield (
                f"{row['application_no']}: {yuan(row['disbursed_fen'])} paid, "
                f"in the register {yuan(in_register_fen)}"
            )


# The books and the wall


async def _with_wall(
    line: Line, crew: Crew, catalogue: Catalogue, wall_key: str
) -> tuple[Books, int | None, list[str]]:
    """Read the books between two looks at the wall, until nothing has moved in between."""
    books, differences = await read_books(crew.operator), ["wall: never compared"]
    for _ in range(TRIES_MAX):
        try:
            before = await wall_screen.snapshot(line.base, wall_key)
            books = await read_books(crew.operator)
            wanted = await panels_of(books, catalogue)
            after = await wall_screen.snapshot(line.base, wall_key)
        except wall_screen.NoWall as problem:
            return books, None, [f"wall: {problem}"]
        if before["at"] == after["at"]:
            differences = list(_between(wanted, panels_shown(after, catalogue)))
            if not differences:
                return books, int(after["at"]), []
        else:
            differences = ["wall: the platform never stood still; stop what else acts on it"]
        # What is committed reaches the wall a moment later.
        await asyncio.sleep(TRY_AGAIN_S)
    return books, None, differences


def _between(wanted: Mapping[str, Sums], shown: Mapping[str, Sums]) -> Iterable[str]:
    for panel, (_, fields) in PANELS.items():
        for name in sorted({*wanted[panel], *shown[panel]}):
            here, there = wanted[panel].get(name, {}), shown[panel].get(name, {})
            for field in fields:
                if here.get(field, 0) != there.get(field, 0):
                    yield (
                        f"wall, {panel} {name}: {field} is {there.get(field, 0)}, "
                        f"in the books {here.get(field, 0)}"
                    )
