"""Consents as rows: is one in force for this person, this purpose and today's text?

What is done with a face is done under one consent and names it: whoever takes it back ends
that, too, and what was begun under it is of no use any more, also after a new consent.
"""

from uuid import UUID

from domain.kernel.refusal import Unmet
from orm.faces import FaceConsent
from vocabulary.faces import FacePurpose, consent_text

NOT_CONSENTED = "使用人脸前请先阅读说明并单独同意"


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


async def must_be_in_force(
    account_id: UUID, purpose: FacePurpose, *, locked: bool = False
) -> FaceConsent:
    """The consent in force. Raises `Unmet` when there is none."""
    given = await in_force(account_id, purpose, locked=locked)
    if given is None:
        raise Unmet(NOT_CONSENTED)
    return given


async def stands(consent_id: UUID | None, *, locked: bool = False) -> bool:
    """Is this very consent not taken back? `locked`: and nobody does so before the act is over."""
    rows = FaceConsent.select_for_update() if locked else FaceConsent.all()
    return await rows.get_or_none(id=consent_id, withdrawn_at__isnull=True) is not None
