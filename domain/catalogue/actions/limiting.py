"""The indicative limit, told on the spot to a certified enterprise."""

from uuid import UUID

from msgspec import Struct
from tortoise.functions import Sum

from domain.catalogue import limits
from domain.catalogue.drafts import draft_on_shelf
from domain.catalogue.limits import Indication, Known, Terms
from domain.catalogue.terms import LimitFacts
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of, today
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, NotVerified, OnHold, Unmet
from domain.parties.admission import must_take_business
from orm.catalogue import Product
from orm.lending import LoanApplication
from orm.parties import Party
from vocabulary.lending import LoanState
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

INDICATE_CODE = "product.indicate_limit"
GONE = "该产品已下架或不存在，请重新选择产品"
IN_HAND = (LoanState.TO_DISBURSE, LoanState.TO_REQUEST, LoanState.TO_CONFIRM, LoanState.TO_FILE)


class Told(Struct, frozen=True):
    """An indication, and of which version of which product."""

    product: Product
    indication: Indication


async def indicate_limit(product_id: UUID, stated: LimitFacts, *, by: Actor) -> Told:
    """Work out the limit; what is kept is the answer, not the enterprise's figures."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await Party.get(id=by.party_id)
    if not enterprise.certified:
        raise NotVerified("企业认证通过后才能测算参考额度，请先完成企业认证")
    if enterprise.on_hold:
        raise OnHold("贵企业的业务已被平台冻结，暂不能办理，请联系平台运营方")
    if stated.founded_on > today():
        raise Invalid("成立日期不能晚于今天", (("founded_on", "不能晚于今天"),))
    product = await Product.get_or_none(id=product_id, listed=True)
    if product is None:
        raise NotFound(GONE)
    await must_take_business(product.institution_id)
    terms = _terms(product)
    known = Known(
        enterprise.region, REGIONS.get(enterprise.region, ""), await _owed_fen(enterprise.id)
    )
    facts: dict[str, object] = {}
    async with enact(INDICATE_CODE, "product", product.id, by=by, facts=facts) as outcome:
        indication = limits.indicate(terms, stated, known, date_of(outcome.at))
        facts |= {"limit_fen": indication.limit_fen, "version_no": product.version_no}
        outcome.subject_no = product.product_no
        outcome.result = Told(product, indication)
    told: Told = outcome.result
    return told


def _terms(product: Product) -> Terms:
    draft = draft_on_shelf(product)
    if draft.limit_rule is None:
        raise Unmet("该产品不提供参考额度测算，可以直接申请")
    return Terms(
        draft.limit_rule,
        draft.amount_fen_min,
        draft.amount_fen_max,
        tuple(draft.eligible_regions),
    )


async def _owed_fen(enterprise_id: UUID) -> int:
    """What has been lent here in cases that are still open."""
    own = LoanApplication.filter(enterprise_id=enterprise_id, state__in=IN_HAND)
    [found] = await own.annotate(lent=Sum("disbursed_fen")).values("lent")
    return int(found["lent"] or 0)
