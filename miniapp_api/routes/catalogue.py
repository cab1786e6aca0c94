"""金融超市: the routes of the shelf, open to everybody."""

from uuid import UUID

from domain.catalogue import queries
from domain.catalogue.queries import (
    InstitutionSearch,
    InstitutionView,
    ProductSearch,
    ProductView,
)
from domain.kernel.pages import Page
from miniapp_api.routing import Route, get


async def products(query: ProductSearch) -> Page[ProductView]:
    """查找金融产品：按类型、机构、利率、额度、期限和担保方式筛选。"""
    return await queries.products(query)


async def product(product_id: UUID) -> ProductView:
    """金融产品详情。"""
    return await queries.product(product_id)


async def institutions(query: InstitutionSearch) -> Page[InstitutionView]:
    """入驻机构名录。"""
    return await queries.institutions(query)


ROUTES: tuple[Route, ...] = (
    get("/products", products, Page[ProductView], query=ProductSearch, public=True),
    get("/products/{product_id}", product, ProductView, public=True),
    get("/institutions", institutions, Page[InstitutionView], query=InstitutionSearch, public=True),
)
