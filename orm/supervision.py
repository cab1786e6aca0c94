"""监管台账: what the supervisor counts, written by a follower of the journal."""

from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import graded, money
from vocabulary.grades import Grade
from vocabulary.lending import LoanKind


class SupervisoryLedgerEntry(Model):
    """One payout, as the journal told it. `entry_id` makes writing it twice impossible.

    It knows no borrower by name: a supervisor counts, and asks the register for a case.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    entry_id = fields.BigIntField(unique=True)
    application_id = fields.UUIDField(db_index=True)
    application_no = fields.CharField(max_length=40)
    kind = fields.CharEnumField(LoanKind, max_length=20)
    institution_id = fields.UUIDField()
    institution_name = fields.CharField(max_length=120)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)
    contract_no = fields.CharField(max_length=60)
    amount_fen = money()
    paid_on = fields.DateField(db_index=True)
    at = fields.DatetimeField()

    class Meta:
        table = "supervisory_ledger"
        unique_together = (("institution_id", "contract_no"),)
