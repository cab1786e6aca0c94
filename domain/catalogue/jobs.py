"""What time does to the shelf: it is checked, and institutions hear what is wrong."""

from uuid import UUID

from domain.catalogue.checking import Found
from domain.catalogue.shelf_checks import Trouble, troubles_now
from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import enact
from orm.catalogue import Product, ShelfFinding

CHECK_CODE = "product.shelf_check"
TOLD_MAX = 5  # sentences in one message


async def check_shelf() -> None:
    """Write down what is newly wrong and what is mended; tell each institution once."""
    _, troubles = await troubles_now()
    known: dict[UUID, set[str]] = {}
    for row in await ShelfFinding.filter(cleared_at__isnull=True):
        known.setdefault(row.product_id, set()).add(row.sentence)
    for each in troubles:
        new = [
            found for found in each.found if found.sentence not in known.get(each.product.id, ())
        ]
        if new:
            await _tell(each.product, new)
    await _clear(known, troubles)


async def _tell(product: Product, new: list[Found]) -> None:
    """The findings and the entry that tells of them commit together."""
    by = job_actor("货架巡检")
    reason = "；".join(found.sentence.rstrip("。") for found in new[:TOLD_MAX])
    facts = {
        "seats": {"institution": str(product.institution_id)},
        "findings": [found.kind.value for found in new],
    }
    async with enact(
        CHECK_CODE, "product", product.id, by=by, reason=reason, facts=facts
    ) as outcome:
        outcome.subject_no = product.product_no
        for found in new:
            await ShelfFinding.create(
                product_id=product.id,
                kind=found.kind,
                sentence=found.sentence,
                found_at=outcome.at,
            )


async def _clear(known: dict[UUID, set[str]], troubles: list[Trouble]) -> None:
    still = {each.product.id: {found.sentence for found in each.found} for each in troubles}
    for product_id, sentences in known.items():
        mended = sentences - still.get(product_id, set())
        if mended:
            await ShelfFinding.filter(
                product_id=product_id, sentence__in=list(mended), cleared_at__isnull=True
            ).update(cleared_at=clock.now())
