"""What an institution still has in hand: it does not leave before that has ended."""

from uuid import UUID

from msgspec import Struct

from orm.insurance import CoverRequest
from orm.lending import LoanApplication
from vocabulary.insurance import COVER_REQUEST_STATE_LABELS, CoverRequestState
from vocabulary.lending import STATE_LABELS, LoanState

NAMED_MAX = 20
ENDED = (LoanState.COMPLETED, LoanState.REJECTED, LoanState.WITHDRAWN)
COVER_ENDED = (
    CoverRequestState.COMPLETED,
    CoverRequestState.REJECTED,
    CoverRequestState.WITHDRAWN,
)


class OpenCase(Struct, frozen=True):
    """一笔未结业务。"""

    id: UUID
    application_no: str
    state_label: str


class OpenCases(Struct, frozen=True):
    """未结业务：总数，以及最早的若干笔。"""

    count: int
    named: list[OpenCase]


async def open_cases_of(party_id: UUID) -> OpenCases:
    """The cases at which a party sits and that have not ended, the oldest first."""
    rows = LoanApplication.filter(LoanApplication.seated(party_id)).exclude(state__in=ENDED)
    found = await rows.order_by("created_at").limit(NAMED_MAX)
    named = [OpenCase(row.id, row.application_no, STATE_LABELS[row.state]) for row in found]
    covers = CoverRequest.filter(CoverRequest.seated(party_id)).exclude(state__in=COVER_ENDED)
    named += [
        OpenCase(row.id, row.request_no, COVER_REQUEST_STATE_LABELS[row.state])
        for row in await covers.order_by("created_at").limit(NAMED_MAX)
    ]
    return OpenCases(await rows.count() + await covers.count(), named[:NAMED_MAX])
