"""How often matching shows each institution: counted as it happens, reported beside its supply.

Nothing of this is read by the ranking: it only shows whether the ranking favours anybody (4.5).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.functions import Count

from domain.kernel import clock
from domain.kernel.actor import Actor
from orm import raw
from orm.catalogue import Product
from orm.parties import Party
from vocabulary.money import half_up
from vocabulary.rights import Right

DAYS_DEFAULT = 30
DAYS_MAX = 366
_COUNT = (
    "INSERT INTO match_exposure (institution_id, day, shown, at_top) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (institution_id, day) DO UPDATE SET "
    "shown = match_exposure.shown + excluded.shown, "
    "at_top = match_exposure.at_top + excluded.at_top"
)


class ExposureFilter(Struct, frozen=True, forbid_unknown_fields=True):
    """展示分布的统计范围。"""

    days: Annotated[int, Meta(ge=1, le=DAYS_MAX, description="最近多少天")] = DAYS_DEFAULT


class ExposureLine(Struct, frozen=True, kw_only=True):
    """一家机构：上架产品占比，与智能匹配中的展示占比、居首占比（基点）。"""

    institution_id: UUID
    institution_name: str
    products: int
    products_bp: int
    shown: int
    shown_bp: int
    at_top: int
    at_top_bp: int


class Exposure(Struct, frozen=True):
    """智能匹配对各机构的展示分布。"""

    since: date
    until: date
    items: list[ExposureLine]


async def count(institutions: Sequence[UUID]) -> None:
    """Count one list of matches, in its order. An order of writing that everybody keeps."""
    shown = Counter(institutions)
    today = clock.today()
    lines = [
        (institution_id, today, times, int(institution_id == institutions[0]))
        for institution_id, times in sorted(shown.items())
    ]
    if lines:
        await raw.many(_COUNT, lines)


async def exposure(asked: ExposureFilter, *, to: Actor) -> Exposure:
    """Every institution with products, or shown in the period; the most shown first."""
    to.needs(Right.EXPOSURE_VIEW)
    today = clock.today()
    since = today - timedelta(days=asked.days - 1)
    found = await raw.rows(
        "SELECT institution_id, SUM(shown) AS shown, SUM(at_top) AS at_top FROM match_exposure "
        "WHERE day >= ? GROUP BY institution_id",
        since,
    )
    seen = {_id(row["institution_id"]): (int(row["shown"]), int(row["at_top"])) for row in found}
    listed = await (
        Product.filter(listed=True)
        .annotate(n=Count("id"))
        .group_by("institution_id")
        .values_list("institution_id", "n")
    )
    supply: dict[UUID, int] = {_id(institution_id): int(n) for institution_id, n in listed}
    names = dict(await Party.filter(id__in=list(seen | supply)).values_list("id", "name"))
    whole = (
        sum(supply.values()),
        sum(shown for shown, _ in seen.values()),
        sum(at_top for _, at_top in seen.values()),
    )
    lines = [
        _line(each, names.get(each, ""), supply.get(each, 0), seen.get(each, (0, 0)), whole)
        for each in seen | supply
    ]
    lines.sort(key=lambda line: (-line.shown, -line.products, line.institution_name))
    return Exposure(since, today, lines)


def _line(
    institution_id: UUID,
    name: str,
    products: int,
    seen: tuple[int, int],
    whole: tuple[int, int, int],
) -> ExposureLine:
    shown, at_top = seen
    return ExposureLine(
        institution_id=institution_id,
        institution_name=name,
        products=products,
        products_bp=_share_bp(products, whole[0]),
        shown=shown,
        shown_bp=_share_bp(shown, whole[1]),
        at_top=at_top,
        at_top_bp=_share_bp(at_top, whole[2]),
    )


def _share_bp(part: int, whole: int) -> int:
    return half_up(part * 10_000, whole) if whole else 0


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
