"""Institutions come aboard: applications, documents, tickets, and who takes no new business."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from uuid import uuid4
from orm.fields import EncryptedText
from tortoise import fields
from vocabulary.grades import Grade
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind

class Migration(migrations.Migration):
    dependencies = [('models', '0006_messages')]

    operations = [
        ops.AddField(
            model_name='Party',
            name='lapsed',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.CreateModel(
            name='Onboarding',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('onboarding_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, enum_type=OnboardingState, max_length=20)),
                ('institution_id', fields.UUIDField(db_index=True)),
                ('administrator_id', fields.UUIDField()),
                ('kind', fields.CharEnumField(description='grade 1', db_index=True, enum_type=PartyKind, max_length=20)),
                ('name', fields.CharField(max_length=120)),
                ('short_name', fields.CharField(description='grade 1', max_length=40)),
                ('uscc', fields.CharField(db_index=True, max_length=18)),
                ('held_uscc', fields.CharField(null=True, unique=True, max_length=18)),
                ('region', fields.CharField(description='grade 1', max_length=6)),
                ('licence_no', fields.CharField(max_length=60)),
                ('licence_valid_until', fields.DateField(null=True)),
                ('legal_representative', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('contact_name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('contact_phone', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('authorised_name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('administrator_name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('administrator_phone', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('criteria_version', fields.CharField(max_length=20)),
                ('findings', fields.JSONField(default=list)),
                ('checked_by_id', fields.UUIDField(null=True)),
                ('checked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('submitted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('agreement_version', fields.CharField(default='', max_length=20)),
                ('agreement_hash', fields.CharField(default='', max_length=64)),
                ('signed_name', EncryptedText(description='grade 3', null=True, grade=Grade.PERSONAL)),
                ('signed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('signed_address', fields.CharField(default='', max_length=64)),
                ('admitted_on', fields.DateField(null=True)),
                ('valid_until', fields.DateField(null=True, db_index=True)),
                ('reminded_days', fields.SmallIntField(null=True)),
                ('renewed_licence_no', fields.CharField(default='', max_length=60)),
                ('renewed_licence_valid_until', fields.DateField(null=True)),
                ('left_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'onboarding', 'app': 'models', 'pk_attr': 'id', 'table_description': "An institution's coming aboard, from its application to its leaving."},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='OnboardingDocument',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('onboarding_id', fields.UUIDField(db_index=True)),
                ('evidence', fields.CharField(max_length=40)),
                ('name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('media', fields.CharField(max_length=100)),
                ('size_bytes', fields.IntField()),
                ('sha256', fields.CharField(db_index=True, max_length=64)),
                ('account_id', fields.UUIDField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('replaced_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'onboarding_document', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One document of an application. Its bytes lie in the object store, under their SHA-256.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OnboardingTicket',
            fields=[
                ('ticket_digest', fields.CharField(description='grade 2', primary_key=True, unique=True, db_index=True, max_length=64)),
                ('onboarding_id', fields.UUIDField(db_index=True)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'onboarding_ticket', 'app': 'models', 'pk_attr': 'ticket_digest', 'table_description': "Whoever holds it has proved the administrator's phone, and speaks for one application."},
            bases=['Model'],
        ),
    ]
