"""货架巡检: what is wrong on the shelf right now, and since when it has been known."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.catalogue.checking import Found, OnShelf, findings
from domain.catalogue.drafts import draft_on_shelf
from domain.kernel import clock
from domain.kernel.actor import Actor
from orm.catalogue import Product, ShelfFinding
from orm.parties import Party
from vocabulary.catalogue import FINDING_KIND_LABELS, FindingKind
from vocabulary.rights import Right

SHELF_MAX = 10_000


class Trouble(Struct, frozen=True):
    """A product with everything that is wrong with it."""

    product: Product
    found: list[Found]


class FindingView(Struct, frozen=True):
    """巡查发现的一个问题。"""

    product_id: UUID
    product_no: str
    name: str
    institution_name: str
    kind: FindingKind
    kind_label: str
    sentence: str
    found_at: datetime | None


class ShelfCheck(Struct, frozen=True):
    """一次货架巡检：查了多少款在架产品，发现了哪些问题。"""

    checked_at: datetime
    products: int
    findings: list[FindingView]


async def check(actor: Actor) -> ShelfCheck:
    """Look at the whole shelf now."""
    actor.needs(Right.SHELF_CHECK)
    count, troubles = await troubles_now()
    institutions = {each.product.institution_id for each in troubles}
    names = dict(await Party.filter(id__in=list(institutions)).values_list("id", "name"))
    known = {
        (row.product_id, row.sentence): row.found_at
        for row in await ShelfFinding.filter(cleared_at__isnull=True)
    }
    shown = [
        FindingView(
            each.product.id,
            each.product.product_no,
            each.product.name,
            names.get(each.product.institution_id, ""),
            found.kind,
            FINDING_KIND_LABELS[found.kind],
            found.sentence,
            known.get((each.product.id, found.sentence)),
        )
        for each in troubles
        for found in each.found
    ]
    return ShelfCheck(clock.now(), count, shown)


async def troubles_now() -> tuple[int, list[Trouble]]:
    """How many products stand on the shelf, and those with which something is wrong."""
    rows = await Product.filter(listed=True).order_by("product_no").limit(SHELF_MAX)
    absent = set(await _absent())
    by_no = {row.product_no: row for row in rows}
    on_shelf = [
        OnShelf(
            row.product_no,
            draft_on_shelf(row),
            str(row.institution_id),
            row.institution_id not in absent,
        )
        for row in rows
    ]
    wrong = findings(on_shelf, clock.today())
    return len(rows), [Trouble(by_no[each.product_no], found) for each, found in wrong]


async def _absent() -> list[UUID]:
    """Institutions that take no new business: left, lapsed, leaving or frozen."""
    found: list[UUID] = []
    for condition in ({"lapsed": True}, {"on_hold": True}, {"certified": False}):
        found += list(await Party.filter(**condition).values_list("id", flat=True))  # type: ignore[arg-type]  # flat: one value a row
    return found
