"""The service at the store: whom it served, what was filed for whom, the calls after it."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.grades import Grade
from vocabulary.identity import Terminal
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.store_service import AgreedBy, CallResult, FollowUpState, ServiceState, TaxCredit
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0021_events')]

    operations = [
        ops.CreateModel(
            name='AssistanceGrant',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('service_id', fields.UUIDField(db_index=True)),
                ('staff_id', fields.UUIDField()),
                ('staff_name', fields.CharField(max_length=60)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('open_number', fields.CharField(null=True, unique=True, max_length=6)),
                ('asked_until', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('enterprise_id', fields.UUIDField(null=True, db_index=True)),
                ('account_id', fields.UUIDField(null=True)),
                ('agreed_by', fields.CharEnumField(null=True, description='CODE_TO_PHONE: code_to_phone\nOWN_DEVICE: own_device\nAT_KIOSK: at_kiosk', enum_type=AgreedBy, max_length=20)),
                ('agreed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('acts', fields.IntField(default=0)),
            ],
            options={'table': 'assistance_grant', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One enterprise lets one member of staff type for it, for a while, in one service.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AssistedFiling',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('entry_id', fields.BigIntField(unique=True)),
                ('service_id', fields.UUIDField(db_index=True)),
                ('grant_id', fields.UUIDField()),
                ('code', fields.CharField(max_length=80)),
                ('subject_kind', fields.CharField(max_length=40)),
                ('subject_id', fields.UUIDField(db_index=True)),
                ('subject_no', fields.CharField(default='', max_length=60)),
                ('enterprise_id', fields.UUIDField()),
                ('account_id', fields.UUIDField()),
                ('account_name', fields.CharField(default='', max_length=60)),
                ('typist_id', fields.UUIDField()),
                ('typist_name', fields.CharField(max_length=60)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'assisted_filing', 'app': 'models', 'pk_attr': 'id', 'table_description': "What was filed for an enterprise by somebody else's hand: who typed, and for whom."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FollowUp',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('follow_up_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='TO_CALL: to_call\nCALLED: called', enum_type=FollowUpState, max_length=20)),
                ('service_id', fields.UUIDField(db_index=True)),
                ('service_no', fields.CharField(max_length=40)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('cause', fields.CharField(max_length=200)),
                ('due_on', fields.DateField(db_index=True)),
                ('result', fields.CharEnumField(null=True, description='CONTENT: content\nINDIFFERENT: indifferent\nDISCONTENT: discontent\nUNREACHED: unreached', enum_type=CallResult, max_length=20)),
                ('opinion', fields.CharField(default='', max_length=500)),
                ('needs', fields.CharField(default='', max_length=500)),
                ('next_on', fields.DateField(null=True)),
                ('caller_id', fields.UUIDField(null=True)),
                ('caller_name', fields.CharField(default='', max_length=60)),
                ('called_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('open_as', fields.CharField(null=True, unique=True, max_length=36)),
            ],
            options={'table': 'follow_up_call', 'app': 'models', 'indexes': [Index(fields=['state', 'due_on'])], 'pk_attr': 'id', 'table_description': 'A call that is owed to an enterprise after it was served, and what was said in it.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='Recommendation',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('service_id', fields.UUIDField(db_index=True)),
                ('place', fields.SmallIntField()),
                ('product_id', fields.UUIDField()),
                ('product_name', fields.CharField(description='grade 1', max_length=60)),
                ('institution_name', fields.CharField(max_length=120)),
                ('score', fields.SmallIntField()),
                ('reasons', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'service_recommendation', 'app': 'models', 'unique_together': (('service_id', 'place'),), 'pk_attr': 'id', 'table_description': 'A product that was recommended in one service, and why, as it was told then.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ServiceRecord',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('service_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='SERVING: serving\nIN_HAND: in_hand\nSERVED: served', enum_type=ServiceState, max_length=20)),
                ('enterprise_id', fields.UUIDField(null=True, db_index=True)),
                ('enterprise_name', fields.CharField(default='', max_length=120)),
                ('contact_id', fields.UUIDField(null=True)),
                ('visitor', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('ticket_id', fields.UUIDField(null=True, db_index=True)),
                ('staff_id', fields.UUIDField(null=True, db_index=True)),
                ('staff_name', fields.CharField(default='', max_length=60)),
                ('kiosk_id', fields.UUIDField(null=True)),
                ('application_id', fields.UUIDField(null=True, unique=True)),
                ('needs', fields.CharField(default='', max_length=500)),
                ('industry', fields.CharField(default='', description='grade 1', max_length=1)),
                ('region', fields.CharField(default='', description='grade 1', max_length=6)),
                ('revenue_fen', fields.BigIntField(null=True)),
                ('assets_fen', fields.BigIntField(null=True)),
                ('employees', fields.IntField(null=True)),
                ('tax_credit', fields.CharEnumField(null=True, description='TAX_A: tax_a\nTAX_B: tax_b\nTAX_M: tax_m\nTAX_C: tax_c\nTAX_D: tax_d\nTAX_UNRATED: tax_unrated', enum_type=TaxCredit, max_length=20)),
                ('has_collateral', fields.BooleanField(null=True)),
                ('amount_fen', fields.BigIntField(null=True)),
                ('term_months', fields.SmallIntField(null=True)),
                ('purpose', fields.CharField(default='', max_length=200)),
                ('security', fields.CharEnumField(null=True, description='CREDIT: credit\nGUARANTEE: guarantee\nMORTGAGE: mortgage\nPLEDGE: pledge', enum_type=SecurityKind, max_length=20)),
                ('repayment_method', fields.CharEnumField(null=True, description='EQUAL_INSTALMENT: equal_instalment\nEQUAL_PRINCIPAL: equal_principal\nINTEREST_FIRST: interest_first\nBULLET: bullet', enum_type=RepaymentMethod, max_length=20)),
                ('rate_bp_max', fields.IntField(null=True)),
                ('diagnosed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('told', fields.CharField(default='', max_length=500)),
                ('informed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('outcome', fields.CharField(default='', max_length=500)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('stars', fields.SmallIntField(null=True)),
                ('comment', fields.CharField(default='', max_length=300)),
                ('rated_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('rated_from', fields.CharEnumField(null=True, description='PORTAL: portal\nMINIPROGRAM: miniprogram\nKIOSK: kiosk\nTOOL: tool\nSERVER: server', enum_type=Terminal, max_length=20)),
            ],
            options={'table': 'service_record', 'app': 'models', 'indexes': [Index(fields=['state', 'informed_at'])], 'pk_attr': 'id', 'table_description': 'One enterprise served once: at a counter by the staff, or alone at a kiosk.'},
            bases=['Row'],
        ),
    ]
