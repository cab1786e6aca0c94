"""What a guarantor stands for ends when the case it stood for changes."""

from orm.lending import LoanApplication


def forget_guarantee(application: LoanApplication) -> None:
    """Free the guarantor's seat: another bank, another amount, another case."""
    application.guarantor_id = None
    application.guarantor_name = ""
    application.guaranteed = False
    application.guarantee_opinion = ""
    forget_cover(application)


def forget_cover(application: LoanApplication) -> None:
    """Free the insurer's seat: what it underwrote was another case."""
    application.insurer_id = None
    application.insurer_name = ""
    application.cover_id = None
    application.covered_until = None
