"""Letters as files: typeset with their fonts, sealed, and refused when a single byte is another."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from domain.kernel.letters import LetterText, Sealed, Signer
from domain.kernel.ports import OutsideError
from orm import keyring
from server.adapters.e_seal import PadesSeal
from server.adapters.letter_press import OWN_SEAL, TypstPress
from server.adapters.seal_certificates import GivenCertificates, OwnCertificates
from vocabulary.guarantee import SealFlaw
from vocabulary.identifiers import make_uscc

pytestmark = [pytest.mark.row("G3"), pytest.mark.clause("6.1.4.4")]
GUARANTOR = Signer(uuid4(), "姑苏融资担保有限公司", make_uscc(31))
HOSTILE = '#let x = 1 $a$ `b` *c* _d_ @e <f> \\g "h" #eval("1") #read("/etc/passwd")'
SIZE_MAX = 80_000  # measured: 38 kB; whole fonts would be twenty million


def a_text(**differing: str) -> LetterText:
    told = {"addressee": "江南银行苏州分行", "opening": "鉴于借款人向贵行申请融资。"} | differing
    return LetterText(
        title="担保函",
        letter_no="DB-20261127-00001-3",
        facts=(("担保金额", "人民币壹佰万元整（¥1,000,000.00）"),),
        clauses=("适用法律。本函适用《中华人民共和国民法典》。",),
        issuer=GUARANTOR.name,
        issued_on="2026年11月27日",
        verify_path="/portal/verify/DB-20261127-00001-3",
        **told,
    )


def own(folder: Path) -> OwnCertificates:
    made = OwnCertificates(folder, keyring.held())
    made.prepare()
    return made


@dataclass
class Issued:
    """A sealed letter, whoever sealed it, and which bytes its signature is."""

    hand: PadesSeal
    sealed: Sealed
    folder: Path

    @property
    def gap(self) -> range:
        [numbers] = re.findall(
            rb"/ByteRange \[0 (\d+) (\d+)", self.sealed.content.replace(b"  ", b" ")
        )
        return range(int(numbers[0]), int(numbers[1]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals")


@pytest.fixture
async def issued(folder: Path) -> Issued:
    hand = PadesSeal(own(folder), with_sm2=True)
    pdf = await TypstPress("https://jr.example").typeset(a_text())
    return Issued(hand, await hand.seal(pdf, GUARANTOR), folder)


class TestTypesetting:
    async def test_the_fonts_are_inside_and_only_what_is_used_of_them(self) -> None:
        pdf = await TypstPress("https://jr.example").typeset(a_text())
        with pikepdf.open(BytesIO(pdf)) as book:
            fonts = [font for page in book.pages for font in page.Resources.Font.values()]
            inside = [font.DescendantFonts[0].FontDescriptor.get("/FontFile3") for font in fonts]
            names = {str(font.BaseFont) for font in fonts}
        assert inside
        assert all(each is not None for each in inside)
        assert all("Noto" in name and "+" in name for name in names), names
        assert len(pdf) < SIZE_MAX

    async def test_what_users_write_stays_text(self) -> None:
        press = TypstPress("https://jr.example")
        plain = await press.typeset(a_text(opening="甲" * 60))
        pdf = await press.typeset(a_text(opening=HOSTILE, addressee=HOSTILE))
        assert pdf.startswith(b"%PDF-1.7")
        assert len(pdf) < 2 * len(plain)

    async def test_a_letter_of_our_own_authority_says_that_it_binds_nobody(self) -> None:
        plain = await TypstPress("https://jr.example").typeset(a_text())
        warned = await TypstPress("https://jr.example", OWN_SEAL).typeset(a_text())
        assert len(warned) > len(plain)

    async def test_the_code_leads_to_the_public_page(self) -> None:
        one = await TypstPress("https://jr.example").typeset(a_text())
        other = await TypstPress("https://other.example").typeset(a_text())
        assert one != other


class TestSealing:
    async def test_a_sealed_letter_is_known_again(self, issued: Issued) -> None:
        found = await issued.hand.read(issued.sealed.content)
        assert (found.flaw, found.signer) == (None, GUARANTOR.name)
        assert found.signed_at is not None
        assert abs(datetime.now(UTC) - found.signed_at) < timedelta(minutes=5)

    async def test_a_pdf_reader_finds_it_whole_and_signed(self, issued: Issued) -> None:
        with pikepdf.open(BytesIO(issued.sealed.content)) as book:
            [field] = book.Root.AcroForm.Fields
            assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
            assert int(field.V.ByteRange[2]) + int(field.V.ByteRange[3]) == len(
                issued.sealed.content
            )

    async def test_sm2_stands_beside_it_in_the_national_profile(self, issued: Issued) -> None:
        content, signature = issued.sealed.content, issued.sealed.sm2
        assert await issued.hand.is_sm2_of(content, signature, GUARANTOR)
        assert not await issued.hand.is_sm2_of(content + b"\n", signature, GUARANTOR)
        somebody = Signer(uuid4(), "别的担保公司", GUARANTOR.uscc)
        assert not await issued.hand.is_sm2_of(content, signature, somebody)

    async def test_keys_lie_encrypted_and_are_the_same_at_the_next_start(
        self, issued: Issued
    ) -> None:
        kept = [place.read_bytes() for place in issued.folder.glob("*.key")]
        assert len(kept) == 3
        assert not any(b"PRIVATE KEY" in each for each in kept)
        again = PadesSeal(own(issued.folder), with_sm2=True)
        assert (await again.read(issued.sealed.content)).flaw is None
        assert await again.is_sm2_of(issued.sealed.content, issued.sealed.sm2, GUARANTOR)

    async def test_keys_follow_when_the_data_keys_change(self, tmp_path: Path) -> None:
        old = keyring.read_keys(keyring.make_keys("k1"))
        certificates = OwnCertificates(tmp_path, old)
        certificates.prepare()
        holder = certificates.of(GUARANTOR)
        new = keyring.read_keys(keyring.make_keys("k2"))
        both = keyring.Keyring({**new.keys, **old.keys}, "k2", new.index_key)
        assert OwnCertificates(tmp_path, both).reseal() == 3
        assert OwnCertificates(tmp_path, new).of(GUARANTOR).certificate == holder.certificate

    async def test_a_given_certificate_is_used_and_another_is_not_made(
        self, tmp_path: Path
    ) -> None:
        holder = own(tmp_path / "ca").of(GUARANTOR)
        root = own(tmp_path / "ca").roots()[0]
        given = tmp_path / "given"
        given.mkdir()
        (given / "roots.pem").write_bytes(root.public_bytes(Encoding.PEM))
        file = pkcs12.serialize_key_and_certificates(
            b"seal", holder.key, holder.certificate, None, BestAvailableEncryption(b"word")
        )
        (given / f"{GUARANTOR.uscc}.p12").write_bytes(file)
        hand = PadesSeal(GivenCertificates(given, "word"), with_sm2=False)
        sealed = await hand.seal(await TypstPress("https://a.b").typeset(a_text()), GUARANTOR)
        assert (await hand.read(sealed.content)).flaw is None
        with pytest.raises(OutsideError, match="尚未配置"):
            await hand.seal(sealed.content, Signer(uuid4(), "无证书", make_uscc(32)))
        with pytest.raises(OutsideError, match="尚未配置"):
            await hand.seal(sealed.content, Signer(uuid4(), "越界", "../" + GUARANTOR.uscc))


class TestForging:
    @settings(
        max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(place=st.integers(0, 10**9), flip=st.integers(1, 255))
    async def test_every_flipped_byte_outside_the_signature_is_refused(
        self, issued: Issued, place: int, flip: int
    ) -> None:
        content, gap = bytearray(issued.sealed.content), issued.gap
        outside = [*range(gap.start), *range(gap.stop, len(content))]
        content[outside[place % len(outside)]] ^= flip
        assert (await issued.hand.read(bytes(content))).flaw is not None

    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(place=st.integers(0, 10**9), sign=st.sampled_from(b"0123456789ABCDEF<> z"))
    async def test_a_damaged_signature_is_read_without_a_crash(
        self, issued: Issued, place: int, sign: int
    ) -> None:
        content, gap = bytearray(issued.sealed.content), issued.gap
        content[gap[place % len(gap)]] = sign
        found = await issued.hand.read(bytes(content))
        assert found.flaw in {None, SealFlaw.ALTERED, SealFlaw.FOREIGN}

    async def test_every_byte_of_what_says_where_the_signature_is(self, issued: Issued) -> None:
        """The bytes that the reading itself relies upon, each of them."""
        whole = issued.sealed.content
        begins = whole.index(b"/ByteRange")
        places = [*range(8), *range(begins, begins + 60), *range(issued.gap.stop, len(whole))]
        for place in places:
            content = bytearray(whole)
            content[place] ^= 1
            assert (await issued.hand.read(bytes(content))).flaw is not None, place

    @pytest.mark.parametrize(
        ("change", "flaw"),
        [
            (lambda pdf: pdf + b"\n", SealFlaw.EXTENDED),
            (lambda pdf: pdf + b"\n1 0 obj<<>>endobj\n%%EOF\n", SealFlaw.EXTENDED),
            (lambda pdf: pdf[:-1], SealFlaw.ALTERED),
            (lambda pdf: pdf[: len(pdf) // 2], SealFlaw.UNSIGNED),
            (lambda pdf: pdf[:0], SealFlaw.NOT_PDF),
            (lambda pdf: b"PK\x03\x04" + pdf, SealFlaw.NOT_PDF),
            (lambda pdf: pdf.replace(b"/ByteRange", b"/Byterange"), SealFlaw.UNSIGNED),
            (lambda pdf: re.sub(rb"<30[0-9A-F]{1000,}>", b"<30>", pdf), SealFlaw.ALTERED),
        ],
        ids=["a line", "an object", "cut", "half", "empty", "zip", "unnamed", "no signature"],
    )
    async def test_other_changes_are_told_apart(
        self, issued: Issued, change: Callable[[bytes], bytes], flaw: SealFlaw
    ) -> None:
        changed = change(issued.sealed.content)
        assert changed != issued.sealed.content
        found = (await issued.hand.read(changed)).flaw
        assert found is not None
        if flaw is not SealFlaw.ALTERED:
            assert found is flaw

    async def test_an_incremental_update_is_seen(self, issued: Issued) -> None:
        writer: Any = IncrementalPdfFileWriter(BytesIO(issued.sealed.content))
        writer.root["/Lang"] = writer.add_object(pdf_string("en"))
        writer.update_root()
        out = BytesIO()
        writer.write(out)
        assert out.getvalue().startswith(issued.sealed.content)
        assert (await issued.hand.read(out.getvalue())).flaw is SealFlaw.EXTENDED

    async def test_another_authority_is_not_believed(self, issued: Issued, tmp_path: Path) -> None:
        forger = PadesSeal(own(tmp_path), with_sm2=False)
        pdf = await TypstPress("https://jr.example").typeset(a_text())
        forged = await forger.seal(pdf, GUARANTOR)
        assert (await forger.read(forged.content)).flaw is None
        assert (await issued.hand.read(forged.content)).flaw is SealFlaw.FOREIGN

    async def test_an_unsigned_letter_is_unsigned(self, issued: Issued) -> None:
        pdf = await TypstPress("https://jr.example").typeset(a_text())
        assert (await issued.hand.read(pdf)).flaw is SealFlaw.UNSIGNED
