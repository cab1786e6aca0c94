"""What came of the money: the file against loans, repayments and claims, to the fen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from server.replay.derive import Part, Plan
from server.replay.parties import Person

Row = dict[str, Any]
BORROWER, GUARANTOR = "borrower", "guarantor"
SETTLED, GIVEN_UP = "settled", "written_off"
LOANS, REPAYMENTS, CLAIMS = "/loans", "/repayments", "/claims"
SUMMED: dict[str, tuple[str, ...]] = {
    LOANS: ("principal_fen", "balance_fen"),
    REPAYMENTS: ("amount_fen", "penalty_fen", "interest_fen", "principal_fen"),
    CLAIMS: ("amount_fen", "paid_fen", "recovered_fen", "written_off_fen"),
}


class Ledgers(Struct, frozen=True):
    """Every line of the three ledgers at one moment, and what each says of its own sums."""

    lines: dict[str, list[Row]] = {}
    totals: dict[str, dict[str, Any]] = {}


class Outcome(Struct, frozen=True):
    """What became of some loans: each payout is one."""

    loans: int = 0
    repaid_fen: int = 0  # principal, by the borrower
    lost_fen: int = 0  # principal that was charged off
    claimed_fen: int = 0  # of that, paid by the guarantor
    written_off_fen: int = 0  # of that, by the bank

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.loans + other.loans,
            self.repaid_fen + other.repaid_fen,
            self.lost_fen + other.lost_fen,
            self.claimed_fen + other.claimed_fen,
            self.written_off_fen + other.written_off_fen,
        )


class Ended(Struct, frozen=True):
    """One row of the comparison: a bank, or all, as the file has it and as the ledgers have it."""

    name: str
    of_file: Outcome
    of_books: Outcome


async def read_ledgers(operator: Person) -> Ledgers:
    """Read the three ledgers from end to end, as the operator."""
    totals = {name: (await operator.get(name, limit=1))["totals"] for name in SUMMED}
    return Ledgers({name: await operator.pages(name) for name in SUMMED}, totals)


def outcomes(
    plans: Sequence[Plan], banks: Mapping[str, str], ledgers: Ledgers
) -> tuple[list[Ended], list[str]]:
    """Per bank and in all: what the file says became of its loans, and what the ledgers say."""
    held = _by_contract(plans, ledgers)
    of_file, of_books = defaultdict[str, Outcome](Outcome), defaultdict[str, Outcome](Outcome)
    differences = list(_by_themselves(ledgers))
    for plan in plans:
        for part in plan.parts:
            kept = held[part.contract_no]
            wanted, found = _of_part(part), kept.outcome()
            of_file[banks[plan.bank]] += wanted
            for row in kept.loans:
                of_books[row["bank_name"]] += kept.outcome()
            differences += _differing(part, wanted, found, kept)
    rows = [Ended("all", _sum(of_file.values()), _sum(of_books.values()))]
    rows += [
        Ended(name, of_file.get(name, Outcome()), of_books.get(name, Outcome()))
        for name in sorted({*of_file, *of_books})
    ]
    differences += [
        f"after payout, {row.name}: file {_told(row.of_file)}, platform {_told(row.of_books)}"
        for row in rows
        if row.of_file != row.of_books
    ]
    return rows, differences


class _Kept(Struct, frozen=True):
    """The lines of the three ledgers about one contract."""

    loans: list[Row]
    repayments: list[Row]
    claims: list[Row]

    def paid_fen(self, payer: str) -> int:
        """The principal that came from somebody."""
        return sum(row["principal_fen"] for row in self.repayments if row["payer"] == payer)

    def outcome(self) -> Outcome:
        """What became of the contract, each sum from the ledger that keeps it."""
        written_off_fen = sum(row["balance_fen"] for row in self.loans if row["state"] == GIVEN_UP)
        return Outcome(
            len(self.loans),
            self.paid_fen(BORROWER),
            self.paid_fen(GUARANTOR) + written_off_fen,
            sum(row["paid_fen"] for row in self.claims),
            written_off_fen,
        )


def _by_contract(plans: Sequence[Plan], ledgers: Ledgers) -> dict[str, _Kept]:
    """The replay's own lines. A contract number is its bank's word: the enterprise must fit too."""
    own = {(plan.enterprise.name, part.contract_no) for plan in plans for part in plan.parts}
    kept = {contract_no: _Kept([], [], []) for _, contract_no in own}
    for name, lines in ledgers.lines.items():
        for row in lines:
            if (row["enterprise_name"], row["contract_no"]) in own:
                held = kept[row["contract_no"]]
                {LOANS: held.loans, REPAYMENTS: held.repayments, CLAIMS: held.claims}[name].append(
                    row
                )
    return kept


def _of_part(part: Part) -> Outcome:
    return Outcome(1, part.repaid_fen, part.lost_fen, part.claimed_fen, part.written_off_fen)


def _differing(part: Part, wanted: Outcome, found: Outcome, kept: _Kept) -> Iterable[str]:
    where = f"contract {part.contract_no}"
    for field in Outcome.__struct_fields__:
        here, there = getattr(wanted, field), getattr(found, field)
        if here != there:
            yield f"{where}: {field} is {there}, in the file {here}"
    end = GIVEN_UP if part.written_off_fen else SETTLED
    for row in kept.loans:
        if row["state"] != end:
            yield f"{where}: stands at {row['state_label']}, and not at its end"
    given_up_fen = sum(row["written_off_fen"] for row in kept.claims)
    if given_up_fen != part.claimed_fen:
        yield f"{where}: the guarantor wrote off {given_up_fen}, in the file {part.claimed_fen}"
    if kept.paid_fen(GUARANTOR) != found.claimed_fen:
        yield (
            f"{where}: {found.claimed_fen} paid under claims, "
            f"{kept.paid_fen(GUARANTOR)} principal from the guarantor in the repayments"
        )


def _by_themselves(ledgers: Ledgers) -> Iterable[str]:
    """Each ledger's own totals and its lines; each loan's balance and what came back of it."""
    for name, said in ledgers.totals.items():
        lines = ledgers.lines[name]
        found = {field: sum(row[field] for row in lines) for field in SUMMED[name]}
        for field, value in {"count": len(lines), **found}.items():
            if said[field] != value:
                yield f"{name}: {field} is said to be {said[field]}, the lines have {value}"
    back: dict[str, int] = defaultdict(int)
    for row in ledgers.lines.get(REPAYMENTS, []):
        back[row["loan_id"]] += row["principal_fen"]
    for row in ledgers.lines.get(LOANS, []):
        if row["principal_fen"] - back[row["id"]] != row["balance_fen"]:
            yield f"{row['loan_no']}: {back[row['id']]} came back, but {row['balance_fen']} is left"


def _sum(outcomes_: Iterable[Outcome]) -> Outcome:
    return sum(outcomes_, Outcome())


def _told(outcome: Outcome) -> str:
    return ", ".join(f"{name} {getattr(outcome, name)}" for name in Outcome.__struct_fields__)
