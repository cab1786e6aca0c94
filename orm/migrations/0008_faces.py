"""Terminals, faces, and log-ins at the kiosk."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.faces import FacePurpose
from vocabulary.grades import Grade
from vocabulary.identity import Terminal
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0007_onboarding')]

    operations = [
        ops.CreateModel(
            name='Device',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('kind', fields.CharEnumField(description='KIOSK: kiosk', enum_type=DeviceKind, max_length=20)),
                ('name', fields.CharField(max_length=40)),
                ('zone', fields.CharEnumField(description='FOYER: foyer\nEXHIBITION: exhibition\nROADSHOW: roadshow\nSERVICE: service', enum_type=Zone, max_length=20)),
                ('custodian', fields.CharField(max_length=60)),
                ('state', fields.CharEnumField(default=DeviceState.WAITING, description='WAITING: waiting\nIN_USE: in_use\nRETIRED: retired', enum_type=DeviceState, max_length=20)),
                ('code_digest', fields.CharField(null=True, description='grade 2', max_length=64)),
                ('code_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('token_digest', fields.CharField(null=True, unique=True, description='grade 2', max_length=64)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('activated_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('retired_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('seen_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'device', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A terminal. It speaks with a token of which only the digest is kept.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FaceChallenge',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('device_id', fields.UUIDField(null=True, db_index=True)),
                ('account_id', fields.UUIDField(null=True)),
                ('asked', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('failed', fields.BooleanField(default=False)),
            ],
            options={'table': 'face_challenge', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a person before a camera was asked to do: once, in time, at this terminal.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FaceConsent',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('account_id', fields.UUIDField(db_index=True)),
                ('purpose', fields.CharEnumField(description='LOG_IN: log_in\nVERIFICATION: verification', enum_type=FacePurpose, max_length=20)),
                ('text_version', fields.CharField(max_length=20)),
                ('text_hash', fields.CharField(max_length=64)),
                ('terminal', fields.CharEnumField(description='PORTAL: portal\nMINIPROGRAM: miniprogram\nKIOSK: kiosk\nTOOL: tool\nSERVER: server', enum_type=Terminal, max_length=20)),
                ('given_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'face_consent', 'app': 'models', 'pk_attr': 'id', 'table_description': "One person's yes to one text for one purpose, and when they took it back."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='FaceTemplate',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('account_id', fields.UUIDField(unique=True)),
                ('consent_id', fields.UUIDField()),
                ('engine', fields.CharField(max_length=60)),
                ('version', fields.CharField(max_length=60)),
                ('vector', EncryptedText(description='grade 4', grade=Grade.SECRET)),
                ('enrolled_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'face_template', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A face as numbers, sealed. Never a picture. Gone with its consent or its time.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ScanLogIn',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('device_id', fields.UUIDField(db_index=True)),
                ('secret_digest', fields.CharField(description='grade 2', max_length=64)),
                ('number', fields.CharField(max_length=2)),
                ('wrong_numbers', fields.SmallIntField(default=0)),
                ('account_id', fields.UUIDField(null=True)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'scan_log_in', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A log-in at a kiosk that waits for its owner to agree elsewhere. Good once, for minutes.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Session',
            name='kiosk_id',
            field=fields.UUIDField(null=True, db_index=True),
        ),
    ]
