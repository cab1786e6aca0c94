"""Rings when an act commits in this process, so that followers need not wait for their poll."""

import asyncio


class Bell:
    """A bell with one listener at a time; a ring between two waits is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Something was committed."""
        self._event.set()

    async def wait(self, timeout_s: float) -> None:
        """Until it rings, or the time is over."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()


BELL = Bell()
