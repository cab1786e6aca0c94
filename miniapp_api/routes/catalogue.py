"""金融超市: the open shelf, the desks that fill and review it, and questions about it."""

from typing import Any
from uuid import UUID

from domain.catalogue import (
    enquiries,
    history,
    indicating,
    listings,
    queries,
    shelf_checks,
    terms,
)
from domain.catalogue.actions import brochures, enquiring, keeping, limiting, reviewing
from domain.catalogue.actions.brochures import BROCHURE_BYTES_MAX, BROCHURE_MEDIA
from domain.catalogue.enquiries import EnquiryRow, EnquirySearch, EnquiryView
from domain.catalogue.history import ShownVersion
from domain.catalogue.indicating import LimitView
from domain.catalogue.listings import ListingRow, ListingSearch, ListingView
from domain.catalogue.queries import (
    BrochureView,
    InstitutionSearch,
    InstitutionView,
    ProductSearch,
    ProductView,
)
from domain.catalogue.shelf_checks import ShelfCheck
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.ports import IncomingFile
from miniapp_api.routing import Reason, Route, Upload, get, post, take


async def products(query: ProductSearch) -> Page[ProductView]:
    """查找金融产品：按门类、类型、机构、利率、额度、期限和担保方式筛选。"""
    return await queries.products(query)


async def product(product_id: UUID) -> ProductView:
    """金融产品详情。"""
    return await queries.product(product_id)


async def versions(product_id: UUID) -> Page[ShownVersion]:
    """产品历次在架版本：起止时间和当时的全部内容。"""
    return await history.versions(product_id)


async def shown_brochure(product_id: UUID) -> Download:
    """下载产品介绍文件。"""
    return await history.brochure_on_shelf(product_id)


async def institutions(query: InstitutionSearch) -> Page[InstitutionView]:
    """入驻机构名录。"""
    return await queries.institutions(query)


async def product_listings(query: ListingSearch, actor: Actor) -> Page[ListingRow]:
    """产品管理列表：机构看到自己的产品，运营方看到提交过上架的全部产品。"""
    return await listings.page(query, actor)


async def listing(product_id: UUID, actor: Actor) -> ListingView:
    """一款产品的上架情况：逐项内容、与在架版本的对照、历次版本、可办理的操作。"""
    return await listings.one(product_id, actor)


async def hand_in(file: IncomingFile, actor: Actor) -> Any:
    """上传产品介绍文件（PDF），得到文件编号，填写在产品内容中。"""
    return await brochures.hand_in(file, by=actor)


async def brochure(brochure_id: UUID, actor: Actor) -> Download:
    """下载尚未上架的产品介绍文件：仅限本机构和运营方。"""
    return await history.brochure(brochure_id, by=actor)


async def add(body: terms.ProductDraft, actor: Actor) -> Any:
    """机构新增产品，保存为草稿。"""
    return await keeping.add(body, by=actor)


async def amend(product_id: UUID, body: terms.ProductDraft, actor: Actor) -> Any:
    """机构编辑草稿、被退回的产品或已下架的产品。"""
    return await keeping.amend(product_id, body, by=actor)


async def submit_listing(product_id: UUID, actor: Actor) -> Any:
    """机构提交上架，由运营方审核。"""
    return await keeping.submit_listing(product_id, by=actor)


async def withdraw(product_id: UUID, actor: Actor) -> Any:
    """机构撤回上架申请。"""
    return await keeping.withdraw(product_id, by=actor)


async def revise(product_id: UUID, body: terms.ProductDraft, actor: Actor) -> Any:
    """机构提交在架产品的新版本；审核通过前原版本继续展示。"""
    return await keeping.revise(product_id, body, by=actor)


async def withdraw_revision(product_id: UUID, actor: Actor) -> Any:
    """机构撤回新版本。"""
    return await keeping.withdraw_revision(product_id, by=actor)


async def delist(product_id: UUID, body: Reason, actor: Actor) -> Any:
    """机构下架产品，写明原因。"""
    return await keeping.delist(product_id, body.reason, by=actor)


async def relist(product_id: UUID, actor: Actor) -> Any:
    """机构申请重新上架最近一次在架的版本，由运营方审核。"""
    return await keeping.relist(product_id, by=actor)


async def remove(product_id: UUID, actor: Actor) -> Any:
    """机构删除从未上架的产品。"""
    return await keeping.remove(product_id, by=actor)


async def list_product(product_id: UUID, body: terms.ListingApproval, actor: Actor) -> Any:
    """运营方逐项审核后准予展示。"""
    return await reviewing.list_product(product_id, body, by=actor)


async def send_back(product_id: UUID, body: terms.ListingReturn, actor: Actor) -> Any:
    """运营方退回上架申请，逐项写明整改要求。"""
    return await reviewing.send_back(product_id, body, by=actor)


async def return_revision(product_id: UUID, body: terms.ListingReturn, actor: Actor) -> Any:
    """运营方退回新版本，逐项写明整改要求；原版本继续展示。"""
    return await reviewing.return_revision(product_id, body, by=actor)


async def order_delisting(product_id: UUID, body: Reason, actor: Actor) -> Any:
    """运营方责令下架，写明原因。"""
    return await reviewing.order_delisting(product_id, body.reason, by=actor)


async def shelf_check(actor: Actor) -> ShelfCheck:
    """货架巡查：即时检查全部在架产品，列出到期、前后矛盾和定价异常的产品。"""
    return await shelf_checks.check(actor)


async def indicative_limit(product_id: UUID, body: terms.LimitFacts, actor: Actor) -> Any:
    """预授信产品：按企业填写的经营情况和产品公开的规则，即时给出参考额度和理由。"""
    return await limiting.indicate_limit(product_id, body, by=actor)


async def enquire(body: terms.Enquiry, actor: Actor) -> Any:
    """企业就一款产品向机构提出咨询。"""
    return await enquiring.enquire(body, by=actor)


async def answer(enquiry_id: UUID, body: terms.EnquiryText, actor: Actor) -> Any:
    """机构答复咨询。"""
    return await enquiring.answer(enquiry_id, body, by=actor)


async def ask_again(enquiry_id: UUID, body: terms.EnquiryText, actor: Actor) -> Any:
    """企业追问。"""
    return await enquiring.ask_again(enquiry_id, body, by=actor)


async def close(enquiry_id: UUID, actor: Actor) -> Any:
    """企业或机构结束咨询。"""
    return await enquiring.close(enquiry_id, by=actor)


async def product_enquiries(query: EnquirySearch, actor: Actor) -> Page[EnquiryRow]:
    """产品咨询列表。"""
    return await enquiries.page(query, actor)


async def product_enquiry(enquiry_id: UUID, actor: Actor) -> EnquiryView:
    """一条产品咨询的全部往来。"""
    return await enquiries.one(enquiry_id, actor)


ONE = "/products/{product_id}"
ENQUIRY = "/product-enquiries/{enquiry_id}"
BROCHURE = Upload(BROCHURE_MEDIA, BROCHURE_BYTES_MAX)


def _act(verb: str, handle: Any, **more: Any) -> Route:
    """A step of a product; the product is shown as it then stands."""
    return post(f"{ONE}/{verb}", handle, ListingView, renders=listings.view, **more)


def _said(verb: str, handle: Any, **more: Any) -> Route:
    """A step of an enquiry."""
    return post(f"{ENQUIRY}/{verb}", handle, EnquiryView, renders=enquiries.view, **more)


ROUTES: tuple[Route, ...] = (
    get("/products", products, Page[ProductView], query=ProductSearch, public=True),
    get(ONE, product, ProductView, public=True),
    get(f"{ONE}/versions", versions, Page[ShownVersion], public=True),
    get(f"{ONE}/brochure", shown_brochure, None, download=BROCHURE_MEDIA, public=True),
    get("/institutions", institutions, Page[InstitutionView], query=InstitutionSearch, public=True),
    get("/product-listings", product_listings, Page[ListingRow], query=ListingSearch),
    get("/product-listings/{product_id}", listing, ListingView),
    take(
        "/product-brochures/hand-in",
        hand_in,
        BrochureView,
        upload=BROCHURE,
        renders=queries.brochure_view,
        status=201,
    ),
    get("/product-brochures/{brochure_id}", brochure, None, download=BROCHURE_MEDIA),
    post(
        "/products/add",
        add,
        ListingView,
        body=terms.ProductDraft,
        renders=listings.view,
        status=201,
    ),
    _act("amend", amend, body=terms.ProductDraft),
    _act("submit-listing", submit_listing),
    _act("withdraw", withdraw),
    _act("revise", revise, body=terms.ProductDraft),
    _act("withdraw-revision", withdraw_revision),
    _act("delist", delist, body=Reason),
    _act("relist", relist),
    _act("remove", remove),
    _act("list-product", list_product, body=terms.ListingApproval),
    _act("send-back", send_back, body=terms.ListingReturn),
    _act("return-revision", return_revision, body=terms.ListingReturn),
    _act("order-delisting", order_delisting, body=Reason),
    get("/shelf-check", shelf_check, ShelfCheck),
    post(
        f"{ONE}/indicative-limit",
        indicative_limit,
        LimitView,
        body=terms.LimitFacts,
        renders=indicating.limit_view,
    ),
    post(
        "/product-enquiries/enquire",
        enquire,
        EnquiryView,
        body=terms.Enquiry,
        renders=enquiries.view,
        status=201,
        assisted=True,
    ),
    _said("answer", answer, body=terms.EnquiryText),
    _said("ask-again", ask_again, body=terms.EnquiryText),
    _said("close", close),
    get("/product-enquiries", product_enquiries, Page[EnquiryRow], query=EnquirySearch),
    get(ENQUIRY, product_enquiry, EnquiryView),
)
