"""Gives what stands on the shelf without a history its listing and its first version.

Products that were there before listings were reviewed, and those of a demonstration, come so.
"""

from tortoise.migrations.schema_editor.base import BaseSchemaEditor

from orm import raw
from vocabulary.catalogue import UNPRICED_BP

_PLAIN = (
    "kind", "name", "amount_fen_min", "amount_fen_max", "term_months_min", "term_months_max",
    "eligibility", "fees", "policy_basis", "turnaround_days", "offer_mode", "introduction",
    "coverage", "valid_until", "brochure_id",
)  # fmt: skip
_LISTS = (
    "repayment_methods", "securities", "eligible_regions", "required_documents", "service_steps",
    "eligible_kinds",
)  # fmt: skip
_PRICES = ("rate_bp_min", "rate_bp_max")
_NEW = "NOT EXISTS (SELECT 1 FROM product_listing l WHERE l.id = p.id)"
_UNWRITTEN = "NOT EXISTS (SELECT 1 FROM product_version v WHERE v.product_id = p.id)"


def statements(*, postgres: bool) -> tuple[str, str]:
    """One for the listings, one for the versions; what is there is left as it is."""
    at = "p.listed_on::timestamp AT TIME ZONE 'Asia/Shanghai'"
    if not postgres:
        at = "p.listed_on || ' 00:00:00+00:00'"
    listings = (
        "INSERT INTO product_listing "  # noqa: S608 -- our own words
        "(id, flow, version, created_at, updated_at, product_no, state, institution_id, "
        "institution_name, kind, name, version_no, pending_no, reason) "
        f"SELECT p.id, 'listing', 1, {at}, {at}, p.product_no, "
        "CASE WHEN p.listed THEN 'listed' ELSE 'delisted' END, p.institution_id, "
        "COALESCE(i.name, ''), p.kind, p.name, p.version_no, 0, '' "
        f"FROM product p LEFT JOIN party i ON i.id = p.institution_id WHERE {_NEW}"
    )
    versions = (
        "INSERT INTO product_version "  # noqa: S608 -- our own words
        "(id, product_id, version_no, terms, marks, reason, written_at, listed_at) "
        f"SELECT p.id, p.id, p.version_no, {_terms(postgres=postgres)}, '[]', '', {at}, {at} "
        f"FROM product p WHERE {_UNWRITTEN}"
    )
    return listings, versions


def _terms(*, postgres: bool) -> str:
    """A version's terms, as the door would have taken them, in the dialect's own JSON."""
    parts = [f"'{name}', p.{name}" for name in _PLAIN]
    parts += [f"'{name}', CASE WHEN p.{name} < {UNPRICED_BP} THEN p.{name} END" for name in _PRICES]
    for name in (*_LISTS, "limit_rule"):
        empty = "NULL" if name == "limit_rule" else "'[]'"
        parts.append(
            f"'{name}', COALESCE(p.{name}, {empty})"
            if postgres
            else f"'{name}', json(COALESCE(p.{name}, {empty}))"
        )
    words = ", ".join(parts)
    return f"jsonb_build_object({words})" if postgres else f"json_object({words})"


async def shelve_existing(_apps: object, editor: BaseSchemaEditor) -> None:
    """Run by the migration that brings listings."""
    postgres = editor.client.capabilities.dialect == "postgres"
    for statement in statements(postgres=postgres):
        await editor.client.execute_query(statement)


async def shelve_missing() -> None:
    """The same for products that were written since: a demonstration's."""
    for statement in statements(postgres=raw.is_postgres()):
        await raw.rows(statement)
