"""Files handed in at a loan application."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from uuid import uuid4
from orm.fields import EncryptedText
from tortoise import fields
from vocabulary.grades import Grade

class Migration(migrations.Migration):
    dependencies = [('models', '0002_guards')]

    operations = [
        ops.CreateModel(
            name='Attachment',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('application', fields.ForeignKeyField('models.LoanApplication', source_field='application_id', db_constraint=True, db_index=True, to_field='id', related_name='attachments', on_delete=OnDelete.RESTRICT)),
                ('party_id', fields.UUIDField()),
                ('party_name', fields.CharField(max_length=120)),
                ('account_id', fields.UUIDField()),
                ('account_name', fields.CharField(max_length=60)),
                ('name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('media', fields.CharField(max_length=100)),
                ('size_bytes', fields.IntField()),
                ('sha256', fields.CharField(db_index=True, max_length=64)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('removed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attachment', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One file at one application. Its bytes lie in the object store, under their SHA-256.'},
            bases=['Model'],
        ),
    ]
