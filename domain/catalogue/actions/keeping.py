"""The institution's desk: write a product, submit it, revise it, take it off, remove a draft."""

from uuid import UUID, uuid4

from domain.catalogue import rules
from domain.catalogue.actions import versions
from domain.catalogue.drafts import draft_of
from domain.catalogue.flow import ListingFlow
from domain.catalogue.terms import ProductDraft
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, perform
from domain.kernel.refusal import Invalid
from domain.parties.admission import must_take_business
from orm.catalogue import ProductListing, ProductVersion
from orm.parties import Party

NUMBER_PREFIX = "CP"
KIND_STANDS = "已上架产品的类型不能修改，请另行新增产品"


async def add(draft: ProductDraft, *, by: Actor) -> ProductListing:
    """Begin a product: a draft that nobody but the institution sees."""
    tidy = await _checked(draft, by)
    institution = await Party.get(id=by.party_id)
    row = ProductListing(
        id=uuid4(),
        product_no=await numbering.draw(NUMBER_PREFIX),
        institution_id=institution.id,
        institution_name=institution.name,
        kind=tidy.kind,
        name=tidy.name,
    )
    async with begin(ListingFlow, "add", row, by=by, terms=tidy):
        await versions.write(row, tidy, row.created_at)
    return row


async def amend(product_id: UUID, draft: ProductDraft, *, by: Actor) -> ProductListing:
    """Write a draft anew, or what was returned, or what is off the shelf."""
    tidy = await _checked(draft, by)
    async with perform("amend", ProductListing, product_id, by=by, terms=tidy) as row:
        _must_keep_kind(row, tidy)
        await versions.write(row, tidy, row.updated_at)
    return row


async def submit_listing(product_id: UUID, *, by: Actor) -> ProductListing:
    """Hand the draft to the review."""
    await must_take_business(by.party_id, own=True)
    async with perform("submit_listing", ProductListing, product_id, by=by) as row:
        await versions.hand_over(row, await versions.pending(row), row.updated_at)
        row.reason = ""
    return row


async def withdraw(product_id: UUID, *, by: Actor) -> ProductListing:
    """Take the draft back before it is reviewed."""
    async with perform("withdraw", ProductListing, product_id, by=by) as row:
        await versions.take_back(row)
    return row


async def revise(product_id: UUID, draft: ProductDraft, *, by: Actor) -> ProductListing:
    """Hand in a new version; the listed one stays on the shelf until the new one is reviewed."""
    await must_take_business(by.party_id, own=True)
    tidy = await _checked(draft, by)
    async with perform("revise", ProductListing, product_id, by=by, terms=tidy) as row:
        _must_keep_kind(row, tidy)
        name = row.name
        version = await versions.write(row, tidy, row.updated_at)
        row.name = name  # until the new version is listed
        await versions.hand_over(row, version, row.updated_at)
        row.reason = ""
    return row


async def withdraw_revision(product_id: UUID, *, by: Actor) -> ProductListing:
    """Take the new version back; what is on the shelf was never touched."""
    async with perform("withdraw_revision", ProductListing, product_id, by=by) as row:
        await versions.take_back(row)
    return row


async def delist(product_id: UUID, reason: str, *, by: Actor) -> ProductListing:
    """Take the product off the shelf."""
    async with perform("delist", ProductListing, product_id, by=by, reason=reason) as row:
        await versions.off_shelf(row, row.updated_at)
        row.reason = reason
    return row


async def relist(product_id: UUID, *, by: Actor) -> ProductListing:
    """Ask for the last listed version to be shown again; it is reviewed like any other."""
    await must_take_business(by.party_id, own=True)
    async with perform("relist", ProductListing, product_id, by=by) as row:
        last = await ProductVersion.get(product_id=row.id, version_no=row.version_no)
        row.pending_no = 0
        version = await versions.write(row, draft_of(last.terms), row.updated_at)
        await versions.hand_over(row, version, row.updated_at)
        row.reason = ""
    return row


async def remove(product_id: UUID, *, by: Actor) -> ProductListing:
    """Remove what was never on the shelf."""
    return await advance("remove", ProductListing, product_id, by=by)


async def _checked(draft: ProductDraft, by: Actor) -> ProductDraft:
    tidy = rules.checked(draft, by.party_kind, clock.today())
    await versions.must_be_own_brochure(tidy, by)
    return tidy


def _must_keep_kind(row: ProductListing, draft: ProductDraft) -> None:
    if row.version_no and draft.kind is not row.kind:
        raise Invalid(KIND_STANDS, (("kind", KIND_STANDS),))
