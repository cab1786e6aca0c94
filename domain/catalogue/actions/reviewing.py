"""The operator's desk: let a product be shown, send it back with what to change, order it off."""

from uuid import UUID

from domain.catalogue import rules
from domain.catalogue.actions import versions
from domain.catalogue.drafts import draft_of, shelve
from domain.catalogue.terms import ListingApproval, ListingReturn
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import perform
from domain.kernel.refusal import Unmet
from domain.parties.admission import must_take_business
from orm.catalogue import Product, ProductListing, ProductVersion

EXPIRED = "产品有效期已过，不能准予展示；请退回，由机构更新有效期"


async def list_product(product_id: UUID, approval: ListingApproval, *, by: Actor) -> ProductListing:
    """Put the reviewed version on the shelf, in the place of the one before."""
    async with perform("list_product", ProductListing, product_id, by=by, terms=approval) as row:
        rules.must_all_be_met(approval.marks)
        await must_take_business(row.institution_id)
        version = await versions.decide(row, approval.marks, "", row.updated_at)
        today = date_of(row.updated_at)
        draft = draft_of(version.terms)
        if draft.valid_until is not None and draft.valid_until < today:
            raise Unmet(EXPIRED)
        product = await Product.get_or_none(id=row.id)
        if product is None:
            product = Product(
                id=row.id,
                product_no=row.product_no,
                institution_id=row.institution_id,
                listed_on=today,
            )
        shelve(product, draft, version.version_no, today)
        await product.save()
        await ProductVersion.filter(
            product_id=row.id, version_no=row.version_no, off_at__isnull=True
        ).update(off_at=row.updated_at)
        await ProductVersion.filter(id=version.id).update(listed_at=row.updated_at)
        row.name, row.kind = draft.name, draft.kind
        row.version_no, row.pending_no, row.reason = version.version_no, 0, ""
    return row


async def send_back(product_id: UUID, answer: ListingReturn, *, by: Actor) -> ProductListing:
    """Return a product that is not on the shelf, with what has to change."""
    return await _return("send_back", product_id, answer, by)


async def return_revision(product_id: UUID, answer: ListingReturn, *, by: Actor) -> ProductListing:
    """Return a new version, with what has to change; the listed one stays where it is."""
    return await _return("return_revision", product_id, answer, by)


async def _return(verb: str, product_id: UUID, answer: ListingReturn, by: Actor) -> ProductListing:
    async with perform(
        verb, ProductListing, product_id, by=by, terms=answer, reason=answer.reason
    ) as row:
        rules.must_say_what_to_change(answer.marks)
        await versions.decide(row, answer.marks, answer.reason, row.updated_at)
        row.reason = answer.reason
    return row


async def order_delisting(product_id: UUID, reason: str, *, by: Actor) -> ProductListing:
    """Take a product off the shelf by order, and say why."""
    async with perform("order_delisting", ProductListing, product_id, by=by, reason=reason) as row:
        await versions.off_shelf(row, row.updated_at)
        row.reason = reason
    return row
