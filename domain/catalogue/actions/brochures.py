"""Handing in a brochure: a PDF, put away before the act that speaks of it begins."""

import asyncio
from uuid import uuid4

from domain.catalogue.flow import KEEPERS
from domain.catalogue.terms import BrochureKept
from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Invalid, NotYourPost, OnHold
from domain.lending.attachment_rules import clean_name, media_of
from orm.catalogue import ProductBrochure
from orm.parties import Party
from vocabulary.parties import INSTITUTION_KINDS

HAND_IN_CODE = "product.hand_in_brochure"
BROCHURE_MEDIA = ("application/pdf",)
BROCHURE_BYTES_MAX = 10 * 1024 * 1024
TRIES_MAX = 30  # by one account in the window: what is refused leaves bytes behind, too
TRIES_WINDOW_S = 600
ONLY_PDF = "产品介绍文件只能上传 PDF，请另存为 PDF 后重新上传"


async def hand_in(file: IncomingFile, *, by: Actor) -> ProductBrochure:
    """Keep a brochure of this institution; a product names it by its id."""
    _must_keep_products(by)
    await outside.held().limiter.hit(
        "product.brochure", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S
    )
    if await Party.exists(id=by.party_id, on_hold=True):
        raise OnHold("贵机构的业务已被平台冻结，暂不能上传文件，请联系平台运营方")
    name = clean_name(file.name)
    content = await file.read()
    media = await asyncio.to_thread(media_of, name, content)
    if media not in BROCHURE_MEDIA:
        raise Invalid(ONLY_PDF, (("file", ONLY_PDF),))
    terms = BrochureKept(name, len(content), await outside.held().objects.put(content))
    brochure_id = uuid4()
    async with enact(HAND_IN_CODE, "product", brochure_id, by=by, terms=terms) as outcome:
        outcome.result = await ProductBrochure.create(
            id=brochure_id,
            institution_id=by.party_id,
            name=terms.name,
            size_bytes=terms.size_bytes,
            sha256=terms.sha256,
            account_id=by.account_id,
            at=outcome.at,
        )
    kept: ProductBrochure = outcome.result
    return kept


def _must_keep_products(by: Actor) -> None:
    posts = {post.role for post in KEEPERS}
    if by.party_kind not in INSTITUTION_KINDS or posts.isdisjoint(by.roles):
        raise NotYourPost("只有机构的业务岗位可以上传产品介绍文件")
