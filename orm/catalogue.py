"""Products on the shelf."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import graded, money
from vocabulary.catalogue import ProductKind
from vocabulary.grades import Grade


class Product(Model):
    """A financial product of one institution. All of it is public (clause 4.3)."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    product_no = graded(fields.CharField(max_length=40, unique=True), Grade.PUBLIC)
    name = graded(fields.CharField(max_length=60), Grade.PUBLIC)
    kind = graded(fields.CharEnumField(ProductKind, max_length=30, db_index=True), Grade.PUBLIC)
    institution_id = fields.UUIDField(db_index=True)
    amount_fen_min = graded(money(), Grade.PUBLIC)
    amount_fen_max = graded(money(), Grade.PUBLIC)
    rate_bp_min = graded(fields.IntField(), Grade.PUBLIC)
    rate_bp_max = graded(fields.IntField(), Grade.PUBLIC)
    term_months_min = graded(fields.SmallIntField(), Grade.PUBLIC)
    term_months_max = graded(fields.SmallIntField(), Grade.PUBLIC)
    repayment_methods: Any = fields.JSONField(default=list)
    securities: Any = fields.JSONField(default=list)
    eligible_regions: Any = fields.JSONField(default=list)
    eligibility = graded(fields.CharField(max_length=500, default=""), Grade.PUBLIC)
    required_documents: Any = fields.JSONField(default=list)
    service_steps: Any = fields.JSONField(default=list)
    fees = graded(fields.CharField(max_length=300, default=""), Grade.PUBLIC)
    policy_basis = graded(fields.CharField(max_length=300, default=""), Grade.PUBLIC)
    turnaround_days = graded(fields.SmallIntField(), Grade.PUBLIC)
    programme_id: Any = fields.UUIDField(null=True)  # of a policy product
    listed = graded(fields.BooleanField(default=True), Grade.PUBLIC)
    listed_on = graded(fields.DateField(), Grade.PUBLIC)

    class Meta:
        table = "product"
