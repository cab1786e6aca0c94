"""The supervisory ledger: payouts as the journal told them."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from uuid import uuid4
from vocabulary.lending import LoanKind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0003_attachments')]

    initial = False

    operations = [
        ops.CreateModel(
            name='SupervisoryLedgerEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('entry_id', fields.BigIntField(unique=True)),
                ('application_id', fields.UUIDField(db_index=True)),
                ('application_no', fields.CharField(max_length=40)),
                ('kind', fields.CharEnumField(description='GENERAL: general\nGUARANTEE_FUND: guarantee_fund', enum_type=LoanKind, max_length=20)),
                ('institution_id', fields.UUIDField()),
                ('institution_name', fields.CharField(max_length=120)),
                ('region', fields.CharField(description='grade 1', max_length=6)),
                ('industry', fields.CharField(description='grade 1', max_length=1)),
                ('contract_no', fields.CharField(max_length=60)),
                ('amount_fen', fields.BigIntField()),
                ('paid_on', fields.DateField(db_index=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'supervisory_ledger', 'app': 'models', 'unique_together': (('institution_id', 'contract_no'),), 'pk_attr': 'id', 'table_description': 'One payout, as the journal told it. `entry_id` makes writing it twice impossible.'},
            bases=['Model'],
        ),
    ]
