"""What a session has proved, tickets between two proofs, and allow-lists by post."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index
from vocabulary.identity import LogInWay
from vocabulary.parties import Role

class Migration(migrations.Migration):
    dependencies = [('models', '0004_supervisory_ledger')]

    operations = [
        ops.AddField(model_name='Session', name='factors', field=fields.JSONField(null=True)),
        ops.AddIndex(model_name='Session', index=Index(fields=('ended_at',), name='session_ended_at')),
        ops.CreateModel(
            name='LogInTicket',
            fields=[
                ('ticket_digest', fields.CharField(primary_key=True, max_length=64, unique=True, db_index=True)),
                ('account_id', fields.UUIDField()),
                ('way', fields.CharEnumField(enum_type=LogInWay, max_length=20)),
                ('proved_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'log_in_ticket', 'app': 'models', 'pk_attr': 'ticket_digest', 'table_description': 'Between the first proof and the second: whoever holds the ticket has given the first.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AllowList',
            fields=[
                ('role', fields.CharEnumField(primary_key=True, enum_type=Role, max_length=40, unique=True, db_index=True)),
                ('networks', fields.JSONField()),
                ('reason', fields.CharField(max_length=500)),
                ('set_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('set_by', fields.CharField(default='', max_length=60)),
            ],
            options={'table': 'allow_list', 'app': 'models', 'pk_attr': 'role', 'table_description': 'From which networks the holders of one post may come. No row: from anywhere.'},
            bases=['Model'],
        ),
    ]
