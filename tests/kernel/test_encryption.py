"""Every column has a grade; from grade 3 on the database holds ciphertext, and nothing else."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from tortoise import Tortoise
from tortoise.models import Model

from orm import keyring, raw
from orm.fields import EncryptedText, grade_of
from orm.keyring import Keyring, Profile, UnknownKeyError, make_keys, read_keys
from orm.parties import Party
from tests.world import an_enterprise
from vocabulary.grades import ENCRYPTED_FROM, Grade

pytestmark = [pytest.mark.row("S5"), pytest.mark.clause("5.3.2.1")]
PHONE = "13812345678"
OLD, NEW, INDEX = (bytes([number]) * 32 for number in (1, 2, 3))


def models() -> list[type[Model]]:
    return list((Tortoise.apps or {})["models"].values())


@pytest.fixture
def held_again() -> Iterator[None]:
    """Whatever ring a test holds, the next test gets the old one."""
    before = keyring.held()
    yield
    keyring.hold(before)


class TestGrades:
    async def test_every_column_has_one(self, db: None) -> None:
        assert models()
        for model in models():
            for column in model._meta.fields_map.values():  # noqa: SLF001 -- Tortoise has no other
                assert isinstance(grade_of(column), Grade)

    async def test_what_is_graded_3_or_more_is_encrypted(self, db: None) -> None:
        for model in models():
            for name, column in model._meta.fields_map.items():  # noqa: SLF001 -- Tortoise has no other
                is_encrypted = isinstance(column, EncryptedText)
                assert is_encrypted == (grade_of(column) >= ENCRYPTED_FROM), f"{model}.{name}"

    async def test_names_that_smell_of_people_or_secrets_are_graded_so(self, db: None) -> None:
        """A new column called phone or password cannot be forgotten."""
        smells = ("phone", "password", "contact_name", "legal_representative", "id_number", "key")
        # Blinded; the name of an idempotency key or counter; where sealed bytes lie; an account.
        exempt = {"phone_index", "legal_representative_index", "key", "object_key"}
        exempt |= {"legal_representative_account_id", "public_key", "held_key", "by_phone"}
        for model in models():
            for name, column in model._meta.fields_map.items():  # noqa: SLF001 -- Tortoise has no other
                if any(smell in name for smell in smells) and name not in exempt:
                    assert grade_of(column) >= ENCRYPTED_FROM, f"{model}.{name}"

    def test_encrypting_below_grade_3_is_a_mistake(self) -> None:
        with pytest.raises(AssertionError):
            EncryptedText(Grade.INTERNAL)


async def stored(party: Party) -> bytes:
    found = await raw.rows("SELECT contact_phone FROM party WHERE id = ?", party.id)
    return bytes(found[0]["contact_phone"])


class TestInTheDatabase:
    @pytest.mark.parametrize("profile", Profile)
    async def test_there_is_ciphertext_alone(
        self, db: None, held_again: None, profile: Profile
    ) -> None:
        keyring.hold(read_keys(make_keys(), profile))
        party = await an_enterprise()
        party.contact_phone = PHONE
        await party.save()
        kept = await stored(party)
        assert PHONE.encode() not in kept
        assert kept[0] == profile
        assert (await Party.get(id=party.id)).contact_phone == PHONE

    async def test_the_same_value_twice_looks_different(self, db: None) -> None:
        one, two = await an_enterprise("甲企业"), await an_enterprise("乙企业")
        for party in (one, two):
            party.contact_phone = PHONE
            await party.save()
        assert await stored(one) != await stored(two)

    async def test_a_value_moved_to_another_column_does_not_open(self, db: None) -> None:
        party = await an_enterprise()
        party.contact_phone = PHONE
        await party.save()
        await raw.rows("UPDATE party SET contact_name = contact_phone WHERE id = ?", party.id)
        with pytest.raises(InvalidTag):
            await Party.get(id=party.id)

    async def test_nothing_is_nothing(self, db: None) -> None:
        party = await an_enterprise()
        found = await raw.rows("SELECT contact_phone FROM party WHERE id = ?", party.id)
        assert found[0]["contact_phone"] is None

    async def test_rotating_makes_every_value_current(self, db: None, held_again: None) -> None:
        """The mechanism of a rotation: read with the old key, write with the new one."""
        keyring.hold(ring("k1", k1=OLD))
        party = await an_enterprise()
        party.contact_phone = PHONE
        await party.save()

        keyring.hold(ring("k2", k2=NEW, k1=OLD))
        assert not keyring.held().is_current(await stored(party))
        again = await Party.get(id=party.id)
        await again.save()
        assert keyring.held().is_current(await stored(party))

        keyring.hold(ring("k2", k2=NEW))
        assert (await Party.get(id=party.id)).contact_phone == PHONE


def ring(current: str, profile: Profile = Profile.AES_256_GCM, **keys: bytes) -> Keyring:
    return Keyring(keys, current, INDEX, profile)


class TestAKeyring:
    @given(text=st.text(), place=st.text(min_size=1), profile=st.sampled_from(Profile))
    def test_opens_what_it_sealed(self, text: str, place: str, profile: Profile) -> None:
        keys = ring("k1", profile, k1=OLD)
        assert keys.open(keys.seal(text, place), place) == text

    @pytest.mark.parametrize("profile", Profile)
    def test_opens_nothing_at_another_place(self, profile: Profile) -> None:
        keys = ring("k1", profile, k1=OLD)
        with pytest.raises(InvalidTag):
            keys.open(keys.seal(PHONE, "party.contact_phone"), "account.phone")

    @pytest.mark.parametrize("profile", Profile)
    def test_opens_nothing_that_was_touched(self, profile: Profile) -> None:
        keys = ring("k1", profile, k1=OLD)
        sealed = bytearray(keys.seal(PHONE, "account.phone"))
        for position in range(2 + len("k1"), len(sealed)):
            touched = (
                bytes(sealed[:position]) + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
            )
            with pytest.raises(InvalidTag):
                keys.open(bytes(touched), "account.phone")

    def test_an_old_key_opens_and_the_new_one_seals(self) -> None:
        old, both = ring("k1", k1=OLD), ring("k2", k1=OLD, k2=NEW)
        sealed = old.seal(PHONE, "account.phone")
        assert both.open(sealed, "account.phone") == PHONE
        assert not both.is_current(sealed)
        assert both.is_current(both.seal(PHONE, "account.phone"))

    def test_a_change_of_cipher_is_a_rotation_too(self) -> None:
        aes, sm4 = ring("k1", k1=OLD), ring("k1", Profile.SM4_GCM, k1=OLD)
        sealed = aes.seal(PHONE, "account.phone")
        assert sm4.open(sealed, "account.phone") == PHONE
        assert not sm4.is_current(sealed)

    def test_a_key_that_is_gone_is_named(self) -> None:
        sealed = ring("k1", k1=OLD).seal(PHONE, "account.phone")
        with pytest.raises(UnknownKeyError, match="k1"):
            ring("k2", k2=NEW).open(sealed, "account.phone")

    def test_a_blind_index_finds_and_does_not_tell(self) -> None:
        keys = ring("k1", k1=OLD)
        blinded = keys.blind(PHONE, "account.phone")
        assert blinded == ring("k2", k2=NEW).blind(PHONE, "account.phone")
        assert PHONE not in blinded
        assert blinded != keys.blind(PHONE, "party.contact_phone")

    @pytest.mark.parametrize("wrong", [b"short", b"x" * 31, b"x" * 33])
    def test_takes_no_short_key(self, wrong: bytes) -> None:
        with pytest.raises(AssertionError, match="32 bytes"):
            ring("k1", k1=wrong)

    def test_reads_its_written_form_the_first_key_is_current(self) -> None:
        parts: dict[str, Any] = {"index": INDEX, "k2": NEW, "k1": OLD}
        text = ",".join(f"{name}:{b64encode(key).decode()}" for name, key in parts.items())
        found = read_keys(text, Profile.SM4_GCM)
        assert (found.current, set(found.keys), found.profile) == (
            "k2",
            {"k1", "k2"},
            Profile.SM4_GCM,
        )
