"""What an institution still has in hand: it does not leave before that has ended."""

from uuid import UUID

from msgspec import Struct

from orm.lending import LoanApplication
from vocabulary.lending import STATE_LABELS, LoanState

NAMED_MAX = 20
ENDED = (LoanState.COMPLETED, LoanState.REJECTED, LoanState.WITHDRAWN)


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
    return OpenCases(await rows.count(), named)
