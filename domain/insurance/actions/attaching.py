"""Handing in files at a request for cover: the enterprise and its insurer, until it has ended."""

from uuid import UUID

from domain.insurance.posts import COVER_ATTACH_CODE, holds_post
from domain.kernel.actor import Actor
from domain.kernel.flow import flow_of
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import NotNow, NotYourPost
from domain.lending.actions.attaching import Shelf, hand_in
from domain.lending.attachment_rules import ATTACHMENTS_MAX
from orm.insurance import CoverRequest, CoverRequestFile


def _must_be_open(row: CoverRequest, by: Actor) -> None:
    if not holds_post(row, by):
        raise NotYourPost("只有申请企业和受理保险机构的经办人员可以上传材料")
    if row.state in flow_of(row.subject, row.flow, row.version).final:
        raise NotNow("业务已结束，不能再上传材料")


COVER_SHELF = Shelf(
    COVER_ATTACH_CODE,
    CoverRequest,
    CoverRequestFile,
    "cover_request_id",
    lambda by: CoverRequest.filter(CoverRequest.seated(by.party_id)),
    _must_be_open,
    f"一笔需求最多上传 {ATTACHMENTS_MAX} 份材料，请合并后上传",
)


async def attach(request_id: UUID, file: IncomingFile, *, by: Actor) -> CoverRequest:
    """Keep a file at the request."""
    return await hand_in(COVER_SHELF, request_id, file, by=by)
