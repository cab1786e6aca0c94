"""Tortoise's migrations without its detours: the same statements, in a third of the time.

Before every operation Tortoise renders all models of the platform anew, twice, to hold what was
beside what is, and builds their queries. Only an operation that takes something away or runs
code of ours is asked what was; nothing here is queried through a model. `tests/server` holds the
tables that come of it against Tortoise's own. Private names are used; the version is pinned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import AddField, AddIndex, CreateModel
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

ONLY_ADDS = (CreateModel, AddField, AddIndex)


async def _apply(
    self: Migration,
    state: State,
    *,
    dry_run: bool = False,
    schema_editor: Any = None,
    collect_sql: bool = False,
) -> State:
    """Run the operations one by one, copying the models only where an operation looks back."""
    assert not collect_sql, "statements are run here, not shown"
    for operation in self.operations:
        if dry_run or schema_editor is None:  # applied long ago: only what the models then were
            operation.state_forward(self.app_label, state)
            continue
        before = state if isinstance(operation, ONLY_ADDS) else state.clone()
        operation.state_forward(self.app_label, state)
        alone = schema_editor.client.capabilities.supports_transactions
        await self._run_database_forward(operation, before, state, schema_editor, alone)
    state.validate_relations_initialized()
    return state


def _no_queries(self: StateApps) -> None:
    """Models of a migration are drawn, never queried."""
    del self


@contextmanager
def quick() -> Iterator[None]:
    """Within this, Tortoise migrates without copying what nobody looks at."""
    applied, built = Migration.apply, StateApps._build_initial_querysets  # noqa: SLF001 -- see above
    Migration.apply = _apply  # type: ignore[method-assign]
    StateApps._build_initial_querysets = _no_queries  # type: ignore[method-assign]  # noqa: SLF001
    try:
        yield
    finally:
        Migration.apply = applied  # type: ignore[method-assign]
        StateApps._build_initial_querysets = built  # type: ignore[method-assign]  # noqa: SLF001
