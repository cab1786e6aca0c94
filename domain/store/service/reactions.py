"""What was typed for an enterprise is kept beside its service, from the journal alone."""

from uuid import UUID

from domain.kernel.journal import TYPED_BY, Entry
from domain.kernel.relay import Following
from orm.store_service import AssistedFiling

# What counts as filed; papers read and texts shown on the way stand in the journal alone.
FILED = frozenset(
    {
        "account.sign_up",
        "certification.resubmit",
        "certification.submit",
        "credit_authorization.sign",
        "loan_application.publish",
        "loan_application.submit",
        "product_enquiry.enquire",
    }
)


def is_filed_for_somebody(entry: Entry) -> bool:
    """Did somebody type a filing for whose act it is?"""
    return entry.code in FILED and TYPED_BY in entry.facts


async def keep_filing(entry: Entry) -> None:
    """Write who typed what, and for whom."""
    if await AssistedFiling.exists(entry_id=entry.id):
        return
    typed_by = entry.facts[TYPED_BY]
    await AssistedFiling.create(
        entry_id=entry.id,
        service_id=UUID(typed_by["service_id"]),
        grant_id=UUID(typed_by["grant_id"]),
        code=entry.code,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        enterprise_id=entry.party_id,
        account_id=entry.actor_id,
        account_name=entry.actor_name,
        typist_id=UUID(typed_by["account_id"]),
        typist_name=typed_by["name"],
        at=entry.at,
    )


FILINGS = Following("assisted_filings", is_filed_for_somebody, keep_filing)
