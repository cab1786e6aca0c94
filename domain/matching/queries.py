"""Which products fit what an enterprise needs."""

from msgspec import Struct, convert

from domain.catalogue.queries import ProductView, lapsed_institutions, shelf
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotVerified
from domain.matching import exposure, scoring
from domain.matching.rules import tidied
from domain.matching.terms import FinancingWish
from orm.catalogue import Product
from orm.parties import Party
from vocabulary.catalogue import KINDS_OF
from vocabulary.rights import Right

CANDIDATES_MAX = 500


class Match(Struct, frozen=True):
    """匹配到的产品：分数（满分100）和每一条理由；product.channel 说明怎样办理。"""

    product: ProductView
    score: int
    reasons: list[str]


async def match(wish: FinancingWish, actor: Actor) -> list[Match]:
    """Rank the products that fit the actor's own enterprise."""
    actor.needs(Right.REQUEST_PUBLISH)
    enterprise = await Party.get(id=actor.party_id)
    if not enterprise.certified:
        raise NotVerified("企业认证通过后才能使用智能匹配，请先完成企业认证")
    return await ranked(wish, enterprise.region)


async def ranked(wish: FinancingWish, region: str) -> list[Match]:
    """Rank the products that fit an enterprise of a region, best first, at most twenty.

    The database narrows; what fits and how well is decided by `scoring` alone.
    """
    wish = tidied(wish)
    kinds = KINDS_OF[wish.category] if wish.kind is None else (wish.kind,)
    candidates = (
        await Product.filter(
            listed=True,
            kind__in=kinds,
            amount_fen_min__lte=wish.amount_fen,
            amount_fen_max__gte=wish.amount_fen,
            term_months_min__lte=wish.term_months,
            term_months_max__gte=wish.term_months,
        )
        .exclude(institution_id__in=lapsed_institutions())
        .order_by("rate_bp_min", "product_no")
        .limit(CANDIDATES_MAX)
    )
    offers = (convert(row, scoring.Offer, from_attributes=True) for row in candidates)
    verdicts = scoring.rank(offers, wish, region)
    by_number = {row.product_no: row for row in candidates}
    views = await shelf(by_number[verdict.product_no] for verdict in verdicts)
    await exposure.count([view.institution_id for view in views])
    return [
        Match(view, verdict.score, verdict.reasons)
        for view, verdict in zip(views, verdicts, strict=True)
    ]
