"""One worker leads: a lease in the database, renewed while it lives, free when it dies."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tortoise.exceptions import IntegrityError

from domain.kernel import clock
from orm.journal import Lease

LEASE = timedelta(seconds=4)


class Leadership:
    """One process's claim to lead one kind of background work."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.holder = uuid4().hex

    async def hold(self, *, by_force: bool = False) -> bool:
        """Take or renew the lease. By force: only where no other process can exist (SQLite)."""
        now = clock.now()
        mine: dict[str, Any] = {"holder": self.holder, "until": now + LEASE}
        if await Lease.filter(name=self.name, holder=self.holder).update(**mine):
            return True
        others = Lease.filter(name=self.name)
        free = others if by_force else others.filter(until__lt=now)
        if await free.update(**mine):
            return True
        if await others.exists():
            return False
        try:
            await Lease.create(name=self.name, **mine)
        except IntegrityError:
            return False
        return True

    async def give_up(self) -> None:
        """Let the next one lead at once."""
        await Lease.filter(name=self.name, holder=self.holder).delete()
