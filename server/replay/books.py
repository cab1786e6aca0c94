"""The platform's own books, read over HTTP: its register, its applications, and their sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from server.replay.ledgers import Ledgers, read_ledgers
from server.replay.line import Line
from server.replay.parties import Person

Row = dict[str, Any]
Sums = dict[str, dict[str, int]]
GRANTED_FROM = "credit_line_fen"
TAKEN_IN, GIVEN_BACK = frozenset({"grab", "accept"}), "release"
UNDECIDED = frozenset({"rejected", "withdrawn"})  # A bank may or may not have taken these in.
OWN_TERMS = "own_terms"


class Books(Struct, frozen=True):
    """Every line of both books and of the ledgers after them, at one moment."""

    register: list[Row]
    applications: list[Row]
    register_totals: dict[str, int]
    ledgers: Ledgers = Ledgers()  # what came of what was paid out


async def read_books(operator: Person) -> Books:
    """Read everything from end to end, as the operator."""
    first = await operator.get("/business-register", limit=1)
    register = await operator.pages("/business-register")
    applications = await operator.pages("/loan-applications")
    return Books(register, applications, first["totals"], await read_ledgers(operator))


class Catalogue:
    """What the sums need beside the books: codes of industries, kinds of products, who took in."""

    def __init__(self, line: Line, operator: Person) -> None:
        self._line, self._operator = line, operator
        self._industries: dict[str, str] = {}
        self._institutions: dict[str, str] = {}
        self._kinds: dict[tuple[str, str], str] = {}
        self._taken_in: dict[tuple[str, str], bool] = {}

    async def open(self) -> None:
        """Ask once what does not change."""
        reference = await self._line.get("/reference")
        self._industries = {row["name"]: row["code"] for row in reference["industries"]}
        institutions = await self._line.get("/institutions")
        self._institutions = {row["id"]: row["name"] for row in institutions["items"]}
        cursor = None
        while True:
            page = await self._line.get("/products", cursor=cursor, limit=100)
            for row in page["items"]:
                self._kinds[row["institution_name"], row["name"]] = row["kind"]
            cursor = page["next"]
            if not cursor:
                return

    def industry(self, row: Row) -> str:
        """The section of an application."""
        label = str(row["industry_label"])
        return self._industries.get(label, label)

    def institution(self, institution_id: str) -> str:
        """The full name of an institution; the wall shows a short one."""
        return self._institutions.get(institution_id, institution_id)

    def kind(self, row: Row) -> str:
        """The kind of product a line stands on."""
        if row["product_name"] is None:
            return OWN_TERMS
        bank, name = str(row["bank_name"]), str(row["product_name"])
        return self._kinds.get((bank, name), f"unlisted: {name}")

    async def is_taken_in(self, row: Row) -> bool:
        """Has its bank taken this application in, and not given it back?"""
        if row["state"] not in UNDECIDED:
            return bool(row["state"] != "to_accept")
        place = row["id"], row["updated_at"]
        if place not in self._taken_in:
            case = await self._operator.get(f"/loan-applications/{row['id']}")
            verbs = [milestone["code"].rpartition(".")[2] for milestone in case["timeline"]]
            last = [verb for verb in verbs if verb in TAKEN_IN or verb == GIVEN_BACK]
            self._taken_in[place] = bool(last) and last[-1] != GIVEN_BACK
        return self._taken_in[place]


async def panels_of(books: Books, catalogue: Catalogue) -> dict[str, Sums]:
    """What the wall has to show, computed from the books."""
    stages, districts, industries, institutions, products = (_sums() for _ in range(5))
    for row in books.applications:
        asked_fen, line_fen, paid_fen = _money_of(row)
        _add(stages[row["state"]], count=1, amount_fen=line_fen or asked_fen)
        area = {"requests": 1, "requests_fen": asked_fen, "disbursed_fen": paid_fen}
        _add(districts[row["region"]], **area)
        _add(industries[catalogue.industry(row)], **area)
        if row["bank_name"] is not None:
            accepted = int(await catalogue.is_taken_in(row))
            _add(
                institutions[row["bank_name"]],
                accepted=accepted,
                granted_fen=line_fen,
                disbursed_fen=paid_fen,
            )
        if row[GRANTED_FROM] is not None:
            _add(products[catalogue.kind(row)], count=1, granted_fen=line_fen)
    return {
        "stages": dict(stages),
        "districts": dict(districts),
        "industries": dict(industries),
        "institutions": dict(institutions),
        "products": dict(products),
    }


def panels_shown(wall: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Sums]:
    """What the wall does show, in the same form."""
    shown = {
        name: {
            str(row[key]): {field: row[field] for field in fields}
            for row in wall["panels"][name]["data"]
        }
        for name, (key, fields) in PANELS.items()
    }
    by_id = shown["institutions"]
    shown["institutions"] = {catalogue.institution(each): by_id[each] for each in by_id}
    return shown


AREA_FIELDS = ("requests", "requests_fen", "disbursed_fen")
PANELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stages": ("state", ("count", "amount_fen")),
    "districts": ("code", AREA_FIELDS),
    "industries": ("code", AREA_FIELDS),
    "institutions": ("id", ("accepted", "granted_fen", "disbursed_fen")),
    "products": ("kind", ("count", "granted_fen")),
}


def paid_by(rows: Iterable[Row], field: str) -> Sums:
    """Lines of the register, counted and summed by one of their fields."""
    found = _sums()
    for row in rows:
        _add(found[str(row[field])], count=1, amount_fen=row["amount_fen"])
    return dict(found)


def _money_of(row: Row) -> tuple[int, int, int]:
    return row["requested_fen"], row[GRANTED_FROM] or 0, row["disbursed_fen"]


def _sums() -> defaultdict[str, dict[str, int]]:
    return defaultdict(dict)


def _add(sums: dict[str, int], **more: int) -> None:
    for name, value in more.items():
        sums[name] = sums.get(name, 0) + value
