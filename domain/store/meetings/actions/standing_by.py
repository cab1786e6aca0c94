"""During and after the meeting: on duty, what went wrong and how it was mended, the conclusion."""

from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.store.meetings.terms import (
    DutyText,
    IncidentForm,
    IncidentMended,
    MeetingConclusion,
)
from orm.store_meetings import DutyNote, MeetingIncident, MeetingSupport

NOTES_MAX = 200  # of one meeting
INCIDENTS_MAX = 50
BEFORE_IT_BROKE = "恢复时间应晚于发生时间"


async def stand_by(meeting_id: UUID, *, by: Actor) -> MeetingSupport:
    """Be there."""
    async with perform("stand_by", MeetingSupport, meeting_id, by=by) as row:
        row.duty_from, row.duty_name = row.updated_at, by.name
    return row


async def note_duty(meeting_id: UUID, form: DutyText, *, by: Actor) -> MeetingSupport:
    """Write one line into the log."""
    async with perform("note_duty", MeetingSupport, meeting_id, by=by, terms=form) as row:
        if await DutyNote.filter(meeting_id=row.id).count() >= NOTES_MAX:
            raise Unmet(f"一场会议最多登记 {NOTES_MAX} 条值守记录")
        await DutyNote.create(
            meeting_id=row.id, at=row.updated_at, account_name=by.name, text=form.text.strip()
        )
    return row


async def note_incident(meeting_id: UUID, form: IncidentForm, *, by: Actor) -> MeetingSupport:
    """Sound, image or connection is gone."""
    async with perform("note_incident", MeetingSupport, meeting_id, by=by, terms=form) as row:
        if await MeetingIncident.filter(meeting_id=row.id).count() >= INCIDENTS_MAX:
            raise Unmet(f"一场会议最多登记 {INCIDENTS_MAX} 个会中故障")
        await MeetingIncident.create(
            id=uuid4(),
            meeting_id=row.id,
            kind=form.kind,
            note=form.note.strip(),
            started_at=form.started_at,
            account_name=by.name,
        )
        row.open_incidents += 1
    return row


async def mend_incident(meeting_id: UUID, form: IncidentMended, *, by: Actor) -> MeetingSupport:
    """It is back: since when, and how."""
    async with perform("mend_incident", MeetingSupport, meeting_id, by=by, terms=form) as row:
        incident = await MeetingIncident.get_or_none(id=form.incident_id, meeting_id=row.id)
        if incident is None:
            raise NotFound("没有这个会中故障，请刷新页面")
        if incident.mended_at is not None:
            raise Unmet("该故障已登记恢复，无需重复登记")
        if form.mended_at < incident.started_at:
            raise Invalid(BEFORE_IT_BROKE, (("mended_at", BEFORE_IT_BROKE),))
        incident.mended_at, incident.how = form.mended_at, form.how.strip()
        await incident.save()
        row.open_incidents -= 1
    return row


async def end_duty(meeting_id: UUID, *, by: Actor) -> MeetingSupport:
    """The meeting is over."""
    async with perform("end_duty", MeetingSupport, meeting_id, by=by) as row:
        row.duty_until = row.updated_at
    return row


async def conclude(meeting_id: UUID, form: MeetingConclusion, *, by: Actor) -> MeetingSupport:
    """Say how the equipment ran and what should be better: from now on there is the report."""
    async with perform("conclude", MeetingSupport, meeting_id, by=by, terms=form) as row:
        row.equipment_run, row.suggestions = form.equipment_run.strip(), form.suggestions.strip()
        row.concluded_by_name, row.concluded_at = by.name, row.updated_at
    return row
