"""What stands around an application and is shown with it: read in one statement, or by the ORM.

The case is the page that everybody opens all day. On PostgreSQL one raw statement reads it
whole; SQLite, where a statement costs no journey, uses the ORM. A test holds the two equal.
"""

from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from tortoise.connection import get_connection

from domain.kernel import journal
from domain.kernel.journal import Entry
from domain.lending.queries.views import DisbursementView, EnterpriseFacts, RatingView
from orm import acting, raw
from orm.catalogue import Product
from orm.lending import Disbursement, FinancingRequest, LoanApplication, Rating
from orm.parties import Party
from vocabulary.identifiers import mask_person, mask_phone
from vocabulary.industries import SECTIONS
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS

TIMELINE_MAX = 200
DISBURSEMENTS_MAX = 500

_AT = """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at"""
_FACTS = ("id", "name", "uscc", "region", "industry")
_SEALED = ("legal_representative", "contact_name", "contact_phone")
_AROUND = f"""
{", ".join(f"e.{name} AS e_{name}" for name in (*_FACTS, *_SEALED))},
(SELECT request_no FROM financing_request WHERE id = a.request_id) AS request_no,
(SELECT name FROM product WHERE id = a.product_id) AS product_name,
(SELECT json_agg(t) FROM (
    SELECT id, 0 AS seal_no, code, subject_kind, subject_id, subject_no, actor_id, actor_name,
        party_id, party_name, from_state, to_state, reason, coalesce(terms, '{{}}') AS terms,
        json_build_object() AS facts, json_build_object() AS changes, {_AT}
    FROM journal WHERE subject_id = a.id ORDER BY id LIMIT {TIMELINE_MAX}) AS t) AS story,
(SELECT json_agg(t) FROM (
    SELECT contract_no, amount_fen, paid_on, {_AT}
    FROM disbursement d WHERE application_id = a.id ORDER BY d.at LIMIT {DISBURSEMENTS_MAX}) AS t
) AS disbursements,
(SELECT row_to_json(t) FROM (
    SELECT responsiveness, courtesy, efficiency, expertise, comment, {_AT}
    FROM rating WHERE application_id = a.id) AS t) AS rating
"""  # noqa: S608 -- names of columns and limits of ours
_OF_ONE = (
    f"SELECT {_AROUND} FROM loan_application a JOIN party e ON e.id = a.enterprise_id "  # noqa: S608
    "WHERE a.id = $1"
)

_story = msgspec.json.Decoder(list[Entry])
_disbursements = msgspec.json.Decoder(list[DisbursementView])
_rating = msgspec.json.Decoder(RatingView)


class Surroundings(Struct, frozen=True):
    """What other tables know of a case."""

    request_no: str | None
    product_name: str | None
    enterprise: EnterpriseFacts
    disbursements: list[DisbursementView]
    story: list[Entry]
    rating: RatingView | None


async def readable(
    application_id: UUID, party_id: UUID, kind: PartyKind
) -> tuple[LoanApplication, Surroundings] | None:
    """The case and its surroundings; None if this party may not read it."""
    if not raw.is_postgres():
        row = await LoanApplication.readable_by(party_id, kind).get_or_none(id=application_id)
        return None if row is None else (row, await by_orm(row))
    asked = asking(kind)
    values = asked.of(application_id, party_id)
    found = await get_connection(raw.CONNECTION).execute_query_dict(asked.text, values)
    if not found:
        return None
    return LoanApplication._init_from_db(**found[0]), _told(found[0])  # noqa: SLF001 -- as Tortoise does


async def around(row: LoanApplication) -> Surroundings:
    """What stands around a row at hand, also inside the act that has just written it."""
    if not raw.is_postgres():
        return await by_orm(row)
    (found,) = await get_connection(raw.CONNECTION).execute_query_dict(_OF_ONE, [row.id])
    return _told(found)


@cache
def asking(kind: PartyKind) -> acting.Asking:
    """Who may read a row is said once, by the table; the rest is put around it."""
    rows = acting.compiled(acting.one_of(LoanApplication.readable_by, kind))
    text = f"SELECT a.*, {_AROUND} FROM ({rows.text}) AS a JOIN party e ON e.id = a.enterprise_id"  # noqa: S608 -- ours
    return acting.Asking(text, rows.values)


def _told(found: dict[str, Any]) -> Surroundings:
    fields = Party._meta.fields_map  # noqa: SLF001 -- Tortoise has no other
    facts = {name: found[f"e_{name}"] for name in _FACTS}
    opened = {name: fields[name].to_python_value(found[f"e_{name}"]) for name in _SEALED}
    return Surroundings(
        found["request_no"],
        found["product_name"],
        _facts(**facts, **opened),
        _disbursements.decode(found["disbursements"] or "[]"),
        _story.decode(found["story"] or "[]"),
        _rating.decode(found["rating"]) if found["rating"] else None,
    )


def _facts(
    *,
    id: UUID,  # noqa: A002 -- the column's name
    name: str,
    uscc: str | None,
    region: str,
    industry: str,
    legal_representative: str | None,
    contact_name: str | None,
    contact_phone: str | None,
) -> EnterpriseFacts:
    return EnterpriseFacts(
        id=id,
        name=name,
        uscc=uscc or "",
        region_label=REGIONS.get(region, region),
        industry_label=SECTIONS.get(industry, industry),
        legal_representative_masked=mask_person(legal_representative or ""),
        contact_name_masked=mask_person(contact_name or ""),
        contact_phone_masked=mask_phone(contact_phone) if contact_phone else "",
    )


async def by_orm(row: LoanApplication) -> Surroundings:
    """The same, asked of one table after another."""
    request = await FinancingRequest.get_or_none(id=row.request_id) if row.request_id else None
    product = await Product.get_or_none(id=row.product_id) if row.product_id else None
    party = await Party.get(id=row.enterprise_id)
    paid = Disbursement.filter(application_id=row.id).order_by("at").limit(DISBURSEMENTS_MAX)
    rated = await Rating.get_or_none(application_id=row.id)
    return Surroundings(
        request.request_no if request else None,
        product.name if product else None,
        _facts(**{name: getattr(party, name) for name in (*_FACTS, *_SEALED)}),
        [DisbursementView(p.contract_no, p.amount_fen, p.paid_on, p.at) for p in await paid],
        await journal.story_of(row.id, limit=TIMELINE_MAX),
        None if rated is None else _stars(rated),
    )


def _stars(row: Rating) -> RatingView:
    return RatingView(
        row.responsiveness, row.courtesy, row.efficiency, row.expertise, row.comment, row.at
    )
