"""Whom a kiosk took in to an event without a line, and what is still to be settled of that."""

from uuid import uuid4

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from vocabulary.events import EventKind, SignInWay


class Migration(migrations.Migration):
    dependencies = [('models', '0023_notices_and_legacy')]

    operations = [
        ops.CreateModel(
            name='OfflineArrival',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('event_kind', fields.CharEnumField(description='VISIT: visit\nROADSHOW: roadshow', enum_type=EventKind, max_length=20)),
                ('event_id', fields.UUIDField(db_index=True)),
                ('kiosk_id', fields.UUIDField()),
                ('kiosk_name', fields.CharField(max_length=40)),
                ('attendee_id', fields.UUIDField(null=True, db_index=True)),
                ('account_id', fields.UUIDField(null=True)),
                ('way', fields.CharEnumField(description='QR: qr\nNAME_LIST: name_list\nFACE: face\nACCOUNT: account\nDESK: desk', enum_type=SignInWay, max_length=20)),
                ('arrived_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('received_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('refusal', fields.CharField(default='', max_length=200)),
                ('settled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('settled_by_name', fields.CharField(default='', max_length=60)),
            ],
            options={'table': 'offline_arrival', 'app': 'models', 'pk_attr': 'id', 'table_description': "Somebody whom a kiosk took in without a line, under the kiosk's own id of it."},
            bases=['Model'],
        ),
    ]
