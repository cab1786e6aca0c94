"""Anybody may ask whether a letter is true: by its number, or with the file in hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.guarantee.queries import cases as guarantees
from domain.guarantee.queries import public
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, NotFound, TooOften
from domain.lending.actions import banking
from orm import keyring
from orm.guarantee import GuaranteeCommitment
from orm.lending import LoanApplication
from server.adapters.e_seal import PadesSeal
from server.adapters.letter_press import TypstPress
from server.adapters.limiter import OwnLimiter
from server.adapters.seal_certificates import OwnCertificates
from tests import world
from tests.guarantee.conftest import Table
from tests.lending.papers import PDF, Paper
from tests.remembered import hold_hands
from vocabulary.guarantee import CommitmentState, SealFlaw

pytestmark = [pytest.mark.row("G3"), pytest.mark.clause("6.1.4.4")]
ANYBODY = Call(address="203.0.113.7")


@pytest.fixture
async def given(table: Table, tmp_path: Path) -> tuple[LoanApplication, bytes]:
    """A letter made by the real hands, and its file as the bank downloads it."""
    certificates = OwnCertificates(tmp_path / "seals", keyring.held())
    certificates.prepare()
    hold_hands(press=TypstPress("https://jr.example"), seal=PadesSeal(certificates, with_sm2=True))
    row = await world.an_asked_guarantor(table.enterprise, table.bank, table.guarantor)
    row = await world.a_given_letter(row, table.guarantor)
    file = await guarantees.download_commitment(row.id, by=table.officer)
    return row, b"".join([piece async for piece in file.chunks])


class TestByNumber:
    async def test_it_says_who_for_whom_and_how_much_without_naming_the_firm(
        self, table: Table, given: tuple[LoanApplication, bytes]
    ) -> None:
        row, content = given
        card = await public.letter(f" {row.commitment_no.lower()} ", call=ANYBODY)
        assert (card.title, card.guarantor_name) == ("担保函", table.guarantor.name)
        assert card.amount_text == "人民币捌拾万元整（¥800,000.00）"
        assert card.beneficiary_name == table.bank.name
        assert table.enterprise.name not in repr(card)
        assert card.enterprise_masked.startswith("苏州")
        assert (card.state, card.in_force, card.has_sm2) == (CommitmentState.ISSUED, False, True)
        letter = await GuaranteeCommitment.get(guarantee_no=row.commitment_no)
        assert card.sha256 == letter.sha256
        assert len(content) == letter.size_bytes

    async def test_a_released_letter_says_so(
        self, table: Table, given: tuple[LoanApplication, bytes]
    ) -> None:
        row, content = given
        await banking.release(row.id, "人手不足", by=table.officer)
        card = await public.letter(row.commitment_no, call=ANYBODY)
        assert (card.state_label, card.in_force) == ("已解除", False)
        told = await public.check(Paper("x.pdf", content), call=ANYBODY)
        assert told.genuine
        assert "已解除" in told.sentence

    @pytest.mark.parametrize(
        "number",
        ["", "DB-20261127-00001-0", "DB-20261127-00001", "' OR 1=1 --", "\0", "编号", "x" * 5000],
    )
    async def test_another_number_is_nobodys(self, db: None, number: str) -> None:
        hold_hands()
        with pytest.raises(NotFound, match="请核对编号"):
            await public.letter(number, call=ANYBODY)

    async def test_nobody_tries_all_numbers(self, db: None) -> None:
        hold_hands(limiter=OwnLimiter())
        for _ in range(public.LOOK_UPS_MAX):
            with pytest.raises(NotFound):
                await public.letter("DB-20261127-00001-0", call=ANYBODY)
        with pytest.raises(TooOften):
            await public.letter("DB-20261127-00001-0", call=ANYBODY)


class TestByFile:
    async def test_the_original_is_known(
        self, table: Table, given: tuple[LoanApplication, bytes]
    ) -> None:
        row, content = given
        told = await public.check(Paper("随便叫什么.pdf", content), call=ANYBODY)
        assert (told.genuine, told.flaw, told.signer) == (True, None, table.guarantor.name)
        assert told.letter is not None
        assert told.letter.letter_no == row.commitment_no
        assert "一字未改" in told.sentence
        assert told.sm2_holds is True
        await GuaranteeCommitment.filter(guarantee_no=row.commitment_no).update(sm2=b"0" * 70)
        assert (await public.check(Paper("x.pdf", content), call=ANYBODY)).sm2_holds is False

    @pytest.mark.parametrize(
        ("change", "flaw"),
        [
            (lambda pdf: pdf + b"%", SealFlaw.EXTENDED),
            (lambda pdf: pdf[:1000] + bytes([pdf[1000] ^ 1]) + pdf[1001:], SealFlaw.ALTERED),
            (lambda _: PDF, SealFlaw.UNSIGNED),
            (lambda _: b"PK\x03\x04", SealFlaw.NOT_PDF),
        ],
        ids=["longer", "one bit", "another", "no pdf"],
    )
    async def test_what_is_not_the_original_is_told_why(
        self,
        given: tuple[LoanApplication, bytes],
        change: Callable[[bytes], bytes],
        flaw: SealFlaw,
    ) -> None:
        told = await public.check(Paper("x.pdf", change(given[1])), call=ANYBODY)
        assert (told.genuine, told.flaw, told.letter) == (False, flaw, None)
        assert len(told.sentence) > 10

    async def test_the_padding_of_the_signature_is_held_by_the_digest(
        self, given: tuple[LoanApplication, bytes]
    ) -> None:
        """Where no signature can cover the file, the digest in our books does."""
        content = given[1]
        place = content.rindex(b"00000000>")
        changed = content[:place] + b"00000001>" + content[place + 9 :]
        told = await public.check(Paper("x.pdf", changed), call=ANYBODY)
        assert (told.genuine, told.flaw) == (False, SealFlaw.UNKNOWN)

    async def test_an_empty_file_is_empty(self, db: None) -> None:
        hold_hands()
        with pytest.raises(Invalid, match="空的"):
            await public.check(Paper("x.pdf", b""), call=ANYBODY)

    async def test_a_letter_that_was_sealed_but_never_entered_is_unknown(
        self, table: Table, given: tuple[LoanApplication, bytes]
    ) -> None:
        row, content = given
        await GuaranteeCommitment.filter(guarantee_no=row.commitment_no).delete()
        told = await public.check(Paper("x.pdf", content), call=ANYBODY)
        assert (told.genuine, told.flaw) == (False, SealFlaw.UNKNOWN)

    async def test_a_second_letter_has_another_digest(
        self, table: Table, given: tuple[LoanApplication, bytes]
    ) -> None:
        row = await world.an_asked_guarantor(table.enterprise, table.bank, table.guarantor)
        other = await world.a_given_letter(row, table.guarantor)
        assert other.commitment_no != given[0].commitment_no
        digests = await GuaranteeCommitment.all().values_list("sha256", flat=True)
        assert len(set(digests)) == 2
