"""How often matching shows each institution is counted, reported, and read by nothing else."""

import pytest

from domain.kernel.refusal import NotYourPost
from domain.matching import queries
from domain.matching.exposure import ExposureFilter, exposure
from orm.matching import MatchExposure
from orm.parties import Party
from tests import world
from tests.catalogue.shelf import a_product
from tests.matching.test_scoring import WISH

pytestmark = [pytest.mark.row("Q5", "E4"), pytest.mark.clause("4.5")]


async def a_shelf() -> tuple[Party, Party]:
    """One bank with the cheapest product and another; one with a dear product."""
    one, other = await world.a_bank(), await world.a_bank("太湖银行苏州分行")
    await a_product(one, "P1", rate_bp_min=300)
    await a_product(one, "P2", rate_bp_min=350)
    await a_product(other, "P3", rate_bp_min=390)
    return one, other


async def test_every_list_of_matches_is_counted_beside_what_is_on_the_shelf(db: None) -> None:
    one, other = await a_shelf()
    clerk = world.clerk_of(await world.an_enterprise())
    for _ in range(3):
        await queries.match(WISH, clerk)
    found = await exposure(ExposureFilter(), to=world.operator_of(await world.an_operator()))
    told = [
        (each.institution_id, each.products, each.shown, each.shown_bp, each.at_top_bp)
        for each in found.items
    ]
    assert told == [(one.id, 2, 6, 6_667, 10_000), (other.id, 1, 3, 3_333, 0)]


async def test_what_was_shown_before_changes_nothing_of_what_is_shown_next(db: None) -> None:
    one, other = await a_shelf()
    clerk = world.clerk_of(await world.an_enterprise())
    before = [each.product.product_no for each in await queries.match(WISH, clerk)]
    await MatchExposure.filter(institution_id=other.id).update(shown=10**6, at_top=10**6)
    await Party.filter(id=one.id).update(name="改名银行", short_name="改名")
    assert [each.product.product_no for each in await queries.match(WISH, clerk)] == before


async def test_the_report_is_the_operators(db: None) -> None:
    with pytest.raises(NotYourPost):
        await exposure(ExposureFilter(), to=world.officer_of(await world.a_bank()))
