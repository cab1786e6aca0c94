"""A page of the newest: what most lists show, and where the next page begins."""

from typing import Any, TypeVar

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from domain.kernel.pages import cut, moment_of, read_cursor, uuid_of, write_cursor

M = TypeVar("M", bound=Model)


async def newest_first(
    rows: QuerySet[M], moment: str, cursor: str, limit: int
) -> tuple[list[M], str | None]:
    """A page of rows by a moment and the id, the latest first; and where the next one begins."""
    if cursor:
        written, row_id = read_cursor(cursor, 2)
        at = moment_of(written)
        same: dict[str, Any] = {moment: at, "id__lt": uuid_of(row_id)}
        earlier: dict[str, Any] = {f"{moment}__lt": at}
        rows = rows.filter(Q(**earlier) | Q(**same))
    shown, more = cut(await rows.order_by(f"-{moment}", "-id").limit(limit + 1), limit)
    if not more:
        return shown, None
    return shown, write_cursor(getattr(shown[-1], moment).isoformat(), shown[-1].pk)
