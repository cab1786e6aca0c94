"""Pictures of papers: read or refused, kept sealed, shown to few, forgotten in time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from domain.kernel import clock
from domain.kernel.journal import story_of
from domain.kernel.refusal import Invalid, NotFound, NotYourPost, TooLarge, Unmet
from domain.kernel.seeing import DocumentReading
from domain.parties import paper_queries
from domain.parties.actions import authorizing, papers
from domain.parties.actions.papers import PAPER_BYTES_MAX, place_of
from domain.parties.jobs import purge_papers
from domain.parties.terms import (
    AuthorizationAsked,
    AuthorizationSigned,
    PaperToRead,
)
from orm import keyring
from orm.certifying import CreditAuthorization, Paper
from orm.keyring import Keyring, UnknownKeyError, read_keys
from server.rotate_keys import rotate
from tests import world
from tests.parties.firm import NAME, PERSON, USCC, Sent, a_firm, fields, the_desk
from vocabulary.seeing import DocumentKind, Flaw, flaw_sentence

LICENCE = PaperToRead(DocumentKind.BUSINESS_LICENCE)
pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]


async def content_of(paper_id: Any, *, by: Any) -> bytes:
    found = await paper_queries.paper(paper_id, by=by)
    return b"".join([piece async for piece in found.chunks])


class TestReading:
    async def test_prefills_the_form_and_marks_what_is_doubtful(self, db: None) -> None:
        made = await a_firm()
        documents: Any = made.outside.documents
        said = fields({"name": NAME, "uscc": USCC}) | fields({"address": "苏州"}, sure=0.3)
        documents.says[b"licence"] = DocumentReading(DocumentKind.BUSINESS_LICENCE, said)
        row = await papers.read_document(LICENCE, Sent(b"licence"), by=made.clerk)
        shown = {field.name: field for field in (await view(row, made)).fields}
        assert (shown["uscc"].text, shown["uscc"].doubtful, shown["uscc"].problem) == (
            USCC,
            False,
            "",
        )
        assert shown["address"].doubtful
        assert (shown["business_term"].text, shown["business_term"].doubtful) == ("", True)

    async def test_a_wrong_check_digit_is_said_at_once(self, db: None) -> None:
        made = await a_firm()
        wrong = USCC[:-1] + ("0" if USCC[-1] != "0" else "1")
        paper_id = await made.photo(DocumentKind.BUSINESS_LICENCE, {"uscc": wrong})
        row = await Paper.get(id=paper_id)
        [field] = [each for each in (await view(row, made)).fields if each.name == "uscc"]
        assert "校验位" in field.problem

    @pytest.mark.parametrize("flaw", list(Flaw))
    async def test_every_flaw_has_its_one_sentence_and_nothing_is_kept(
        self, db: None, flaw: Flaw
    ) -> None:
        made = await a_firm()
        with pytest.raises(Invalid) as refused:
            await papers.read_document(LICENCE, Sent(f"!{flaw.value}".encode()), by=made.clerk)
        assert refused.value.sentence == flaw_sentence(flaw)
        assert not await Paper.exists()

    async def test_the_wrong_document_is_refused(self, db: None) -> None:
        made = await a_firm()
        await made.photo(DocumentKind.ID_CARD_BACK)
        content = f"id_card_back {made.mark}".encode()
        with pytest.raises(Invalid, match="不是所要求的证件"):
            await papers.read_document(LICENCE, Sent(content), by=made.clerk)
        kept = PaperToRead(DocumentKind.BUSINESS_LICENCE, keep_unread=True)
        with pytest.raises(Invalid, match="不是所要求的证件"):
            await papers.read_document(kept, Sent(content), by=made.clerk)

    async def test_what_cannot_be_read_may_still_be_handed_in_for_people(self, db: None) -> None:
        made = await a_firm()
        kept = PaperToRead(DocumentKind.BUSINESS_LICENCE, keep_unread=True)
        row = await papers.read_document(kept, Sent(b"worn out"), by=made.clerk)
        shown = await view(row, made)
        assert shown.sentence == flaw_sentence(Flaw.UNREADABLE)
        assert all(field.doubtful and not field.text for field in shown.fields)

    async def test_empty_and_too_large_files_are_refused(self, db: None) -> None:
        made = await a_firm()
        with pytest.raises(Invalid, match="空的"):
            await papers.read_document(LICENCE, Sent(b""), by=made.clerk)
        huge = Sent(b"x" * (PAPER_BYTES_MAX + 1))
        with pytest.raises(TooLarge):
            await papers.read_document(LICENCE, huge, by=made.clerk)

    async def test_markup_in_a_picture_stays_text(self, db: None) -> None:
        made = await a_firm()
        nasty = "<script>alert(1)</script>\x1b[2J\u202e公司"
        paper_id = await made.photo(DocumentKind.BUSINESS_LICENCE, {"name": nasty})
        [field, *_] = (await view(await Paper.get(id=paper_id), made)).fields
        assert "\x1b" not in field.text
        assert "\u202e" not in field.text
        assert field.text.startswith("<script>"), "shown as text, escaped where it is drawn"

    async def test_only_an_enterprise_uploads(self, db: None) -> None:
        await a_firm()
        officer = world.officer_of(await world.a_bank())
        with pytest.raises(NotYourPost):
            await papers.read_document(LICENCE, Sent(b"x"), by=officer)


async def view(row: Paper, made: Any) -> paper_queries.PaperView:
    return await paper_queries.paper_view(row, made.clerk)


@pytest.mark.clause("5.3.2.1", "5.3.2.2")
class TestKeeping:
    async def test_the_store_holds_nothing_that_can_be_read(self, db: None) -> None:
        made = await a_firm()
        paper_id = await made.photo(DocumentKind.ID_CARD_FRONT)
        objects: Any = made.outside.objects
        [kept] = objects.kept.values()
        assert b"id_card_front" not in kept
        assert await content_of(paper_id, by=made.clerk) == f"id_card_front {made.mark}".encode()

    async def test_a_sealed_picture_opens_at_no_other_place(self, db: None) -> None:
        made = await a_firm()
        one = await Paper.get(id=await made.photo(DocumentKind.ID_CARD_FRONT))
        objects: Any = made.outside.objects
        ring, sealed = read_keys(one.key), objects.kept[one.object_key]
        assert ring.open_bytes(sealed, place_of(one))
        with pytest.raises(InvalidTag):
            ring.open_bytes(sealed, "certification_paper.other")

    async def test_the_operator_sees_only_what_was_handed_in_and_it_is_journalled(
        self, db: None
    ) -> None:
        made = await a_firm()
        loose = await made.photo(DocumentKind.BUSINESS_LICENCE)
        operator = await the_desk()
        with pytest.raises(NotFound):
            await paper_queries.paper(loose, by=operator)
        await made.checked()
        handed = await Paper.filter(handed_in=True).first()
        assert handed is not None
        assert await content_of(handed.id, by=operator)
        entry = (await story_of(handed.id, limit=9))[-1]
        assert (entry.code, entry.actor_id) == ("certification.read_paper", operator.account_id)

    async def test_another_enterprise_cannot_tell_that_it_exists(self, db: None) -> None:
        made = await a_firm()
        paper_id = await made.photo(DocumentKind.BUSINESS_LICENCE)
        stranger = await a_firm(made)
        with pytest.raises(NotFound):
            await paper_queries.paper(paper_id, by=stranger.clerk)
        with pytest.raises(NotYourPost):
            await paper_queries.paper(paper_id, by=world.officer_of(await world.a_bank()))

    async def test_what_was_never_handed_in_is_noise_after_a_week(self, db: None) -> None:
        made = await a_firm()
        paper_id = await made.photo(DocumentKind.ID_CARD_FRONT)
        await purge_papers()
        assert await content_of(paper_id, by=made.clerk)
        await Paper.filter(id=paper_id).update(at=clock.now() - timedelta(days=8))
        await purge_papers()
        with pytest.raises(NotFound):
            await paper_queries.paper(paper_id, by=made.clerk)
        row = await Paper.get(id=paper_id)
        assert (row.key, row.reading, row.portrait) == (None, None, None)


@pytest.fixture
def rings() -> Iterator[tuple[Keyring, Keyring, Keyring]]:
    """Before, during and after a rotation; the session's own ring comes back at the end."""
    held, index = keyring.held(), b"i" * 32
    old, new = b"o" * 32, b"n" * 32
    yield (
        Keyring({"k1": old}, "k1", index),
        Keyring({"k2": new, "k1": old}, "k2", index),
        Keyring({"k2": new}, "k2", index),
    )
    keyring.hold(held)


@pytest.mark.clause("5.3.2.1")
async def test_pictures_open_after_rotation_without_the_old_key(
    db: None, rings: tuple[Keyring, Keyring, Keyring]
) -> None:
    before, during, after = rings
    keyring.hold(before)
    made = await a_firm()
    paper_id = await made.photo(DocumentKind.ID_CARD_FRONT)
    keyring.hold(after)
    with pytest.raises(UnknownKeyError):
        await Paper.get(id=paper_id)
    keyring.hold(during)
    await rotate()
    keyring.hold(after)
    assert (await content_of(paper_id, by=made.clerk)).startswith(b"id_card_front")


class TestAuthorization:
    async def test_what_was_read_is_kept_word_for_word(self, db: None) -> None:
        made = await a_firm()
        row = await CreditAuthorization.get(id=await made.signed())
        assert NAME in row.text
        assert USCC in row.text
        assert row.signer_name == PERSON
        assert (row.expires_on - clock.today()).days >= 364
        [entry] = await story_of(row.id, limit=9)
        assert entry.code == "credit_authorization.sign"
        assert "sealed" in entry.terms["signer_name"]

    async def test_another_text_than_the_one_shown_is_not_signed(self, db: None) -> None:
        made = await a_firm()
        text = await authorizing.text_for(AuthorizationAsked(NAME, USCC), by=made.clerk)
        changed = AuthorizationSigned("别的公司", USCC, PERSON, text.version, text.text_sha256)
        with pytest.raises(Unmet, match="重新阅读"):
            await authorizing.sign(changed, by=made.clerk)

    async def test_credit_may_be_queried_only_for_the_purpose_in_time_and_until_withdrawn(
        self, db: None
    ) -> None:
        made = await a_firm()
        row = await CreditAuthorization.get(id=await made.signed())
        may = paper_queries.may_query_credit
        assert await may(made.party.id, row.purpose)
        assert not await may(made.party.id, "营销")
        assert not await may(world.nobody(), row.purpose)
        await CreditAuthorization.filter(id=row.id).update(
            expires_on=clock.today() - timedelta(days=1)
        )
        assert not await may(made.party.id, row.purpose)
        await CreditAuthorization.filter(id=row.id).update(expires_on=row.expires_on)
        await authorizing.withdraw(row.id, by=made.clerk)
        assert not await may(made.party.id, row.purpose)
        with pytest.raises(Unmet, match="已撤回"):
            await authorizing.withdraw(row.id, by=made.clerk)
        other = await a_firm(made)
        with pytest.raises(NotFound):
            await authorizing.withdraw(row.id, by=other.clerk)
