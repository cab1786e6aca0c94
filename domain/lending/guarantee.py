"""What a guarantor stands for ends when the case it stood for changes."""

from orm.lending import LoanApplication


def forget_guarantee(application: LoanApplication) -> None:
    """Free the guarantor's seat: another bank, another amount, another case."""
    application.guarantor_id = None
    application.guarantor_name = ""
    application.guaranteed = False
    application.guarantee_opinion = ""
