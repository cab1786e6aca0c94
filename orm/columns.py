"""How a migration takes a column away without making its table anew."""

from typing import Any

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor


class DropColumn(ops.RemoveField):
    """Tortoise rebuilds the table on SQLite, and its indexes and triggers are lost with it."""

    async def database_forward(
        self,
        app_label: str,
        old_state: Any,
        new_state: Any,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Both dialects drop a plain column in place."""
        del new_state  # asked for by Tortoise
        if state_editor is None:
            return
        table = old_state.apps.get_model(f"{app_label}.{self.model_name}")._meta.db_table  # noqa: SLF001 -- Tortoise has no other
        await state_editor.client.execute_script(f'ALTER TABLE "{table}" DROP COLUMN "{self.name}"')


READ_BY_EACH = """
INSERT INTO message_reading (account_id, message_id, read_at, removed_at)
SELECT account.id, message.id, COALESCE(message.read_at, message.removed_at), message.removed_at
FROM message JOIN account ON account.party_id = message.party_id
WHERE message.read_at IS NOT NULL OR message.removed_at IS NOT NULL
"""


async def give_reading_to_each(_apps: object, editor: BaseSchemaEditor) -> None:
    """What a party had read or removed, everybody of the party has: nothing turns up again."""
    await editor.client.execute_script(READ_BY_EACH)
