"""How often matching has shown each institution's products."""

from tortoise import fields
from tortoise.models import Model


class MatchExposure(Model):
    """One institution's products on one day: how often shown among the matches, how often first."""

    id = fields.BigIntField(primary_key=True, generated=True)
    institution_id = fields.UUIDField()
    day = fields.DateField(db_index=True)
    shown = fields.IntField()
    at_top = fields.IntField()

    class Meta:
        table = "match_exposure"
        unique_together = (("institution_id", "day"),)
