"""Messages that follow from the journal: each party of a row hears what the others did."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct

import vocabulary
from domain.kernel.journal import Entry
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.messaging.rules import holds_business_post
from orm.messaging import Message
from orm.parties import Party
from vocabulary.messaging import MessageKind
from vocabulary.money import wan_text
from vocabulary.parties import ROLES_OF, PartyKind

TITLE_MAX = 100
SEATS = ("bank_id", "guarantor_id", "insurer_id")
BODY_MAX = 500


class Text(Struct, frozen=True):
    """How one act is told: `{no}`, `{who}`, `{reason}` and `{amount}` stand for its facts.

    Of a ticket also `{counter}`, `{ahead}` and `{service}`.
    `sms` names the short message that tells an enterprise's people the same; an institution's
    people are not called about what only happened. `days_before` says how long before its day
    something that falls due is told.
    """

    kind: MessageKind
    title: str
    body: str
    sms: str = ""
    urgent: bool = False
    days_before: tuple[int, ...] = ()


TEXTS: dict[str, dict[str, Text]] = msgspec.toml.decode(
    (Path(vocabulary.__file__).parent / "reference" / "messages.toml").read_bytes(),
    type=dict[str, dict[str, Text]],
)


async def tell_parties(entry: Entry) -> None:
    """Write one message to each party at the row, except to whoever acted."""
    await write_to(entry, _others(entry))


async def write_to(entry: Entry, party_ids: Iterable[UUID]) -> None:
    """Write one message to each of these parties, in the words of the act."""
    text = TEXTS[entry.subject_kind][entry.verb]
    for party_id in party_ids:
        await _write(entry, party_id, text)


async def tell_people(entry: Entry) -> None:
    """Put into the outbox what people of those parties are to hear outside the platform."""
    await send_to(entry, _others(entry))


async def send_to(entry: Entry, party_ids: Iterable[UUID]) -> None:
    """Put into the outbox what people of these parties are to hear, in the words of the act."""
    text = TEXTS[entry.subject_kind][entry.verb]
    for party_id in party_ids:
        party = await Party.get_or_none(id=party_id)
        if party is None:
            continue
        is_enterprise = party.kind is PartyKind.ENTERPRISE
        telling = Telling(
            entry_id=entry.id,
            kind=text.kind,
            party_id=party_id,
            title=text.title,
            who=entry.party_name,
            at=entry.at,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            subject_no=entry.subject_no,
            sms=text.sms if is_enterprise else "",
            urgent=text.urgent,
        )
        roles = {role for role in ROLES_OF[party.kind] if holds_business_post(frozenset({role}))}
        await outbox.tell(telling, roles=roles)


def _others(entry: Entry) -> list[UUID]:
    """Who sits at the row, and who just lost a seat; never the party that acted."""
    seated = {UUID(party) for party in entry.seats.values()}
    left = {UUID(entry.changes[seat][0]) for seat in SEATS if entry.changes.get(seat, [""])[0]}
    return sorted((seated | left) - {entry.party_id})


async def _write(entry: Entry, party_id: UUID, text: Text) -> None:
    amount_fen = entry.terms.get("amount_fen") or entry.terms.get("credit_line_fen") or 0
    words = text.body.format(
        no=entry.subject_no,
        who=entry.party_name,
        reason=entry.reason.rstrip("。！!. "),
        amount=wan_text(int(amount_fen)),
        counter=entry.facts.get("counter_no"),
        ahead=entry.facts.get("ahead"),
        service=entry.facts.get("class_name"),
    )
    if not await Message.exists(party_id=party_id, entry_id=entry.id, kind=text.kind):
        await Message.create(
            party_id=party_id,
            entry_id=entry.id,
            kind=text.kind,
            title=text.title[:TITLE_MAX],
            body=words[:BODY_MAX],
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            at=entry.at,
        )
