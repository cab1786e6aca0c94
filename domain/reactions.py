"""When this happens, do that. The one table of consequences."""

from collections.abc import Awaitable, Callable

from domain.kernel.journal import Entry
from domain.kernel.relay import Following
from domain.messaging.reactions import TEXTS, tell_parties
from domain.messaging.sending import TEMPLATES, text_enterprise
from domain.onboarding import reactions as onboarding

Reaction = Callable[[Entry], Awaitable[None]]

_TOLD: dict[str, tuple[Reaction, ...]] = {
    f"{subject}.{verb}": (tell_parties,) for subject, told in TEXTS.items() for verb in told
}
REACTIONS: dict[str, tuple[Reaction, ...]] = (
    _TOLD
    | {code: (*_TOLD[code], text_enterprise) for code in TEMPLATES}
    | {code: (*_TOLD.get(code, ()), onboarding.text_administrator) for code in onboarding.TEMPLATES}
)


async def react(entry: Entry) -> None:
    """Let one entry have its consequences, inside the relay's transaction."""
    for reaction in REACTIONS.get(entry.code, ()):
        await reaction(entry)


FOLLOWING = Following("reactions", lambda entry: entry.code in REACTIONS, react)
