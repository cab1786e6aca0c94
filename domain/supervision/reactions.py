"""The supervisory ledger follows the journal: each payout that was recorded is mirrored once."""

from datetime import date
from uuid import UUID

from domain.kernel.journal import Entry
from domain.kernel.relay import Following
from orm.supervision import SupervisoryLedgerEntry
from vocabulary.lending import LoanKind

PAYOUTS = ("loan_application.disburse", "cover_request.disburse")


async def mirror(entry: Entry) -> None:
    """Write the ledger's line of one payout, from the entry alone (6.1.2.2 d)."""
    if await SupervisoryLedgerEntry.exists(entry_id=entry.id):
        return
    await SupervisoryLedgerEntry.create(
        entry_id=entry.id,
        application_id=entry.subject_id,
        application_no=entry.subject_no,
        kind=LoanKind(entry.facts["kind"]),
        institution_id=UUID(entry.facts["bank_id"]),
        institution_name=entry.facts["bank_name"],
        region=entry.facts["region"],
        industry=entry.facts["industry"],
        contract_no=entry.terms["contract_no"],
        amount_fen=entry.terms["amount_fen"],
        paid_on=date.fromisoformat(entry.terms["paid_on"]),
        at=entry.at,
    )


# A cursor of its own: begun late, it reads the whole journal and catches up by itself.
LEDGER = Following("supervisory_ledger", lambda entry: entry.code in PAYOUTS, mirror)
