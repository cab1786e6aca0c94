"""Each process as the public reads it: limits in force, fees, what it rests on; all dated."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

import vocabulary
from domain.catalogue.queries import ProductView, shelf
from domain.kernel import clock
from domain.kernel.flow import Flow, every_flow
from domain.kernel.pages import Page
from orm.catalogue import Product
from orm.deadlines import StateLimit
from orm.policy import Programme
from vocabulary.catalogue import POLICY_KINDS, ProductKind, channel_of
from vocabulary.lending import POLICY_KINDS as LENT_KINDS
from vocabulary.lending import LoanKind

PRODUCTS_MAX = 50  # of one process
UNINSURED = "_uninsured"
ANY = "any"


class Stated(Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of a process, and since when."""

    stated_on: date
    fee: str
    basis: list[str]


STATED: dict[str, Stated] = msgspec.toml.decode(
    (Path(vocabulary.__file__).parent / "reference" / "processes.toml").read_bytes(),
    type=dict[str, Stated],
)


class NodeLimit(Struct, frozen=True):
    """一个环节现行的办理时限，以及从哪一天起执行（为空表示流程发布时起）。"""

    state: str
    label: str
    workdays: int
    declared: int
    since: date | None


class ProductFee(Struct, frozen=True):
    """按这个流程办理的一款在架产品的收费标准和政策依据，注明数据日期。"""

    product_id: str
    product_name: str
    institution_name: str
    fees: str
    policy_basis: str
    figures_on: date


class ProcessTerms(Struct, frozen=True, kw_only=True):
    """一个流程的时限、收费和依据；as_of 是读取的日期。"""

    subject: str
    name: str
    title: str
    version: int
    fee: str
    basis: list[str]
    stated_on: date
    limits: list[NodeLimit]
    products: list[ProductFee]
    as_of: date


async def terms() -> Page[ProcessTerms]:
    """Every process, of the newest version each."""
    changed = await _changed()
    return Page([await _terms(flow, changed) for flow in every_flow()])


def _stated(flow: type[Flow]) -> Stated:
    """What is said of a process, with and without an insurer the same; else what is said of any."""
    own = STATED.get(f"{flow.subject}.{flow.name}".removesuffix(UNINSURED))
    return own or STATED[ANY]


async def _changed() -> Mapping[tuple[str, str, str], StateLimit]:
    """The limits in force that the operator has set, by the state they are of."""
    rows = StateLimit.filter(effective_on__lte=clock.today()).order_by("effective_on", "id")
    return {(row.subject, row.flow, row.state): row for row in await rows}


async def _terms(
    flow: type[Flow], changed: Mapping[tuple[str, str, str], StateLimit]
) -> ProcessTerms:
    stated = _stated(flow)
    limits = []
    for state, declared in flow.workdays.items():
        said = changed.get((flow.subject, flow.name, state.value))
        days, since = (said.workdays, said.effective_on) if said else (declared, None)
        limits.append(NodeLimit(state.value, flow.labels[state], days, declared, since))
    return ProcessTerms(
        subject=flow.subject,
        name=flow.name,
        title=flow.title,
        version=flow.version,
        fee=stated.fee,
        basis=[*stated.basis, *await _programme_basis(flow)],
        stated_on=stated.stated_on,
        limits=limits,
        products=[_fee(each) for each in await shelf(await _products(flow))],
        as_of=clock.today(),
    )


def _fee(view: ProductView) -> ProductFee:
    return ProductFee(
        str(view.id),
        view.name,
        view.institution_name,
        view.fees,
        view.policy_basis,
        view.figures_on,
    )


def _programmes(flow: type[Flow]) -> QuerySet[Programme]:
    """The programmes whose loans go by this table."""
    kind = LoanKind(flow.name.removesuffix(UNINSURED))
    return Programme.filter(kind=kind, needs_insurer=not flow.name.endswith(UNINSURED))


def _is_policy(flow: type[Flow]) -> bool:
    kind = flow.name.removesuffix(UNINSURED)
    return flow.subject == "loan_application" and kind in {each.value for each in LENT_KINDS}


async def _programme_basis(flow: type[Flow]) -> list[str]:
    if not _is_policy(flow):
        return []
    rows = await _programmes(flow).exclude(policy_basis="").order_by("-active_from")
    return [
        f"{row.name}（{row.active_from:%Y年%m月%d日}起施行）：{row.policy_basis}" for row in rows
    ]


async def _products(flow: type[Flow]) -> list[Product]:
    """What is on the shelf and is applied for by this process."""
    listed = Product.filter(listed=True).order_by("product_no").limit(PRODUCTS_MAX)
    if _is_policy(flow):
        return await listed.filter(programme_id__in=Subquery(_programmes(flow).values("id")))
    kinds = [kind for kind in ProductKind if _goes_by(kind, flow)]
    return await listed.filter(kind__in=kinds) if kinds else []


def _goes_by(kind: ProductKind, flow: type[Flow]) -> bool:
    """Is a product of this kind applied for by this table? Policy products name a programme."""
    if kind in POLICY_KINDS:
        return False
    is_other_loan = flow.subject == "loan_application" and flow.name != LoanKind.GENERAL.value
    return channel_of(kind) == flow.subject and not is_other_loan
