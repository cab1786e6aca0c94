"""How long a state may last where the operator has said so, and what was said of deadlines."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from vocabulary.deadlines import DeadlineSign


class StateLimit(Model):
    """环节时限 from a day on, instead of what the flow declares. Rows are only added."""

    id = fields.BigIntField(primary_key=True, generated=True)
    subject = fields.CharField(max_length=40)
    flow = fields.CharField(max_length=40)
    state = fields.CharField(max_length=40)
    workdays = fields.SmallIntField()
    effective_on = fields.DateField()
    reason = fields.CharField(max_length=500)
    set_at = fields.DatetimeField()
    set_by = fields.CharField(max_length=60)

    class Meta:
        table = "state_limit"
        indexes = [Index(fields=("subject", "flow", "state"))]


class DeadlineMark(Model):
    """That a case came near its deadline, or missed it: once for each stay in a state.

    `since` is when the stay began; `party_id` whom the case waited for, if for one party.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.UUIDField()
    subject_no = fields.CharField(max_length=40)
    since = fields.DatetimeField()
    sign = fields.CharEnumField(DeadlineSign, max_length=20)
    state = fields.CharField(max_length=40)
    party_id: Any = fields.UUIDField(null=True)
    expected_on = fields.DateField()
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "deadline_mark"
        unique_together = (("subject_id", "since", "sign"),)
        indexes = [Index(fields=("party_id", "at"))]
