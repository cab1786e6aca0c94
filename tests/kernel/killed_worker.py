"""`python -m tests.kernel.killed_worker URL`: seals and follows until somebody kills it."""

import asyncio
import sys

from domain.kernel import relay, sealing
from domain.kernel.leading import Leadership
from orm import engine
from tests.kernel.followed import Counting

PAUSE_S = 0.01


async def work(url: str) -> None:
    """Lead when it may, and do what the platform's worker does in a turn."""
    await engine.connect(url)
    leadership, counting = Leadership("worker"), Counting()
    while True:
        if await leadership.hold():
            await sealing.seal()
            await relay.follow(counting.following)
            await relay.retry(counting.following)
        await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
