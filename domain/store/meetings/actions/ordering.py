"""Before the meeting: asked for, taken on, moved, called off; spares kept; everything tested."""

from uuid import UUID, uuid4

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, enact, perform
from domain.kernel.refusal import Invalid, NotYourPost, Unmet
from domain.store import checklists
from domain.store.checklist_terms import ItemCheck
from domain.store.meetings.flow import MeetingSupportFlow
from domain.store.meetings.rules import overlaps, rehearse_by
from domain.store.meetings.terms import MeetingMove, MeetingOrder, SpareForm, SparesKept
from domain.store.people import STORE_POSTS, operator_id
from domain.store.upkeep.actions.inspecting import answer
from domain.store.upkeep.actions.reporting import NUMBER_PREFIX as FAULT_PREFIX
from orm.store_meetings import MeetingSupport, Spare, SpareReservation
from vocabulary.meetings import MEETING_KIND_LABELS
from vocabulary.parties import PartyKind

NUMBER_PREFIX = "HY"
SPARES_OF_ALL_MAX = 200


async def ask(form: MeetingOrder, *, by: Actor) -> MeetingSupport:
    """Ask for support, as an institution."""
    return await _begin("ask", form, by)


async def order(form: MeetingOrder, *, by: Actor) -> MeetingSupport:
    """Order support, as one of the operator's own people."""
    return await _begin("order", form, by)


async def _begin(verb: str, form: MeetingOrder, by: Actor) -> MeetingSupport:
    lines = checklists.TEMPLATES.meeting
    is_ours = by.party_kind is PartyKind.OPERATOR
    row = MeetingSupport(
        id=uuid4(),
        meeting_no=await numbering.draw(NUMBER_PREFIX),
        operator_id=await operator_id(by),
        institution_id=None if is_ours else by.party_id,
        institution_name="" if is_ours else by.party_name,
        asked_by_name=by.name,
        rehearse_by=rehearse_by(form.kind, form.starts_at),
        items=len(lines),
        **{name: getattr(form, name) for name in form.__struct_fields__},
    )
    async with begin(MeetingSupportFlow, verb, row, by=by, terms=form):
        await checklists.write(row.id, lines)
    return row


async def take_on(meeting_id: UUID, *, by: Actor) -> MeetingSupport:
    """Take on what an institution has asked for."""
    return await advance("take_on", MeetingSupport, meeting_id, by=by)


async def turn_down(meeting_id: UUID, reason: str, *, by: Actor) -> MeetingSupport:
    """It cannot be supported."""
    return await advance("turn_down", MeetingSupport, meeting_id, by=by, reason=reason)


async def move(meeting_id: UUID, form: MeetingMove, *, by: Actor) -> MeetingSupport:
    """Another time or another room: the deadline is counted anew, and everything tested anew."""
    async with perform(
        "move", MeetingSupport, meeting_id, by=by, terms=form, reason=form.reason
    ) as row:
        row.starts_at, row.ends_at = form.starts_at, form.ends_at
        row.zone, row.room = form.zone, form.room
        row.rehearse_by = rehearse_by(row.kind, form.starts_at)
        row.overrun_at = row.rehearsed_at = None
        row.rehearsed_by_name, row.checked, row.failed = "", 0, 0
        await checklists.reset(row.id)
        kept = await SpareReservation.filter(meeting_id=row.id)
        await _keep(row, [each.spare_id for each in kept])
    return row


async def call_off(meeting_id: UUID, reason: str, *, by: Actor) -> MeetingSupport:
    """It does not take place: its spares are free for others."""
    async with perform("call_off", MeetingSupport, meeting_id, by=by, reason=reason) as row:
        await SpareReservation.filter(meeting_id=row.id).delete()
        row.spares = 0
    return row


async def reserve(meeting_id: UUID, form: SparesKept, *, by: Actor) -> MeetingSupport:
    """Keep these spares for it, and no others."""
    async with perform("reserve", MeetingSupport, meeting_id, by=by, terms=form) as row:
        await _keep(row, form.spare_ids)
    return row


async def _keep(row: MeetingSupport, spare_ids: list[UUID]) -> None:
    """Write the reservations anew. The spares are locked first: nobody is given one twice."""
    wanted = sorted(set(spare_ids))
    spares = await Spare.filter(id__in=wanted).order_by("id").select_for_update()
    if len(spares) != len(wanted):
        raise Invalid("备用设备不存在，请刷新页面", (("spare_ids", "请重新选择"),))
    await SpareReservation.filter(meeting_id=row.id).delete()
    for other in await SpareReservation.filter(spare_id__in=wanted):
        if overlaps(row.starts_at, row.ends_at, other.from_at, other.until_at):
            taken = await MeetingSupport.get(id=other.meeting_id)
            raise Unmet(
                f"“{other.spare_name}”在该时段已为会议“{taken.title}”预留，请选择其他备用设备"
            )
    await SpareReservation.bulk_create(
        [
            SpareReservation(
                id=uuid4(),
                spare_id=spare.id,
                spare_name=spare.name,
                meeting_id=row.id,
                from_at=row.starts_at,
                until_at=row.ends_at,
            )
            for spare in spares
        ]
    )
    row.spares = len(spares)


async def add_spare(form: SpareForm, *, by: Actor) -> Spare:
    """Write down one more spare."""
    if not STORE_POSTS & by.roles:
        raise NotYourPost("只有门店和运营人员可以登记备用设备")
    if await Spare.all().count() >= SPARES_OF_ALL_MAX:
        raise Unmet(f"最多登记 {SPARES_OF_ALL_MAX} 件备用设备")
    spare_id = uuid4()
    async with enact("spare.add", "spare", spare_id, by=by, terms=form) as outcome:
        outcome.subject_no = form.name.strip()
        outcome.result = row = await Spare.create(
            id=spare_id, name=form.name.strip(), added_at=outcome.at, added_by_name=by.name
        )
    return row


async def check_item(meeting_id: UUID, form: ItemCheck, *, by: Actor) -> MeetingSupport:
    """Say of one thing whether it works; what does not is a fault at once."""
    checklists.must_say_why(form)
    fault_no = "" if form.passed else await numbering.draw(FAULT_PREFIX)
    async with perform("check_item", MeetingSupport, meeting_id, by=by, terms=form) as row:
        item = await checklists.item_of(row.id, form.item_id)
        found_in = f"{MEETING_KIND_LABELS[row.kind]}“{row.title}”会前联调"
        await answer(row, item, form, by=by, fault_no=fault_no, found_in=found_in)
    return row


async def rehearse(meeting_id: UUID, *, by: Actor) -> MeetingSupport:
    """Everything has been tested."""
    async with perform("rehearse", MeetingSupport, meeting_id, by=by) as row:
        row.rehearsed_at, row.rehearsed_by_name = row.updated_at, by.name
    return row
