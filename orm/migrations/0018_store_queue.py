"""The store's queue: where the store is, what people come for, the counters, the tickets."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.devices import Zone
from vocabulary.grades import Grade
from vocabulary.identity import Terminal
from vocabulary.store_queue import ServiceOutcome, TicketPriority, TicketState
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0017_proofs_and_seals')]

    initial = False

    operations = [
        ops.CreateModel(
            name='QueueKiosk',
            fields=[
                ('device_id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('kiosk_no', fields.SmallIntField(unique=True)),
            ],
            options={'table': 'queue_kiosk', 'app': 'models', 'pk_attr': 'device_id', 'table_description': 'The number of a kiosk that gives tickets: it stands in what it gives while offline.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ServiceClass',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('prefix', fields.CharField(unique=True, max_length=1)),
                ('name', fields.CharField(max_length=20)),
                ('about', fields.CharField(default='', max_length=100)),
                ('priority', fields.CharEnumField(default=TicketPriority.USUAL, description='USUAL: usual\nPREFERRED: preferred', enum_type=TicketPriority, max_length=20)),
                ('typical_minutes', fields.SmallIntField()),
                ('slot_capacity', fields.SmallIntField()),
                ('return_minutes', fields.SmallIntField()),
                ('active', fields.BooleanField(default=True)),
            ],
            options={'table': 'service_class', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What people come for (业务类别). Its prefix begins the numbers of its tickets.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ServiceCounter',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('counter_no', fields.SmallIntField(unique=True)),
                ('name', fields.CharField(max_length=20)),
                ('zone', fields.CharEnumField(default=Zone.SERVICE, description='FOYER: foyer\nEXHIBITION: exhibition\nROADSHOW: roadshow\nSERVICE: service', enum_type=Zone, max_length=20)),
                ('skills', fields.JSONField(default=list)),
                ('active', fields.BooleanField(default=True)),
                ('staff_id', fields.UUIDField(null=True, unique=True)),
                ('staff_name', fields.CharField(default='', max_length=60)),
                ('opened_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ticket_id', fields.UUIDField(null=True, unique=True)),
            ],
            options={'table': 'service_counter', 'app': 'models', 'pk_attr': 'id', 'table_description': '服务窗口. `skills` are the prefixes it serves. Open while somebody sits at it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StoreSite',
            fields=[
                ('id', fields.SmallIntField(generated=True, primary_key=True, default=1, unique=True, db_index=True)),
                ('latitude_e6', fields.IntField()),
                ('longitude_e6', fields.IntField()),
                ('radius_m', fields.IntField()),
                ('opens_at', fields.CharField(max_length=5)),
                ('closes_at', fields.CharField(max_length=5)),
            ],
            options={'table': 'store_site', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Where the store is, and when its counters are open. One row.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Ticket',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ticket_no', fields.CharField(db_index=True, max_length=20)),
                ('day', fields.DateField()),
                ('series', fields.CharField(max_length=8)),
                ('running_no', fields.IntField(null=True)),
                ('state', fields.CharEnumField(description='BOOKED: booked\nWAITING: waiting\nCALLED: called\nSERVING: serving\nPARKED: parked\nNO_SHOW: no_show\nCOMPLETED: completed\nCANCELLED: cancelled\nLAPSED: lapsed', enum_type=TicketState, max_length=20)),
                ('class_id', fields.UUIDField()),
                ('class_prefix', fields.CharField(max_length=1)),
                ('class_name', fields.CharField(max_length=20)),
                ('priority', fields.CharEnumField(description='USUAL: usual\nPREFERRED: preferred', enum_type=TicketPriority, max_length=20)),
                ('terminal', fields.CharEnumField(description='PORTAL: portal\nMINIPROGRAM: miniprogram\nKIOSK: kiosk\nTOOL: tool\nSERVER: server', enum_type=Terminal, max_length=20)),
                ('kiosk_id', fields.UUIDField(null=True)),
                ('account_id', fields.UUIDField(null=True, db_index=True)),
                ('enterprise_id', fields.UUIDField(null=True, db_index=True)),
                ('enterprise_name', fields.CharField(default='', max_length=120)),
                ('phone', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('held_key', fields.CharField(null=True, unique=True, description='grade 2', max_length=64)),
                ('need', fields.CharField(default='', max_length=200)),
                ('taken_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('slot_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('queued_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('for_counter_id', fields.UUIDField(null=True)),
                ('counter_id', fields.UUIDField(null=True)),
                ('counter_no', fields.SmallIntField(null=True)),
                ('served_by_id', fields.UUIDField(null=True)),
                ('served_by_name', fields.CharField(default='', max_length=60)),
                ('called_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('first_called_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('calls', fields.SmallIntField(default=0)),
                ('started_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('return_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('outcome', fields.CharEnumField(null=True, description='EXPLAINED: explained\nHANDLED: handled\nREFERRED: referred\nTO_FOLLOW_UP: to_follow_up', enum_type=ServiceOutcome, max_length=20)),
                ('note', fields.CharField(default='', max_length=200)),
                ('steps', fields.FloatField(null=True)),
                ('counters', fields.SmallIntField(null=True)),
                ('estimated_s', fields.IntField(null=True)),
                ('waited_s', fields.IntField(null=True)),
                ('served_s', fields.IntField(null=True)),
                ('told_near', fields.BooleanField(default=False)),
            ],
            options={'table': 'ticket', 'app': 'models', 'unique_together': (('day', 'series', 'running_no'),), 'indexes': [Index(fields=['state', 'day']), Index(fields=['class_id', 'ended_at'])], 'pk_attr': 'id', 'table_description': "号: one person's place in the queue of one day."},
            bases=['Row'],
        ),
    ]
