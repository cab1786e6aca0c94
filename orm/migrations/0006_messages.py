"""Reading and choices of each person; what the outbox knows of a sending."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from uuid import uuid4
from orm.columns import DropColumn, give_reading_to_each
from vocabulary.messaging import MessageKind, MessageTemplate, MessageWay
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0005_accounts')]

    operations = [
        ops.CreateModel(
            name='MessageChoice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account_id', fields.UUIDField()),
                ('kind', fields.CharEnumField(description='APPLICATION: application\nREVIEW: review\nDISBURSEMENT: disbursement\nCERTIFICATION: certification\nSYSTEM: system', enum_type=MessageKind, max_length=20)),
                ('way', fields.CharEnumField(description='IN_APP: in_app\nSMS: sms\nWECHAT: wechat', enum_type=MessageWay, max_length=10)),
                ('wanted', fields.BooleanField()),
            ],
            options={'table': 'message_choice', 'app': 'models', 'unique_together': (('account_id', 'kind', 'way'),), 'pk_attr': 'id', 'table_description': 'One switch somebody moved: this kind of message by this way, or not.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MessageReading',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account_id', fields.UUIDField()),
                ('message_id', fields.UUIDField()),
                ('read_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('removed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'message_reading', 'app': 'models', 'unique_together': (('account_id', 'message_id'),), 'pk_attr': 'id', 'table_description': 'That one person read a message, or took it off their own list. No row: still unread.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MessageSettings',
            fields=[
                ('account_id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('read_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('quiet', fields.BooleanField(default=True)),
                ('quiet_from_hour', fields.SmallIntField(default=22)),
                ('quiet_to_hour', fields.SmallIntField(default=8)),
            ],
            options={'table': 'message_settings', 'app': 'models', 'pk_attr': 'account_id', 'table_description': '消息设置 of one account. No row: as it is for everybody.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Subscription',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account_id', fields.UUIDField()),
                ('template', fields.CharEnumField(description='PROGRESS: progress\nREMINDER: reminder', enum_type=MessageTemplate, max_length=20)),
                ('consents', fields.IntField(default=0)),
                ('refused', fields.BooleanField(default=False)),
                ('answered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'subscription', 'app': 'models', 'unique_together': (('account_id', 'template'),), 'pk_attr': 'id', 'table_description': '订阅消息: how many messages of a template a person still agreed to, one for each.'},
            bases=['Model'],
        ),
        ops.RunPython(give_reading_to_each, ops.RunPython.noop),
        DropColumn(model_name='Message', name='read_at'),
        DropColumn(model_name='Message', name='removed_at'),
        ops.AddField(
            model_name='Outgoing',
            name='account_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='entry_id',
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='fall_back',
            field=fields.CharField(default='', db_default='', max_length=60),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='kind',
            field=fields.CharEnumField(null=True, description='APPLICATION: application\nREVIEW: review\nDISBURSEMENT: disbursement\nCERTIFICATION: certification\nSYSTEM: system', enum_type=MessageKind, max_length=20),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='not_after',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='party_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='subject_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='subject_kind',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='subject_no',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='unsure',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='urgent',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Outgoing',
            name='written_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name='Outgoing',
            index=Index(fields=['written_at']),
        ),
    ]
