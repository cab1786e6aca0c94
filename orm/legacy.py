"""The old system's demands, as they were handed over: read only, never begun here."""

from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.fields import graded, money
from vocabulary.grades import Grade
from vocabulary.legacy import LegacyState


class LegacyDemand(Model):
    """历史需求: one demand of the old system. Whose it is here is found by the code, when asked."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    legacy_no = fields.CharField(max_length=40, unique=True)
    enterprise_name = fields.CharField(max_length=120)
    uscc = fields.CharField(max_length=18, default="", db_index=True)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)
    amount_fen = money()
    term_months = fields.SmallIntField()
    purpose = fields.CharField(max_length=200, default="")
    institution_name = fields.CharField(max_length=120, default="")
    state = fields.CharEnumField(LegacyState, max_length=20)
    published_at = fields.DatetimeField()  # the beginning of its day
    loaded_at = fields.DatetimeField()

    class Meta:
        table = "legacy_demand"
        indexes = [Index(fields=("published_at", "id"))]


class LegacyProgress(Model):
    """What the old system noted of a demand on a day."""

    id = fields.BigIntField(primary_key=True, generated=True)
    demand_id = fields.UUIDField()
    serial = fields.SmallIntField()
    noted_on = fields.DateField()
    note = fields.CharField(max_length=200)

    class Meta:
        table = "legacy_progress"
        unique_together = (("demand_id", "serial"),)
