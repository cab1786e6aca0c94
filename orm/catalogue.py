"""Products: what stands on the shelf, their way there, their versions, and questions about them."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.base import OF_INSTITUTION, Row
from orm.fields import graded, money
from vocabulary.catalogue import (
    EnquiryState,
    FindingKind,
    OfferMode,
    ProductKind,
    ProductState,
)
from vocabulary.grades import Grade
from vocabulary.parties import Seat


class Product(Model):
    """A product as it stands on the shelf, or last stood there. All of it is public (clause 4.3).

    Written when a version is listed, never by whoever drafts one: see `ProductListing`, which
    has the same id.
    """

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
    version_no = graded(fields.SmallIntField(default=1, db_default=1), Grade.PUBLIC)
    figures_on: Any = graded(fields.DateField(null=True), Grade.PUBLIC)  # of this version
    offer_mode: Any = graded(
        fields.CharEnumField(OfferMode, max_length=20, null=True), Grade.PUBLIC
    )
    introduction = graded(fields.CharField(max_length=500, default="", db_default=""), Grade.PUBLIC)
    coverage = graded(fields.CharField(max_length=500, default="", db_default=""), Grade.PUBLIC)
    eligible_kinds: Any = fields.JSONField(null=True)
    valid_until: Any = graded(fields.DateField(null=True), Grade.PUBLIC)
    limit_rule: Any = fields.JSONField(null=True)
    brochure_id: Any = fields.UUIDField(null=True)

    class Meta:
        table = "product"


class ProductListing(Row):
    """A product from its draft to its removal, under one id with the shelf.

    `version_no` is the version on the shelf (0: never listed), `pending_no` the one that is
    written or under review.
    """

    subject: ClassVar[str] = "product"
    sits = OF_INSTITUTION

    product_no = graded(fields.CharField(max_length=40, unique=True), Grade.PUBLIC)
    state = fields.CharEnumField(ProductState, max_length=20, db_index=True)
    institution_id = fields.UUIDField(db_index=True)
    institution_name = fields.CharField(max_length=120)
    kind = fields.CharEnumField(ProductKind, max_length=30)
    name = fields.CharField(max_length=60)
    version_no = fields.SmallIntField(default=0)
    pending_no = fields.SmallIntField(default=0)
    reason = fields.CharField(max_length=500, default="")
    submitted_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "product_listing"

    def number(self) -> str:
        """产品编号."""
        return self.product_no

    def facts(self) -> dict[str, Any]:
        """What of it, whose, and which version."""
        return {
            "product_kind": self.kind.value,
            "product_name": self.name,
            "institution_id": str(self.institution_id),
            "institution_name": self.institution_name,
            "version_no": self.version_no,
            "pending_no": self.pending_no,
        }


class ProductVersion(Model):
    """One version of a product, word for word: what a case applied under stays readable."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    product_id = fields.UUIDField(db_index=True)
    version_no = fields.SmallIntField()
    terms: Any = fields.JSONField()
    marks: Any = fields.JSONField(default=list)  # what the review found of each item
    reason = fields.CharField(max_length=500, default="")
    written_at = fields.DatetimeField()
    submitted_at: Any = fields.DatetimeField(null=True)
    decided_at: Any = fields.DatetimeField(null=True)
    listed_at: Any = fields.DatetimeField(null=True)
    off_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "product_version"
        unique_together = (("product_id", "version_no"),)


class ProductBrochure(Model):
    """产品介绍文件. Its bytes lie in the object store, under their SHA-256."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    institution_id = fields.UUIDField(db_index=True)
    name = graded(fields.CharField(max_length=120), Grade.PUBLIC)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64, db_index=True)
    account_id = fields.UUIDField()
    at = fields.DatetimeField()

    class Meta:
        table = "product_brochure"


class ShelfFinding(Model):
    """Something wrong with a product on the shelf, since when, and until when."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    product_id = fields.UUIDField(db_index=True)
    kind = fields.CharEnumField(FindingKind, max_length=20)
    sentence = fields.CharField(max_length=300)
    found_at = fields.DatetimeField()
    cleared_at: Any = fields.DatetimeField(null=True, db_index=True)

    class Meta:
        table = "shelf_finding"


class ProductEnquiry(Row):
    """An enterprise asks an institution about one product, and the two write to each other."""

    subject: ClassVar[str] = "product_enquiry"
    sits = {Seat.ENTERPRISE: "enterprise_id", Seat.INSTITUTION: "institution_id"}

    enquiry_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(EnquiryState, max_length=20, db_index=True)
    product_id = fields.UUIDField(db_index=True)
    product_name = graded(fields.CharField(max_length=60), Grade.PUBLIC)
    product_kind = graded(fields.CharEnumField(ProductKind, max_length=30), Grade.PUBLIC)
    version_no = graded(fields.SmallIntField(), Grade.PUBLIC)
    institution_id = fields.UUIDField(db_index=True)
    institution_name = fields.CharField(max_length=120)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    amount_fen: Any = money(null=True)
    term_months: Any = fields.SmallIntField(null=True)

    class Meta:
        table = "product_enquiry"

    def number(self) -> str:
        """咨询编号."""
        return self.enquiry_no

    def facts(self) -> dict[str, Any]:
        """About which product, and between whom."""
        return {
            "product_id": str(self.product_id),
            "product_kind": self.product_kind.value,
            "product_name": self.product_name,
            "institution_name": self.institution_name,
            "enterprise_name": self.enterprise_name,
            "region": self.region,
        }


class EnquiryMessage(Model):
    """What one of the two wrote."""

    id = fields.BigIntField(primary_key=True, generated=True)
    enquiry_id = fields.UUIDField(db_index=True)
    party_id = fields.UUIDField()
    party_name = fields.CharField(max_length=120)
    account_name = fields.CharField(max_length=60)
    body = fields.CharField(max_length=1000)
    at = fields.DatetimeField()

    class Meta:
        table = "enquiry_message"
