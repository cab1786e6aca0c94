"""What the database itself refuses, whoever asks: changed journals and overdrawn lines."""

from tortoise.migrations.schema_editor.base import BaseSchemaEditor

_JOURNAL_COLUMNS = (
    "id code subject_kind subject_id subject_no flow version actor_kind actor_id actor_name "
    "party_id party_name terminal address request_id from_state to_state reason terms facts "
    "changes at"
).split()
_SEAL_COLUMNS = "no entries total prev hash at".split()

_WITHIN_LINE = (
    "disbursed_fen >= 0 AND requested_fen > 0 AND "
    "(credit_line_fen IS NULL OR disbursed_fen <= credit_line_fen)"
)
_CHECKS = {
    "loan_application": _WITHIN_LINE,
    "disbursement": "amount_fen > 0",
    "business_register": "amount_fen > 0",
    "financing_request": "amount_fen > 0",
}


def _changed(columns: list[str], differs: str) -> str:
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in columns)


def sqlite_guards() -> list[str]:
    """Triggers; SQLite cannot add a CHECK to a table that stands."""
    journal = _changed(_JOURNAL_COLUMNS, "IS NOT")
    seal = _changed(_SEAL_COLUMNS, "IS NOT")
    stop = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    guards = [
        f"CREATE TRIGGER journal_stands BEFORE UPDATE ON journal WHEN {journal} "
        f"OR (OLD.seal_no IS NOT NULL) {stop.format('the journal is never changed')}",
        f"CREATE TRIGGER journal_stays BEFORE DELETE ON journal "
        f"{stop.format('the journal is never deleted')}",
        f"CREATE TRIGGER seal_stands BEFORE UPDATE ON seal WHEN {seal} "
        f"{stop.format('a seal is never changed')}",
        f"CREATE TRIGGER seal_stays BEFORE DELETE ON seal "
        f"{stop.format('a seal is never deleted')}",
    ]
    for table, check in _CHECKS.items():
        held = " AND ".join(_new(part) for part in check.split(" AND "))
        for event in ("INSERT", "UPDATE"):
            guards.append(
                f"CREATE TRIGGER {table}_{event.lower()}_holds BEFORE {event} ON {table} "
                f"WHEN NOT ({held}) {stop.format(f'{table}: amounts do not hold')}"
            )
    return guards


def _new(part: str) -> str:
    words = part.replace("(", "( ").replace(")", " )").split()
    return " ".join(f"NEW.{word}" if word.endswith("_fen") else word for word in words)


def postgres_guards() -> list[str]:
    """Triggers on what must never change, CHECKs on amounts."""
    journal = _changed(_JOURNAL_COLUMNS, "IS DISTINCT FROM")
    seal = _changed(_SEAL_COLUMNS, "IS DISTINCT FROM")
    guards = [
        "CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER journal_stands BEFORE UPDATE ON journal FOR EACH ROW "
        f"WHEN ({journal} OR OLD.seal_no IS NOT NULL) EXECUTE FUNCTION never_changed()",
        "CREATE TRIGGER journal_stays BEFORE DELETE OR TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()",
        f"CREATE TRIGGER seal_stands BEFORE UPDATE ON seal FOR EACH ROW "
        f"WHEN ({seal}) EXECUTE FUNCTION never_changed()",
        "CREATE TRIGGER seal_stays BEFORE DELETE OR TRUNCATE ON seal "
        "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()",
    ]
    guards += [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_amounts_hold CHECK ({check})"
        for table, check in _CHECKS.items()
    ]
    return guards


async def install(_apps: object, editor: BaseSchemaEditor) -> None:
    """Run by the migration `guards`."""
    postgres = editor.client.capabilities.dialect == "postgres"
    for statement in postgres_guards() if postgres else sqlite_guards():
        await editor.client.execute_query(statement)
