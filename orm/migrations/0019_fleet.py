"""How devices are: pulses, availability books, alerts, duty; and what a device hangs on."""

from uuid import uuid4

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import AlertCause, AlertState, Health, Severity, Span


class Migration(migrations.Migration):
    dependencies = [('models', '0018_store_queue')]

    operations = [
        ops.CreateModel(
            name='DeviceAlert',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('alert_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='OPEN: open\nACKNOWLEDGED: acknowledged\nRESOLVED: resolved\nFOLDED: folded', enum_type=AlertState, max_length=20)),
                ('operator_id', fields.UUIDField()),
                ('device_id', fields.UUIDField(db_index=True)),
                ('device_name', fields.CharField(max_length=40)),
                ('kind', fields.CharEnumField(description='KIOSK: kiosk\nAGENT: agent\nSERVER: server\nNETWORK: network\nDISPLAY: display\nAUDIO: audio\nCAMERA: camera\nPOINTER: pointer\nPRINTER: printer\nAIR_CONDITIONING: air_conditioning\nFIRE_SAFETY: fire_safety\nUPS: ups', enum_type=DeviceKind, max_length=20)),
                ('zone', fields.CharEnumField(description='FOYER: foyer\nEXHIBITION: exhibition\nROADSHOW: roadshow\nSERVICE: service', enum_type=Zone, max_length=20)),
                ('severity', fields.CharEnumField(description='MINOR: minor\nMAJOR: major\nCRITICAL: critical', enum_type=Severity, max_length=10)),
                ('cause', fields.CharEnumField(description='WARNING: warning\nDOWN: down\nSILENT: silent\nCLONED: cloned', enum_type=AlertCause, max_length=10)),
                ('detail', fields.CharField(default='', max_length=200)),
                ('hanging', fields.IntField(default=0)),
                ('flaps', fields.IntField(default=0)),
                ('recovered_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('silenced_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('told', fields.SmallIntField(default=0)),
                ('escalate_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('folded_into', fields.UUIDField(null=True)),
                ('acknowledged_by', fields.CharField(default='', max_length=60)),
                ('acknowledged_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'device_alert', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One thing that is wrong, whatever hangs on it and however often it comes and goes.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='DevicePulse',
            fields=[
                ('device_id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('counter', fields.BigIntField(default=0)),
                ('boot', fields.CharField(default='', max_length=36)),
                ('boots', fields.CharField(default='', max_length=330)),
                ('digest', fields.CharField(default='', max_length=64)),
                ('seq', fields.BigIntField(default=0)),
                ('interval_s', fields.IntField(default=10)),
                ('measured_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('heard_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('due_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
                ('health', fields.CharEnumField(default=Health.UNKNOWN, description='UNKNOWN: unknown\nHEALTHY: healthy\nWARNING: warning\nDOWN: down', enum_type=Health, max_length=10)),
                ('judged', fields.CharEnumField(default=Health.UNKNOWN, description='UNKNOWN: unknown\nHEALTHY: healthy\nWARNING: warning\nDOWN: down', enum_type=Health, max_length=10)),
                ('lean', fields.CharEnumField(default=Health.UNKNOWN, description='UNKNOWN: unknown\nHEALTHY: healthy\nWARNING: warning\nDOWN: down', enum_type=Health, max_length=10)),
                ('run', fields.IntField(default=0)),
                ('since', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('silent', fields.BooleanField(default=False)),
                ('detail', fields.CharField(default='', max_length=200)),
                ('readings', fields.CharField(default='', max_length=600)),
                ('model', fields.CharField(default='', max_length=600)),
                ('alert_id', fields.UUIDField(null=True, db_index=True)),
                ('minute', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('up', fields.IntField(default=0)),
                ('down', fields.IntField(default=0)),
                ('excused', fields.IntField(default=0)),
                ('latency_ms', fields.FloatField(default=0)),
            ],
            options={'table': 'device_pulse', 'app': 'models', 'pk_attr': 'device_id', 'table_description': "The newest that is known of one device, written with every report and read by nobody's eye."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DeviceSpan',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('device_id', fields.UUIDField()),
                ('span', fields.CharEnumField(description='MINUTE: minute\nHOUR: hour\nDAY: day', enum_type=Span, max_length=10)),
                ('begins_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('up', fields.IntField(default=0)),
                ('down', fields.IntField(default=0)),
                ('excused', fields.IntField(default=0)),
                ('assumed', fields.IntField(default=0)),
                ('latency_ms', fields.FloatField(default=0)),
                ('readings', fields.CharField(default='', max_length=600)),
            ],
            options={'table': 'device_span', 'app': 'models', 'unique_together': (('device_id', 'span', 'begins_at'),), 'indexes': [Index(fields=['span', 'begins_at'])], 'pk_attr': 'id', 'table_description': 'One minute, hour or day (UTC) of one device: readings that were up, down, or excused.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Duty',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('account_id', fields.UUIDField(db_index=True)),
                ('name', fields.CharField(max_length=60)),
                ('rank', fields.SmallIntField()),
                ('from_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('until_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('set_by', fields.CharField(max_length=60)),
            ],
            options={'table': 'duty', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Who is on duty from when until when. The lower the rank, the sooner they are told.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Device',
            name='blocked_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Device',
            name='maintained_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Device',
            name='maintenance_days',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='Device',
            name='maintenance_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Device',
            name='parent_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Device',
            name='public_key',
            field=fields.CharField(null=True, description='grade 2', max_length=44),
        ),
        ops.AddField(
            model_name='Device',
            name='reporter_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Device',
            name='window_days',
            field=fields.CharField(default='', db_default='', max_length=7),
        ),
        ops.AddField(
            model_name='Device',
            name='window_from',
            field=fields.CharField(default='', db_default='', max_length=5),
        ),
        ops.AddField(
            model_name='Device',
            name='window_to',
            field=fields.CharField(default='', db_default='', max_length=5),
        ),
    ]
