"""The versions of a product as its acts write them; the listing is locked by whoever calls."""

from datetime import datetime
from uuid import UUID

import msgspec

from domain.catalogue.drafts import kept_terms
from domain.catalogue.terms import ListingMark, ProductDraft
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid
from orm.catalogue import Product, ProductBrochure, ProductListing, ProductVersion

NOT_YOURS = "产品介绍文件无效，请重新上传"


async def must_be_own_brochure(draft: ProductDraft, by: Actor) -> None:
    """A brochure is one that this very institution has handed in. Raises `Invalid`."""
    wanted = draft.brochure_id
    if wanted is None:
        return
    if not await ProductBrochure.exists(id=wanted, institution_id=by.party_id):
        raise Invalid(NOT_YOURS, (("brochure_id", NOT_YOURS),))


async def write(listing: ProductListing, draft: ProductDraft, at: datetime) -> ProductVersion:
    """Put the terms into the version at hand; what was ever submitted is never written over."""
    version = await ProductVersion.get_or_none(
        product_id=listing.id, version_no=listing.pending_no, submitted_at__isnull=True
    )
    if version is None:
        version = ProductVersion(product_id=listing.id, version_no=await _next_no(listing.id))
        version.written_at = at
    version.terms, version.written_at = kept_terms(draft), at
    await version.save()
    listing.pending_no = version.version_no
    listing.name, listing.kind = draft.name, draft.kind
    return version


async def pending(listing: ProductListing) -> ProductVersion:
    """The version that is written or under review."""
    return await ProductVersion.get(product_id=listing.id, version_no=listing.pending_no)


async def hand_over(listing: ProductListing, version: ProductVersion, at: datetime) -> None:
    """Give the version to the review."""
    version.submitted_at = listing.submitted_at = at
    await version.save()


async def take_back(listing: ProductListing) -> None:
    """It was not reviewed: it is a draft again."""
    await ProductVersion.filter(
        product_id=listing.id, version_no=listing.pending_no, decided_at__isnull=True
    ).update(submitted_at=None)


async def decide(
    listing: ProductListing, marks: list[ListingMark], reason: str, at: datetime
) -> ProductVersion:
    """Keep what the review found of each item."""
    version = await pending(listing)
    version.marks = msgspec.to_builtins(marks)
    version.reason, version.decided_at = reason, at
    await version.save()
    return version


async def off_shelf(listing: ProductListing, at: datetime) -> None:
    """Take the product off the shelf; cases under way go on, and its versions stay readable."""
    await take_back(listing)
    await Product.filter(id=listing.id).update(listed=False)
    await ProductVersion.filter(product_id=listing.id, version_no=listing.version_no).update(
        off_at=at
    )


async def _next_no(product_id: UUID) -> int:
    last = await ProductVersion.filter(product_id=product_id).order_by("-version_no").first()
    return last.version_no + 1 if last else 1
