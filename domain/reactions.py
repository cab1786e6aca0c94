"""When this happens, do that. The one table of consequences."""

from collections.abc import Awaitable, Callable

from domain.kernel.journal import Entry
from domain.kernel.relay import Following
from domain.messaging.reactions import (
    APPLICATION_VERBS,
    CERTIFICATION_VERBS,
    tell_enterprise,
    tell_parties,
)

Reaction = Callable[[Entry], Awaitable[None]]

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    **{f"loan_application.{verb}": (tell_parties,) for verb in APPLICATION_VERBS},
    **{f"certification.{verb}": (tell_enterprise,) for verb in CERTIFICATION_VERBS},
}


async def react(entry: Entry) -> None:
    """Let one entry have its consequences, inside the relay's transaction."""
    for reaction in REACTIONS.get(entry.code, ()):
        await reaction(entry)


FOLLOWING = Following("reactions", lambda entry: entry.code in REACTIONS, react)
