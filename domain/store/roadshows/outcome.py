"""What came of a roadshow, counted from the rows: who came, what they thought, what followed."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q

from orm.catalogue import ProductEnquiry
from orm.lending import Disbursement, LoanApplication
from orm.store_events import Attendee, EventNeed
from orm.store_roadshows import Invitation, Roadshow
from vocabulary.events import InvitationState
from vocabulary.money import half_up

FOLLOWED_FOR = timedelta(days=180)
TENTHS = 10


class Outcome(Struct, frozen=True, kw_only=True):
    """会后统计：到场、反馈、需求，以及 180 天内的线索和转化。

    线索是到场企业会后发布的融资需求、提交的申请和咨询；转化是其中由路演机构办理并已放款的。
    """

    invited: int
    coming: int
    attended: int
    companies: int
    rated: int
    stars_tenths: int | None
    needs: int
    needs_published: int
    leads: int
    leads_to_presenter: int
    conversions: int
    converted_fen: int


async def outcome(row: Roadshow) -> Outcome:
    """Count everything anew: nobody types a result in."""
    people = await Attendee.filter(event_id=row.id, signed_in_at__not_isnull=True)
    parties = {each.party_id for each in people if each.party_id}
    stars = [each.stars for each in people if each.stars]
    invitations = Invitation.filter(roadshow_id=row.id)
    needs = EventNeed.filter(event_id=row.id)
    leads, to_presenter, conversions, converted = await _followed(row, list(parties))
    return Outcome(
        invited=await invitations.count(),
        coming=await invitations.filter(state=InvitationState.COMING).count(),
        attended=len(people),
        companies=len({each.company for each in people if each.company}),
        rated=len(stars),
        stars_tenths=half_up(sum(stars) * TENTHS, len(stars)) if stars else None,
        needs=await needs.count(),
        needs_published=await needs.filter(application_id__not_isnull=True).count(),
        leads=leads,
        leads_to_presenter=to_presenter,
        conversions=conversions,
        converted_fen=converted,
    )


async def _followed(row: Roadshow, parties: list[UUID]) -> tuple[int, int, int, int]:
    if not parties:
        return 0, 0, 0, 0
    within = {
        "created_at__gte": row.begins_at,
        "created_at__lt": row.begins_at + FOLLOWED_FOR,
        "enterprise_id__in": parties,
    }
    presenter = row.institution_id
    cases = LoanApplication.filter(**within)
    own = cases.filter(Q(bank_id=presenter) | Q(insurer_id=presenter) | Q(guarantor_id=presenter))
    enquiries = ProductEnquiry.filter(**within)
    own_enquiries = await enquiries.filter(institution_id=presenter).count()
    own_ids = [each.id for each in await own.only("id")]
    payouts = await Disbursement.filter(application_id__in=own_ids)
    return (
        await cases.count() + await enquiries.count(),
        len(own_ids) + own_enquiries,
        len({each.application_id for each in payouts}),
        sum(each.amount_fen for each in payouts),
    )
