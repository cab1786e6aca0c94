"""When a password was set anew by the phone alone; the keys of files, now sealed like
papers; and from where external clients may come.

What was handed in before has no key and stays readable as it lies.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from orm.fields import EncryptedText
from vocabulary.grades import Grade
from vocabulary.identity import ExternalClient


def _key() -> EncryptedText:
    return EncryptedText(null=True, description='grade 4', grade=Grade.SECRET)


class Migration(migrations.Migration):
    dependencies = [('models', '0016_desk')]

    operations = [
        ops.CreateModel(
            name='ClientAllowList',
            fields=[
                ('client', fields.CharEnumField(primary_key=True, description='KIOSK: kiosk\nBIGSCREEN: bigscreen\nWECHAT_PUSH: wechat_push', enum_type=ExternalClient, max_length=20, unique=True, db_index=True)),
                ('networks', fields.JSONField()),
                ('reason', fields.CharField(max_length=500)),
                ('set_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('set_by', fields.CharField(default='', max_length=60)),
            ],
            options={'table': 'client_allow_list', 'app': 'models', 'pk_attr': 'client', 'table_description': 'From which networks one kind of external client may come. No row: from anywhere.'},
            bases=['Model'],
        ),
        ops.AddField('Account', 'reset_by_code_at', fields.DatetimeField(null=True)),
        ops.AddField('Attachment', 'object_key', fields.CharField(null=True, max_length=64)),
        ops.AddField('Attachment', 'key', _key()),
        ops.AddField('OnboardingDocument', 'object_key', fields.CharField(null=True, max_length=64)),
        ops.AddField('OnboardingDocument', 'key', _key()),
    ]
