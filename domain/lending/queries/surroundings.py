"""What stands around an application and is shown with it: read in one statement, or by the ORM.

The case is the page that everybody opens all day. On PostgreSQL one raw statement reads it
whole; SQLite, where a statement costs no journey, uses the ORM. A test holds the two equal.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.kernel import journal
from domain.kernel.actor import Actor
from domain.kernel.journal import TYPED_BY, Entry
from domain.lending.queries.attachments import SEES_EVERY_FILE, HandedIn, handed_in, opened
from domain.lending.queries.policy_part import PolicyPart, policy_part
from domain.lending.queries.views import DisbursementView, EnterpriseFacts, RatingView
from orm import acting, raw
from orm.catalogue import Product
from orm.lending import Disbursement, FinancingRequest, LoanApplication, Rating
from orm.making import made
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
        json_strip_nulls(json_build_object('{TYPED_BY}', facts -> '{TYPED_BY}')) AS facts,
        json_build_object() AS changes, {_AT}
    FROM journal WHERE subject_id = a.id ORDER BY id LIMIT {TIMELINE_MAX}) AS t) AS story,
(SELECT json_agg(t) FROM (
    SELECT contract_no, amount_fen, paid_on, {_AT}
    FROM disbursement d WHERE application_id = a.id ORDER BY d.at LIMIT {DISBURSEMENTS_MAX}) AS t
) AS disbursements,
(SELECT row_to_json(t) FROM (
    SELECT responsiveness, courtesy, efficiency, expertise, comment, {_AT}
    FROM rating WHERE application_id = a.id) AS t) AS rating,
(SELECT required_documents FROM product WHERE id = a.product_id) AS required_documents,
(SELECT json_agg(t) FROM (
    SELECT id, encode(name, 'hex') AS name, media, size_bytes, {_AT}, party_id, party_name,
        account_name
    FROM attachment f WHERE application_id = a.id AND removed_at IS NULL {{seen}}
    ORDER BY f.at, id) AS t) AS files
"""  # noqa: S608 -- names of columns and limits of ours
_OF = "JOIN party e ON e.id = a.enterprise_id"
_SEATED = "AND party_id IN (a.enterprise_id, a.bank_id, a.insurer_id, a.guarantor_id)"


class _Sealed(Struct, frozen=True):
    """A file as it lies in the table: its name is sealed."""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime
    party_id: UUID
    party_name: str
    account_name: str


_files = msgspec.json.Decoder(list[_Sealed])
_names = msgspec.json.Decoder(list[str])
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
    required_documents: list[str]
    files: list[HandedIn]
    policy: PolicyPart | None = None


async def readable(application_id: UUID, to: Actor) -> tuple[LoanApplication, Surroundings] | None:
    """The case and its surroundings; None if this party may not read it."""
    if not raw.is_postgres():
        rows = LoanApplication.readable_by(to.party_id, to.party_kind)
        row = await rows.get_or_none(id=application_id)
        return None if row is None else (row, await by_orm(row, to))
    asked = asking(to.party_kind)
    found = await raw.sent(asked.text, asked.of(application_id, to.party_id))
    if not found:
        return None
    [row] = made(LoanApplication, found)
    return row, replace(_told(found[0]), policy=await policy_part(row, to))


async def around(row: LoanApplication, to: Actor) -> Surroundings:
    """What stands around a row at hand, also inside the act that has just written it."""
    if not raw.is_postgres():
        return await by_orm(row, to)
    (found,) = await raw.sent(_of_one(to.party_kind), [row.id])
    return replace(_told(found), policy=await policy_part(row, to))


@cache
def asking(kind: PartyKind) -> acting.Asking:
    """Who may read a row is said once, by the table; the rest is put around it."""
    rows = acting.compiled(acting.one_of(LoanApplication.readable_by, kind))
    return acting.Asking(f"SELECT a.*, {_around(kind)} FROM ({rows.text}) AS a {_OF}", rows.values)  # noqa: S608 -- ours


@cache
def _of_one(kind: PartyKind) -> str:
    return f"SELECT {_around(kind)} FROM loan_application a {_OF} WHERE a.id = $1"  # noqa: S608 -- ours


def _around(kind: PartyKind) -> str:
    return _AROUND.replace("{seen}", "" if kind in SEES_EVERY_FILE else _SEATED)


def _told(found: Mapping[str, Any]) -> Surroundings:
    fields = Party._meta.fields_map  # noqa: SLF001 -- Tortoise has no other
    facts = {name: found[f"e_{name}"] for name in _FACTS}
    bared = {name: fields[name].to_python_value(found[f"e_{name}"]) for name in _SEALED}
    return Surroundings(
        found["request_no"],
        found["product_name"],
        _facts(**facts, **bared),
        _disbursements.decode(found["disbursements"] or "[]"),
        _story.decode(found["story"] or "[]"),
        _rating.decode(found["rating"]) if found["rating"] else None,
        _names.decode(found["required_documents"] or "[]"),
        [_bared(file) for file in _files.decode(found["files"] or "[]")],
    )


def _bared(file: _Sealed) -> HandedIn:
    name = opened(bytes.fromhex(file.name))
    return HandedIn(
        file.id,
        name,
        file.media,
        file.size_bytes,
        file.at,
        file.party_id,
        file.party_name,
        file.account_name,
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


async def by_orm(row: LoanApplication, to: Actor) -> Surroundings:
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
        list(product.required_documents) if product else [],
        await handed_in(row, to),
        await policy_part(row, to),
    )


def _stars(row: Rating) -> RatingView:
    return RatingView(
        row.responsiveness, row.courtesy, row.efficiency, row.expertise, row.comment, row.at
    )
