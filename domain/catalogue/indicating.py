"""How an indicative limit is shown."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.catalogue.actions.limiting import Told
from domain.catalogue.telling import rule_text
from domain.catalogue.terms import LimitRule
from domain.kernel.actor import Actor

NO_PROMISE = "参考额度根据您填写的信息即时测算，不构成授信承诺，最终以机构审批为准。"


class LimitView(Struct, frozen=True):
    """参考额度（0 为暂无）、每一条理由、所用的公开规则和产品版本。"""

    product_id: UUID
    limit_fen: int
    reasons: list[str]
    rule: str
    version_no: int
    figures_on: date
    note: str


async def limit_view(told: Told, actor: Actor) -> LimitView:
    """The answer on the spot."""
    product = told.product
    return LimitView(
        product.id,
        told.indication.limit_fen,
        list(told.indication.reasons),
        rule_text(LimitRule(**product.limit_rule)),
        product.version_no,
        product.figures_on or product.listed_on,
        NO_PROMISE,
    )
