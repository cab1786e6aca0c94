"""When a password was set anew by the phone alone; and the keys of files, now sealed like papers.

What was handed in before has no key and stays readable as it lies.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from orm.fields import EncryptedText
from vocabulary.grades import Grade


def _key() -> EncryptedText:
    return EncryptedText(null=True, description='grade 4', grade=Grade.SECRET)


class Migration(migrations.Migration):
    dependencies = [('models', '0015_live_loans')]

    operations = [
        ops.AddField('Account', 'password_reset_at', fields.DatetimeField(null=True)),
        ops.AddField('Attachment', 'object_key', fields.CharField(null=True, max_length=64)),
        ops.AddField('Attachment', 'key', _key()),
        ops.AddField('OnboardingDocument', 'object_key', fields.CharField(null=True, max_length=64)),
        ops.AddField('OnboardingDocument', 'key', _key()),
    ]
