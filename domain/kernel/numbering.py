"""Readable unique numbers: prefix, business date, running number, check digit.

`DK-20261123-00017-4`. Each process draws blocks, so that acts do not queue at one counter;
numbers may leave gaps, they never repeat. The check digit is ISO 7064 MOD 11,10.
"""

import asyncio

from domain.kernel import clock
from orm import raw

BLOCK = 20
DIGITS = 5
SLOTS_MAX = 256

_blocks: dict[str, tuple[int, int]] = {}


class _Drawing:
    """One draw at a time in this process; a lock belongs to the event loop that waits on it."""

    lock = asyncio.Lock()


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 over a string of decimal digits."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


async def draw(prefix: str) -> str:
    """The next number of a kind. Draw it before the act begins, never inside one."""
    day = f"{clock.today():%Y%m%d}"
    name = f"{prefix}-{day}"
    async with _Drawing.lock:
        value, end = _blocks.get(name, (0, 0))
        if value >= end:
            value, end = await _next_block(name)
        if len(_blocks) > SLOTS_MAX:
            _blocks.clear()
        _blocks[name] = (value + 1, end)
    running = f"{value:0{DIGITS}d}"
    return f"{name}-{running}-{check_digit(day + running)}"


async def _next_block(name: str) -> tuple[int, int]:
    found = await raw.rows(
        "INSERT INTO counter (name, next_value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET next_value = counter.next_value + ? "
        "RETURNING next_value",
        name,
        BLOCK + 1,
        BLOCK,
    )
    end = int(found[0]["next_value"])
    return end - BLOCK, end


def forget_blocks() -> None:
    """Forget what was drawn: another database, or another event loop, is about to begin."""
    _blocks.clear()
    _Drawing.lock = asyncio.Lock()
