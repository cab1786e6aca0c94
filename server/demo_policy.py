"""The demo world's policy programmes, and one request for cover. All terms are invented."""

from contextlib import suppress
from datetime import date
from uuid import UUID, uuid5

from domain.insurance.actions import requesting
from domain.insurance.terms import CoverWish
from domain.kernel.actor import Actor
from domain.kernel.refusal import Refusal, Unmet
from domain.policy.actions import open_programme
from domain.policy.terms import ProgrammeTerms
from orm.catalogue import Product
from orm.insurance import CoverRequest
from orm.policy import Programme
from vocabulary.catalogue import ProductKind
from vocabulary.lending import LoanKind, RequestAim, SecurityKind

FEN_PER_WAN = 1_000_000
BASIS = "演示数据：苏州市信用保证基金管理办法；比例和额度以公布为准"
SINCE = date(2026, 1, 1)
PROGRAMMES: tuple[ProgrammeTerms, ...] = (
    ProgrammeTerms(
        name="苏州信保贷",
        kind=LoanKind.GUARANTEE_FUND,
        needs_insurer=True,
        needs_guarantor=False,
        score_required=600,
        fund_share_bp=6_500,
        bank_share_bp=2_000,
        guarantor_share_bp=0,
        insurer_share_bp=1_500,
        enterprise_cap_fen=500 * FEN_PER_WAN,
        fund_fen=100_000 * FEN_PER_WAN,
        leverage=10,
        active_from=SINCE,
        policy_basis=BASIS,
    ),
    ProgrammeTerms(
        name="富民创业贷",
        kind=LoanKind.FUMIN_STARTUP,
        needs_insurer=False,
        needs_guarantor=True,
        score_required=560,
        fund_share_bp=7_000,
        bank_share_bp=1_500,
        guarantor_share_bp=1_500,
        insurer_share_bp=0,
        enterprise_cap_fen=300 * FEN_PER_WAN,
        fund_fen=20_000 * FEN_PER_WAN,
        leverage=5,
        active_from=SINCE,
        policy_basis=BASIS,
    ),
    ProgrammeTerms(
        name="东吴贷",
        kind=LoanKind.DONGWU,
        needs_insurer=False,
        needs_guarantor=False,
        score_required=620,
        fund_share_bp=5_000,
        bank_share_bp=3_000,
        guarantor_share_bp=2_000,
        insurer_share_bp=0,
        enterprise_cap_fen=1_000 * FEN_PER_WAN,
        fund_fen=50_000 * FEN_PER_WAN,
        leverage=8,
        active_from=SINCE,
        policy_basis=BASIS,
    ),
)
WISH = CoverWish(
    amount_fen=180 * FEN_PER_WAN,
    term_months=12,
    purpose="海外客户订单备货，账期六个月",
    operations="软件外包与海外运维服务，年营业收入四千万元，回款稳定",
    security=SecurityKind.PLEDGE,
    security_terms="应收账款质押",
    aim=RequestAim.OPEN,
)


async def seed_policy(world: UUID, operator: Actor, asking: Actor) -> None:
    """Open the programmes, put the policy products under 东吴贷, publish the one request."""
    for terms in PROGRAMMES:
        programme_id = uuid5(world, f"programme:{terms.kind}")
        if not await Programme.exists(id=programme_id):
            with suppress(Unmet):  # Another process that starts just now has done it.
                await open_programme(terms, by=operator, programme_id=programme_id)
    without_insurer = uuid5(world, f"programme:{LoanKind.DONGWU}")
    products = Product.filter(kind=ProductKind.POLICY_LOAN, programme_id__isnull=True)
    await products.update(programme_id=without_insurer)
    if not await CoverRequest.exists(enterprise_id=asking.party_id):
        with suppress(Refusal):  # The firm may have been frozen since.
            await requesting.publish(WISH, by=asking)
