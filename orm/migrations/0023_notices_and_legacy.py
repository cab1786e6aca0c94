"""What the operator makes known, an enterprise's declared size, the old system's demands, and
that a borrower was reminded.
"""

import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from orm.fields import EncryptedText
from vocabulary.grades import Grade
from vocabulary.legacy import LegacyState
from vocabulary.notices import Audience, NoticeKind, NoticeState
from vocabulary.parties import EnterpriseSize


class Migration(migrations.Migration):
    dependencies = [('models', '0022_store_service')]

    operations = [
        ops.CreateModel(
            name='LegacyDemand',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('legacy_no', fields.CharField(unique=True, max_length=40)),
                ('enterprise_name', fields.CharField(max_length=120)),
                ('uscc', fields.CharField(default='', db_index=True, max_length=18)),
                ('region', fields.CharField(description='grade 1', max_length=6)),
                ('industry', fields.CharField(description='grade 1', max_length=1)),
                ('amount_fen', fields.BigIntField()),
                ('term_months', fields.SmallIntField()),
                ('purpose', fields.CharField(default='', max_length=200)),
                ('institution_name', fields.CharField(default='', max_length=120)),
                ('state', fields.CharEnumField(description='TO_ACCEPT: to_accept\nENGAGED: engaged\nDISBURSED: disbursed\nCLOSED: closed', enum_type=LegacyState, max_length=20)),
                ('published_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('loaded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'legacy_demand', 'app': 'models', 'indexes': [Index(fields=['published_at', 'id'])], 'pk_attr': 'id', 'table_description': '历史需求: one demand of the old system. Whose it is here is found by the code, when asked.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LegacyProgress',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('demand_id', fields.UUIDField()),
                ('serial', fields.SmallIntField()),
                ('noted_on', fields.DateField()),
                ('note', fields.CharField(max_length=200)),
            ],
            options={'table': 'legacy_progress', 'app': 'models', 'unique_together': (('demand_id', 'serial'),), 'pk_attr': 'id', 'table_description': 'What the old system noted of a demand on a day.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Notice',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('notice_no', fields.CharField(unique=True, description='grade 1', max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='DRAFT: draft\nTO_PUBLISH: to_publish\nPUBLISHED: published\nWITHDRAWN: withdrawn\nREMOVED: removed', enum_type=NoticeState, max_length=20)),
                ('kind', fields.CharEnumField(description='grade 1', enum_type=NoticeKind, max_length=20)),
                ('title', fields.CharField(description='grade 1', max_length=100)),
                ('body', fields.TextField(description='grade 1', unique=False)),
                ('audience', fields.CharEnumField(description='grade 1', enum_type=Audience, max_length=20)),
                ('issuer', fields.CharField(default='', description='grade 1', max_length=60)),
                ('document_no', fields.CharField(default='', description='grade 1', max_length=60)),
                ('basis', fields.CharField(default='', description='grade 1', max_length=300)),
                ('link', fields.CharField(default='', description='grade 1', max_length=300)),
                ('industries', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('regions', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('sizes', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('loan_kinds', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('valid_from', fields.DateField(description='grade 1')),
                ('valid_until', fields.DateField(null=True, description='grade 1')),
                ('deadline_on', fields.DateField(null=True, description='grade 1')),
                ('attachment_ids', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('pinned', fields.BooleanField(default=False, description='grade 1')),
                ('version_no', fields.SmallIntField(default=0, description='grade 1')),
                ('published_at', fields.DatetimeField(null=True, description='grade 1', auto_now=False, auto_now_add=False)),
                ('written_by_id', fields.UUIDField()),
                ('reason', fields.CharField(default='', max_length=500)),
                ('told_until', fields.UUIDField(null=True)),
                ('told_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('reminded_until', fields.UUIDField(null=True)),
                ('reminded_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notice', 'app': 'models', 'indexes': [Index(fields=['state', 'published_at'])], 'pk_attr': 'id', 'table_description': '通知公告: its text as it stands. While it is published the text does not change.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='NoticeAttachment',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('name', fields.CharField(description='grade 1', max_length=120)),
                ('media', fields.CharField(description='grade 1', max_length=100)),
                ('size_bytes', fields.IntField(description='grade 1')),
                ('sha256', fields.CharField(max_length=64)),
                ('object_key', fields.CharField(max_length=64)),
                ('key', EncryptedText(description='grade 4', grade=Grade.SECRET)),
                ('account_id', fields.UUIDField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notice_attachment', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A file beside a notice. Its bytes lie sealed in the object store.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NoticeReading',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account_id', fields.UUIDField()),
                ('notice_id', fields.UUIDField()),
                ('version_no', fields.SmallIntField()),
                ('read_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notice_reading', 'app': 'models', 'unique_together': (('account_id', 'notice_id', 'version_no'),), 'pk_attr': 'id', 'table_description': 'That one person opened one version of a notice. No row: still unread.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='NoticeVersion',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('notice_id', fields.UUIDField()),
                ('version_no', fields.SmallIntField()),
                ('terms', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('published_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notice_version', 'app': 'models', 'unique_together': (('notice_id', 'version_no'),), 'pk_attr': 'id', 'table_description': 'One version as it was published, word for word, and from when until when it stood.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RepaymentReminder',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('loan_id', fields.UUIDField()),
                ('due_on', fields.DateField()),
                ('days_before', fields.SmallIntField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'repayment_reminder', 'app': 'models', 'unique_together': (('loan_id', 'due_on', 'days_before'),), 'pk_attr': 'id', 'table_description': '还款提醒: that a borrower was reminded of one due date, once for so many days before it.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Certification',
            name='size',
            field=fields.CharEnumField(null=True, description='grade 1', enum_type=EnterpriseSize, max_length=10),
        ),
        ops.AddField(
            model_name='Party',
            name='size',
            field=fields.CharEnumField(null=True, description='grade 1', enum_type=EnterpriseSize, max_length=10),
        ),
    ]
