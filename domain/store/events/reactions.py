"""What follows from an event: the invited hear of it, and the guide of what is still to be done."""

from uuid import UUID

from domain.kernel.journal import Entry
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.messaging.reactions import TEXTS, send_to, write_to
from orm.identity import Account
from orm.parties import Party
from orm.store_events import Attendee
from orm.store_roadshows import Invitation
from vocabulary.events import InvitationState
from vocabulary.parties import PartyKind

INVITED = "roadshow.invite_enterprises"
CHANGED = ("roadshow.move", "roadshow.cancel")
TOLD_TO_STORE = (
    "visit.book",
    "visit.move",
    "visit.cancel",
    "roadshow.apply",
    "roadshow.reapply",
    "roadshow.cancel",
)
ARRIVED = ("visit.note_arrival", "roadshow.note_arrival")
LATE = ("visit.check_late", "roadshow.check_late")


async def tell_invited(entry: Entry) -> None:
    """Tell those who were asked just now, once each."""
    asked = [UUID(each) for each in entry.facts["invited"]]
    await write_to(entry, asked)
    await send_to(entry, asked)


async def tell_expected(entry: Entry) -> None:
    """Tell everybody who may come, or has signed in already, of the new time or that it is off."""
    invited = Invitation.filter(roadshow_id=entry.subject_id)
    asked = await invited.exclude(state=InvitationState.NOT_COMING)
    came = await Attendee.filter(event_id=entry.subject_id, party_id__not_isnull=True)
    parties = {each.enterprise_id for each in asked} | {each.party_id for each in came}
    wanted = sorted(parties - {entry.party_id})
    await write_to(entry, wanted)
    await send_to(entry, wanted)


async def tell_store(entry: Entry) -> None:
    """Tell the people of the store what somebody else booked, moved or called off."""
    operator = await _operator()
    if operator is not None and entry.party_id != operator.id:
        await write_to(entry, [operator.id])


async def tell_of_unclear(entry: Entry) -> None:
    """Tell the people of the store of somebody who signed in offline and is to be looked at."""
    if entry.reason:
        await tell_store(entry)


async def _operator() -> Party | None:
    return await Party.filter(kind=PartyKind.OPERATOR).order_by("created_at").first()


async def tell_guide(entry: Entry) -> None:
    """Tell the store of a late checklist, and the guide on their own phone."""
    operator = await _operator()
    if operator is None:
        return
    await write_to(entry, [operator.id])
    guide = await Account.get_or_none(id=entry.facts.get("guide_id") or None)
    if guide is None:
        return
    text = TEXTS[entry.subject_kind][entry.verb]
    telling = Telling(
        entry_id=entry.id,
        kind=text.kind,
        party_id=operator.id,
        title=text.title,
        who=entry.party_name,
        at=entry.at,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        sms=text.sms,
        urgent=text.urgent,
    )
    await outbox.call_one(telling, guide)
