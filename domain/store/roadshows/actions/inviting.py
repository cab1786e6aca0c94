"""Asking enterprises to come, and what they answer."""

from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, Unmet
from domain.store.events.finding import must_be_host, seats_of
from domain.store.roadshows.finding import seen
from domain.store.roadshows.terms import InvitationAnswer, Invited
from orm.parties import Party
from orm.store_roadshows import Invitation, Roadshow
from vocabulary.events import InvitationState, RoadshowState
from vocabulary.parties import PartyKind

INVITATIONS_MAX = 1_000  # of one roadshow
STILL_COMING = {RoadshowState.SCHEDULED, RoadshowState.SET_UP, RoadshowState.OPEN}


async def invite_enterprises(roadshow_id: UUID, form: Invited, *, by: Actor) -> Roadshow:
    """Ask certified enterprises to come; who was asked before is not asked again."""
    row = await seen(roadshow_id, by)
    must_be_host(row, by)
    facts: dict[str, object] = {}
    async with enact(
        "roadshow.invite_enterprises", Roadshow.subject, roadshow_id, by=by, facts=facts
    ) as outcome:
        row = await _locked(roadshow_id)
        there = set(
            await Invitation.filter(roadshow_id=row.id).values_list("enterprise_id", flat=True)
        )
        wanted = [each for each in dict.fromkeys(form.enterprise_ids) if each not in there]
        if len(there) + len(wanted) > INVITATIONS_MAX:
            raise Unmet(f"一场路演最多邀请 {INVITATIONS_MAX} 家企业")
        found = await Party.filter(
            id__in=wanted, kind=PartyKind.ENTERPRISE, certified=True, on_hold=False
        )
        if len(found) != len(wanted):
            raise NotFound("所选企业中有未认证或不存在的，请重新选择")
        await Invitation.bulk_create(
            [
                Invitation(
                    id=uuid4(),
                    roadshow_id=row.id,
                    enterprise_id=each.id,
                    enterprise_name=each.name,
                    invited_at=outcome.at,
                )
                for each in found
            ]
        )
        facts |= row.facts() | seats_of(row) | {"invited": [str(each.id) for each in found]}
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def answer_invitation(roadshow_id: UUID, form: InvitationAnswer, *, by: Actor) -> Roadshow:
    """Say whether one comes; thinking better of it is allowed until it begins."""
    row = await seen(roadshow_id, by)
    async with enact(
        "roadshow.answer_invitation",
        Roadshow.subject,
        roadshow_id,
        by=by,
        terms=form,
        facts=seats_of(row),
    ) as outcome:
        row = await _locked(roadshow_id)
        answered = await Invitation.filter(roadshow_id=row.id, enterprise_id=by.party_id).update(
            state=InvitationState.COMING if form.coming else InvitationState.NOT_COMING,
            people=form.people if form.coming else 0,
            answered_at=outcome.at,
        )
        if not answered:
            raise NotFound(NOT_FOUND)
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def _locked(roadshow_id: UUID) -> Roadshow:
    row = await Roadshow.filter(id=roadshow_id).select_for_update().get()
    if row.state not in STILL_COMING:
        raise NotNow("路演已开始、结束或取消，不能再邀请或答复")
    return row
