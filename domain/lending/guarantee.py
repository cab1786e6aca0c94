"""What a guarantor stands for ends when the case it stood for changes."""

from domain.guarantee.commitments import release_commitment
from orm.lending import LoanApplication


async def forget_guarantee(application: LoanApplication, reason: str) -> None:
    """Free the guarantor's seat: another bank, another amount, another case.

    Inside an act, whose moment the row already bears: a letter that was given ends with it.
    """
    await release_commitment(application.id, reason=reason, at=application.updated_at)
    application.guarantor_id = None
    application.guarantor_name = ""
    application.guaranteed = False
    application.guarantee_opinion = ""
    application.investigated_at = None
    application.assessed_at = None
    application.assessed_by_id = None
    application.coverage_bp = None
    application.guaranteed_fen = None
    application.guaranteed_until = None
    application.commitment_no = ""
    application.commitment_confirmed_at = None
    forget_cover(application)


def forget_cover(application: LoanApplication) -> None:
    """Free the insurer's seat: what it underwrote was another case."""
    application.insurer_id = None
    application.insurer_name = ""
    application.cover_id = None
    application.covered_until = None
