"""Questions about a product: an enterprise asks, the institution answers, either ends it."""

from uuid import UUID, uuid4

from domain.catalogue.flow import EnquiryFlow
from domain.catalogue.terms import Enquiry, EnquiryText
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, perform
from domain.kernel.refusal import NotFound, NotVerified, Unmet
from domain.parties.admission import must_take_business
from orm.catalogue import EnquiryMessage, Product, ProductEnquiry
from orm.parties import Party
from vocabulary.catalogue import EnquiryState, channel_of
from vocabulary.rights import Right

NUMBER_PREFIX = "ZX"
OPEN_MAX = 5  # of one enterprise at one product


async def enquire(form: Enquiry, *, by: Actor) -> ProductEnquiry:
    """Tell an institution that one is interested in its product."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await Party.get(id=by.party_id)
    if not enterprise.certified:
        raise NotVerified("企业认证通过后才能咨询产品，请先完成企业认证")
    product = await Product.get_or_none(id=form.product_id, listed=True)
    if product is None:
        raise NotFound("该产品已下架或不存在，请重新选择产品")
    if channel_of(product.kind) != ProductEnquiry.subject:
        raise Unmet("该产品可以直接在线申请，请在产品页提交申请")
    await must_take_business(product.institution_id)
    open_ones = ProductEnquiry.filter(enterprise_id=enterprise.id, product_id=product.id)
    if await open_ones.exclude(state=EnquiryState.CLOSED).count() >= OPEN_MAX:
        raise Unmet("您对该产品的咨询还有多条未结束，请在原咨询中追问")
    institution = await Party.get(id=product.institution_id)
    row = ProductEnquiry(
        id=uuid4(),
        enquiry_no=await numbering.draw(NUMBER_PREFIX),
        product_id=product.id,
        product_name=product.name,
        product_kind=product.kind,
        version_no=product.version_no,
        institution_id=institution.id,
        institution_name=institution.name,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        region=enterprise.region,
        amount_fen=form.amount_fen,
        term_months=form.term_months,
    )
    async with begin(EnquiryFlow, "enquire", row, by=by, terms=form):
        await _say(row, form.question, by)
    return row


async def answer(enquiry_id: UUID, form: EnquiryText, *, by: Actor) -> ProductEnquiry:
    """Answer as the institution."""
    async with perform("answer", ProductEnquiry, enquiry_id, by=by, terms=form) as row:
        await _say(row, form.text, by)
    return row


async def ask_again(enquiry_id: UUID, form: EnquiryText, *, by: Actor) -> ProductEnquiry:
    """Ask on as the enterprise."""
    async with perform("ask_again", ProductEnquiry, enquiry_id, by=by, terms=form) as row:
        await _say(row, form.text, by)
    return row


async def close(enquiry_id: UUID, *, by: Actor) -> ProductEnquiry:
    """End it."""
    return await advance("close", ProductEnquiry, enquiry_id, by=by)


async def _say(row: ProductEnquiry, text: str, by: Actor) -> None:
    await EnquiryMessage.create(
        enquiry_id=row.id,
        party_id=by.party_id,
        party_name=by.party_name,
        account_name=by.name,
        body=text.strip(),
        at=row.updated_at,
    )
