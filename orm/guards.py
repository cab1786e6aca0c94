"""What the database itself refuses, whoever asks: changed journals and overdrawn lines."""

from collections.abc import Mapping

from tortoise.migrations.schema_editor.base import BaseSchemaEditor

from orm.journal import ENTRY_COLUMNS

_JOURNAL_COLUMNS = ["id", *ENTRY_COLUMNS]
_SEAL_COLUMNS = ["no", "entries", "total", "prev", "hash", "at"]

_NEVER_CHANGED = (
    "CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$"
)
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
_POLICY_CHECKS = {
    "programme": (
        "fund_share_bp + bank_share_bp + guarantor_share_bp + insurer_share_bp = 10000 AND "
        "enterprise_cap_fen > 0 AND fund_fen > 0"
    ),
    "payout_request": "amount_fen > 0",
    "filing": "amount_fen > 0",
    "cover": "cover_fen >= 0",
    "cover_request": "requested_fen > 0 AND disbursed_fen >= 0 AND disbursed_fen <= requested_fen",
}


def _changed(columns: list[str], differs: str) -> str:
    return " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in columns)


def sqlite_guards() -> list[str]:
    """Triggers; SQLite cannot add a CHECK to a table that stands."""
    journal = _changed(_JOURNAL_COLUMNS, "IS NOT") + " OR OLD.seal_no IS NOT NULL"
    guards = [
        _trigger("journal_stands", f"BEFORE UPDATE ON journal WHEN {journal}"),
        _trigger("journal_stays", "BEFORE DELETE ON journal"),
        _trigger("seal_stands", f"BEFORE UPDATE ON seal WHEN {_changed(_SEAL_COLUMNS, 'IS NOT')}"),
        _trigger("seal_stays", "BEFORE DELETE ON seal"),
    ]
    return guards + _sqlite_checks(_CHECKS)


def _sqlite_checks(checks: Mapping[str, str]) -> list[str]:
    return [
        _trigger(
            f"{table}_{event.lower()}_holds", f"BEFORE {event} ON {table} WHEN NOT ({_new(check)})"
        )
        for table, check in checks.items()
        for event in ("INSERT", "UPDATE")
    ]


def _trigger(name: str, when: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{name}: refused'); END"


def _new(part: str) -> str:
    words = part.replace("(", "( ").replace(")", " )").split()
    return " ".join(f"NEW.{word}" if word.endswith(("_fen", "_bp")) else word for word in words)


def postgres_guards() -> list[str]:
    """Triggers on what must never change, CHECKs on amounts."""
    journal = _changed(_JOURNAL_COLUMNS, "IS DISTINCT FROM") + " OR OLD.seal_no IS NOT NULL"
    seal = _changed(_SEAL_COLUMNS, "IS DISTINCT FROM")
    refuse = "EXECUTE FUNCTION never_changed()"
    guards = [_NEVER_CHANGED]
    for table, changed in (("journal", journal), ("seal", seal)):
        changing = f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed})"
        removing = f"BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
        guards += [
            f"CREATE TRIGGER {table}_stands {changing} {refuse}",
            f"CREATE TRIGGER {table}_stays {removing} {refuse}",
        ]
    return guards + _postgres_checks(_CHECKS)


def _postgres_checks(checks: Mapping[str, str]) -> list[str]:
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_amounts_hold CHECK ({check})"
        for table, check in checks.items()
    ]


async def install(_apps: object, editor: BaseSchemaEditor) -> None:
    """Run by the migration `guards`."""
    postgres = editor.client.capabilities.dialect == "postgres"
    for statement in postgres_guards() if postgres else sqlite_guards():
        await editor.client.execute_query(statement)


async def install_policy(_apps: object, editor: BaseSchemaEditor) -> None:
    """Run by the migration `policy_loans`: shares make a whole, sums are sums."""
    postgres = editor.client.capabilities.dialect == "postgres"
    for statement in (_postgres_checks if postgres else _sqlite_checks)(_POLICY_CHECKS):
        await editor.client.execute_query(statement)
