"""By what a certified firm is found from its legal representative's ID card; filled by a job."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [('models', '0009_certification')]

    operations = [
        ops.AddField(
            model_name='Party',
            name='legal_representative_index',
            field=fields.CharField(description='grade 2', null=True, db_index=True, max_length=64),
        ),
        ops.AddField(
            model_name='Party',
            name='legal_representative_account_id',
            field=fields.UUIDField(null=True),
        ),
    ]
