"""One consent, one challenge for every use of a face; WeChat's own verification beside them.

What was consented to before for a face check stays in the journal; a check that was begun under
that text names no consent of ours, and so is done anew before it counts.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from orm.fields import EncryptedText
from vocabulary.faces import FacePurpose
from vocabulary.grades import Grade


class DropColumn(ops.RemoveField):
    """Drops a column where it stands: rebuilding the table would lose its indexes on SQLite."""

    async def database_forward(
        self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None
    ) -> None:
        if state_editor is not None:
            table = old_state.apps.get_model(f"{app_label}.{self.model_name}")._meta.db_table
            await state_editor._run_sql(f'ALTER TABLE "{table}" DROP COLUMN "{self.name}"')


class Migration(migrations.Migration):
    dependencies = [('models', '0010_id_cards')]

    operations = [
        DropColumn('FaceCheck', 'consent_version'),
        DropColumn('FaceCheck', 'challenges'),
        DropColumn('FaceCheck', 'tries'),
        ops.RenameField('FaceCheck', 'consented_at', 'begun_at'),
        ops.AddField('FaceCheck', 'consent_id', fields.UUIDField(null=True)),
        ops.AddField('FaceCheck', 'challenge_id', fields.UUIDField(null=True)),
        ops.AddField(
            'FaceCheck',
            'verification',
            EncryptedText(null=True, description='grade 4', grade=Grade.SECRET),
        ),
        ops.AddField(
            'FaceChallenge',
            'purpose',
            fields.CharEnumField(
                default=FacePurpose.LOG_IN,
                db_default='log_in',
                description='LOG_IN: log_in\nVERIFICATION: verification',
                enum_type=FacePurpose,
                max_length=20,
            ),
        ),
    ]
