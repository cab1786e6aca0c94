"""The products: how many lines were granted on each kind, and for how much."""

from msgspec import Struct

from bigscreen.reading import is_step
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import KindSum
from vocabulary.catalogue import OWN_TERMS_LABEL, PRODUCT_KIND_LABELS

OWN_TERMS = "own_terms"


class Product(Struct, frozen=True):
    """One kind of product: the lines granted on it, as they stand now."""

    kind: str
    label: str
    count: int
    granted_fen: int


Products = tuple[Product, ...]
_LABELS = {kind.value: label for kind, label in PRODUCT_KIND_LABELS.items()} | {
    OWN_TERMS: OWN_TERMS_LABEL
}
_NOTHING = KindSum(0, 0)


async def snapshot() -> Products:
    """From the rows: every kind in the order of the shelf, lines without a product last."""
    sums = {_shown(kind): each for kind, each in (await wall.by_product_kind()).items()}
    found = ((kind, label, sums.get(kind, _NOTHING)) for kind, label in _LABELS.items())
    return tuple(Product(kind, label, each.count, each.granted_fen) for kind, label, each in found)


def _shown(kind: str) -> str:
    return kind or OWN_TERMS


def follow(products: Products, entry: Entry) -> Products:
    """Take the line away from the kind it stood under, and add it where it stands now."""
    if not is_step(entry):
        return products
    was = _shown(entry.before("product_kind")), entry.before("credit_line_fen")
    stands = _shown(entry.facts["product_kind"]), entry.facts["credit_line_fen"]
    if was == stands or not (was[1] or stands[1]):
        return products
    return _moved(_moved(products, *was, -1), *stands, 1)


def _moved(products: Products, kind: str, line_fen: int, sign: int) -> Products:
    if not line_fen:
        return products
    return tuple(
        Product(each.kind, each.label, each.count + sign, each.granted_fen + sign * line_fen)
        if each.kind == kind
        else each
        for each in products
    )
