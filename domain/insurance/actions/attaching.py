"""Handing in files at a request for cover: the enterprise and its insurer, until it has ended."""

from uuid import UUID, uuid4

from domain.insurance.posts import COVER_ATTACH_CODE, holds_post
from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.flow import flow_of
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, OnHold, Unmet
from domain.lending.actions.attaching import ATTACH_TRIES_MAX, ATTACH_WINDOW_S, kept
from domain.lending.attachment_rules import ATTACHMENTS_MAX
from orm.insurance import CoverRequest, CoverRequestFile
from orm.parties import Party


async def attach(request_id: UUID, file: IncomingFile, *, by: Actor) -> CoverRequest:
    """Keep a file at the request. Its bytes are safe before the act that speaks of them begins."""
    await outside.held().limiter.hit(
        "attach", str(by.account_id), limit=ATTACH_TRIES_MAX, window_s=ATTACH_WINDOW_S
    )
    if not await is_answered(by):
        await _open_request(request_id, by)  # refused before the file has travelled
    attachment_id = uuid4()
    terms, sealed = await kept(attachment_id, file)
    facts: dict[str, dict[str, str]] = {}
    async with enact(
        COVER_ATTACH_CODE, CoverRequest.subject, request_id, by=by, terms=terms, facts=facts
    ) as outcome:
        row = await _open_request(request_id, by, locked=True)
        facts["seats"] = {seat.value: str(party) for seat, party in row.seats().items() if party}
        await CoverRequestFile.create(
            id=attachment_id,
            cover_request_id=row.id,
            party_id=by.party_id,
            party_name=by.party_name,
            account_id=by.account_id,
            account_name=by.name,
            name=terms.name,
            media=terms.media,
            size_bytes=terms.size_bytes,
            sha256=terms.sha256,
            object_key=sealed.object_key,
            key=sealed.key,
            at=outcome.at,
        )
        outcome.subject_no = row.request_no
        outcome.result = row
    return row


async def _open_request(request_id: UUID, by: Actor, *, locked: bool = False) -> CoverRequest:
    """The request, if this actor may attach to it now; locked, so that nobody ends it meanwhile."""
    rows = CoverRequest.filter(CoverRequest.seated(by.party_id))
    rows = rows.select_for_update() if locked else rows
    row = await rows.get_or_none(id=request_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    if not holds_post(row, by):
        raise NotYourPost("只有申请企业和受理保险机构的经办人员可以上传材料")
    if row.state in flow_of(row.subject, row.flow, row.version).final:
        raise NotNow("业务已结束，不能再上传材料")
    seated = [party_id for party_id in row.seats().values() if party_id]
    if await Party.exists(id__in=seated, on_hold=True):
        raise OnHold("相关单位的业务已被平台冻结，暂不能上传材料，请联系平台运营方")
    if await CoverRequestFile.filter(cover_request_id=row.id).count() >= ATTACHMENTS_MAX:
        raise Unmet(f"一笔需求最多上传 {ATTACHMENTS_MAX} 份材料，请合并后上传")
    return row
