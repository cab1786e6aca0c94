"""Readable numbers are unique and carry a check digit."""

import asyncio

from domain.kernel import numbering


def test_the_check_digit_is_iso_7064() -> None:
    assert numbering.check_digit("0794") == "5"


async def test_numbers_never_repeat(db: None) -> None:
    drawn = await asyncio.gather(*(numbering.draw("DK") for _ in range(100)))
    assert len(set(drawn)) == 100


async def test_a_new_process_continues_after_the_block(db: None) -> None:
    first = await numbering.draw("DK")
    numbering.forget_blocks()
    second = await numbering.draw("DK")
    assert first < second
