"""What an enterprise hands in to be certified, and what became of it."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.grades import Grade
from vocabulary.seeing import DocumentKind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0008_faces')]

    operations = [
        ops.CreateModel(
            name='CreditAuthorization',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('account_id', fields.UUIDField()),
                ('purpose', fields.CharField(max_length=40)),
                ('text_version', fields.CharField(max_length=20)),
                ('text', fields.TextField(unique=False)),
                ('text_sha256', fields.CharField(max_length=64)),
                ('signer_name', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('signed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('address', fields.CharField(max_length=64)),
                ('expires_on', fields.DateField()),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'credit_authorization', 'app': 'models', 'pk_attr': 'id', 'table_description': '征信授权书 as accepted: by whom, from where, which words, for what, until when.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FaceCheck',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('account_id', fields.UUIDField()),
                ('paper_id', fields.UUIDField()),
                ('consent_version', fields.CharField(max_length=20)),
                ('consented_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('challenges', fields.CharField(max_length=120)),
                ('tries', fields.SmallIntField(default=0)),
                ('shown_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('finding', fields.CharField(default='', max_length=20)),
            ],
            options={'table': 'certification_face_check', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Somebody before a camera, after separate consent, compared with the portrait of one ID card.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='HandIn',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('certification_id', fields.UUIDField()),
                ('serial', fields.SmallIntField()),
                ('account_name', fields.CharField(max_length=60)),
                ('form', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('licence_id', fields.UUIDField(null=True)),
                ('id_front_id', fields.UUIDField(null=True)),
                ('id_back_id', fields.UUIDField(null=True)),
                ('authorization_id', fields.UUIDField()),
                ('face_check_id', fields.UUIDField(null=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('checks', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('rules_version', fields.SmallIntField(null=True)),
                ('checked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('marks', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('marked_by', fields.CharField(default='', max_length=60)),
                ('marked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'certification_hand_in', 'app': 'models', 'unique_together': (('certification_id', 'serial'),), 'pk_attr': 'id', 'table_description': 'What was handed in at one time, how the checks came out, and what the operator marked.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Paper',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('account_id', fields.UUIDField()),
                ('kind', fields.CharEnumField(description='BUSINESS_LICENCE: business_licence\nID_CARD_FRONT: id_card_front\nID_CARD_BACK: id_card_back', enum_type=DocumentKind, max_length=20)),
                ('key', EncryptedText(null=True, description='grade 4', grade=Grade.SECRET)),
                ('object_key', fields.CharField(max_length=64)),
                ('blind', fields.CharField(db_index=True, max_length=64)),
                ('media', fields.CharField(max_length=40)),
                ('size_bytes', fields.IntField()),
                ('reading', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('portrait', EncryptedText(null=True, description='grade 4', grade=Grade.SECRET)),
                ('flaw', fields.CharField(default='', max_length=20)),
                ('handed_in', fields.BooleanField(default=False)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'certification_paper', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One picture of a document. Its bytes lie in the object store, sealed under `key`.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Party',
            name='may_enter_past',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Certification',
            name='handed_in',
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Certification',
            name='main_business',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AddField(
            model_name='Certification',
            name='registered_capital_fen',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='Certification',
            name='valid_until',
            field=fields.DateField(null=True, db_index=True),
        ),
    ]
