"""Consents as rows: is one in force for this person, this purpose and today's text?"""

from uuid import UUID

from orm.faces import FaceConsent
from vocabulary.faces import FacePurpose, consent_text


async def in_force(
    account_id: UUID, purpose: FacePurpose, *, locked: bool = False
) -> FaceConsent | None:
    """The consent given to the text in force, and not taken back; it then waits, if `locked`."""
    rows = FaceConsent.select_for_update() if locked else FaceConsent.all()
    return await rows.get_or_none(
        account_id=account_id,
        purpose=purpose,
        text_hash=consent_text(purpose).hash,
        withdrawn_at__isnull=True,
    )
