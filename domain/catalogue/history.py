"""What stays readable of a product: the versions that were ever shown, and their brochures."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.catalogue.drafts import draft_of
from domain.catalogue.telling import ProductFact, facts
from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from orm.catalogue import Product, ProductBrochure, ProductVersion
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

VERSIONS_MAX = 100
PDF = "application/pdf"


class ShownVersion(Struct, frozen=True):
    """曾在架展示的一个版本：起止时间和当时的全部内容。"""

    version_no: int
    listed_at: datetime
    off_at: datetime | None
    facts: list[ProductFact]


async def versions(product_id: UUID) -> Page[ShownVersion]:
    """Every version that was ever on the shelf, the newest first."""
    if not await Product.exists(id=product_id):
        raise NotFound("未找到该产品，它可能已下架")
    rows = ProductVersion.filter(product_id=product_id, listed_at__isnull=False)
    found = await rows.order_by("-version_no").limit(VERSIONS_MAX)
    drafts = {row.version_no: draft_of(row.terms) for row in found}
    wanted = [each.brochure_id for each in drafts.values() if each.brochure_id]
    kept = await ProductBrochure.filter(id__in=wanted) if wanted else []
    names = {each.id: each.name for each in kept}
    return Page(
        [
            ShownVersion(
                row.version_no,
                row.listed_at,
                row.off_at,
                facts(
                    drafts[row.version_no],
                    names.get(drafts[row.version_no].brochure_id or product_id, ""),
                ),
            )
            for row in found
        ]
    )


async def brochure_on_shelf(product_id: UUID) -> Download:
    """The brochure of a product that is, or was, on the shelf."""
    product = await Product.get_or_none(id=product_id)
    found = None
    if product is not None and product.brochure_id is not None:
        found = await ProductBrochure.get_or_none(id=product.brochure_id)
    if found is None:
        raise NotFound("该产品没有产品介绍文件")
    return await _sent(found)


async def brochure(brochure_id: UUID, *, by: Actor) -> Download:
    """A brochure, for its institution and the operator: also before it is shown to everybody."""
    found = await ProductBrochure.get_or_none(id=brochure_id)
    is_seen = found is not None and (
        by.party_kind is PartyKind.OPERATOR or found.institution_id == by.party_id
    )
    if found is None or not is_seen or Right.PRODUCT_VIEW not in by.rights:
        raise NotFound(NOT_FOUND)
    return await _sent(found)


async def _sent(found: ProductBrochure) -> Download:
    try:
        chunks = await outside.held().objects.open(found.sha256)
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    return Download(found.name, PDF, found.size_bytes, chunks)
