"""What the probes of a fault's device said: well again, failed once more, still failing at the close."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [('models', '0024_offline_arrivals')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Fault',
            name='recovered_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Fault',
            name='failed_again_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Fault',
            name='closed_failing',
            field=fields.BooleanField(null=True),
        ),
    ]
