"""When this happens, do that. The one table of consequences."""

from collections.abc import Awaitable, Callable

from domain.fleet import reactions as fleet
from domain.kernel.journal import Entry
from domain.kernel.relay import Following
from domain.lending.jobs import REDISPATCH
from domain.lending.reactions import tell_pool
from domain.messaging.reactions import TEXTS, tell_parties, tell_people
from domain.onboarding import reactions as onboarding
from domain.proposals import reactions as proposals
from domain.store.events import reactions as events
from domain.store.service.reactions import FILINGS
from domain.store.upkeep import reactions as upkeep
from domain.supervision.reactions import LEDGER

Reaction = Callable[[Entry], Awaitable[None]]

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    f"{subject}.{verb}": (tell_parties, tell_people)
    for subject, told in TEXTS.items()
    for verb in told
}
REACTIONS |= {
    code: (*REACTIONS.get(code, ()), onboarding.text_administrator) for code in onboarding.TEMPLATES
}
REACTIONS |= dict.fromkeys(proposals.CODES, (proposals.tell_colleagues,))
REACTIONS |= {code: (*REACTIONS.get(code, ()), upkeep.call_store) for code in upkeep.CALLS}
REACTIONS |= {events.INVITED: (events.tell_invited,)}
REACTIONS |= {code: (*REACTIONS[code], events.tell_expected) for code in events.CHANGED}
REACTIONS |= {code: (*REACTIONS[code], events.tell_store) for code in events.TOLD_TO_STORE}
REACTIONS |= dict.fromkeys(events.ARRIVED, (events.tell_of_unclear,))
REACTIONS |= dict.fromkeys(events.LATE, (events.tell_guide,))
REACTIONS |= {
    code: (*REACTIONS.get(code, ()), upkeep.open_from_alert) for code in upkeep.ALERT_CODES
}
REACTIONS |= dict.fromkeys(upkeep.PROBED_CODES, (upkeep.note_probed,))
REACTIONS |= {upkeep.ASSIGN_CODE: (upkeep.call_assignee,)}
REACTIONS |= {code: (*REACTIONS[code], fleet.call_duty) for code in fleet.CODES}
REACTIONS |= {REDISPATCH: (*REACTIONS[REDISPATCH], tell_pool)}


async def react(entry: Entry) -> None:
    """Let one entry have its consequences, inside the relay's transaction."""
    for reaction in REACTIONS.get(entry.code, ()):
        await reaction(entry)


FOLLOWING = Following("reactions", lambda entry: entry.code in REACTIONS, react)
FOLLOWERS: tuple[Following, ...] = (FOLLOWING, LEDGER, FILINGS)
