"""Logging in by ID card: whom the card certified, who also knows the phone, and nobody else."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.devices.actions import id_cards
from domain.devices.terms import IdCardLogIn
from domain.identity import policy
from domain.identity.accounts import name_for, write_account
from domain.identity.policy import Policy
from domain.identity.sessions import Begun, who_is
from domain.kernel import clock
from domain.kernel.refusal import (
    Invalid,
    Locked,
    Refusal,
    SecondFactor,
    TooOften,
    Unmet,
    WrongLogIn,
)
from domain.parties import representatives
from domain.parties.actions import certifying
from orm import raw
from orm.certifying import Paper
from orm.devices import Device
from orm.identity import Account, LogInRecord, Session, WrongPassword
from orm.parties import Party
from tests.faces.people import a_kiosk, at
from tests.identity.conftest import CountingLimiter
from tests.parties.firm import PERSON, RESIDENT_ID, Firm, a_firm, a_yes, the_desk
from tests.remembered import hold_hands
from vocabulary.identity import AccountState, LogInWay
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1"), pytest.mark.usefixtures("db")]

PHONE = "13812344321"
END = "4321"
UNTIL = date(2040, 5, 1)
STRANGER = "320505199001010011"


def card(end: str = END, **differing: Any) -> IdCardLogIn:
    whole = IdCardLogIn(PERSON, RESIDENT_ID, UNTIL, end)
    return replace(whole, **differing)


async def an_account_of(
    party: Party, name: str = PERSON, phone: str = PHONE, role: Role = Role.ENTERPRISE_CLERK
) -> Account:
    return await write_account(party, name=name, phone=phone, roles=[role], at=clock.now())


async def certified() -> Firm:
    """A firm certified by its papers, as one with no doubt about it."""
    firm = await a_firm()
    await firm.checked()
    await firm.party.refresh_from_db()
    assert firm.party.certified
    hold_hands(limiter=CountingLimiter())
    return firm


async def tried(kiosk: Device, body: IdCardLogIn) -> Begun:
    return await id_cards.by_id_card(body, call=at(kiosk))


async def refused(kiosk: Device, body: IdCardLogIn) -> str:
    with pytest.raises(Refusal) as no:
        await tried(kiosk, body)
    return f"{no.value.code}: {no.value.sentence}"


class TestComingIn:
    async def test_the_certified_legal_representative_comes_in(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        account = await an_account_of(firm.party)
        await an_account_of(firm.party, "王小明", "13900001111")
        begun = await tried(kiosk, card())
        assert begun.actor.account_id == account.id
        assert await who_is(begun.token, at(kiosk)) is not None
        assert set((await Session.get(id=begun.actor.session_id)).factors) == {"id_card"}
        [record] = await LogInRecord.filter(way=LogInWay.ID_CARD)
        assert (record.succeeded, record.account_id) == (True, account.id)

    async def test_so_they_do_when_the_operator_looked_at_the_papers(self) -> None:
        firm, kiosk = await a_firm(), await a_kiosk()
        row = await firm.checked(face=False)
        await certifying.approve(row.id, a_yes(), by=await the_desk())
        await an_account_of(firm.party)
        assert (await tried(kiosk, card())).token

    async def test_a_found_card_opens_nothing_and_does_not_tell_whether_it_is_known(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        known = await refused(kiosk, card("0000"))
        assert known == await refused(kiosk, card(number=STRANGER))
        assert known == await refused(kiosk, card(name="欧阳辰"))
        assert not await Session.exists()

    async def test_a_card_that_is_over_or_misread_is_said_to_be(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        with pytest.raises(Unmet, match="已过有效期"):
            await tried(kiosk, card(valid_until=clock.today() - timedelta(days=1)))
        with pytest.raises(Invalid, match="没有读到有效"):
            await tried(kiosk, card(number=RESIDENT_ID[:-1] + "8"))
        assert (await tried(kiosk, card(valid_until=clock.today()))).token
        assert (await tried(kiosk, card(valid_until=None))).token

    async def test_of_two_accounts_of_one_name_neither_is_opened(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        await an_account_of(firm.party, PERSON, "13900001111")
        assert "没有核对成功" in await refused(kiosk, card())
        assert "没有核对成功" in await refused(kiosk, card("1111"))

    async def test_the_account_by_which_they_were_certified_needs_no_name(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        account = await an_account_of(firm.party, name=name_for(PHONE))
        await refused(kiosk, card())
        await Party.filter(id=firm.party.id).update(legal_representative_account_id=account.id)
        assert (await tried(kiosk, card())).actor.account_id == account.id
        await Account.filter(id=account.id).update(name="王小明")
        await refused(kiosk, card())

    @pytest.mark.parametrize(("face", "signer"), [(True, "王小明"), (False, PERSON)])
    async def test_that_account_showed_the_face_or_signed_in_the_name(
        self, *, face: bool, signer: str
    ) -> None:
        firm = await a_firm()
        row = await firm.checked(face=face, authorization_id=await firm.signed(signer=signer))
        assert (await representatives.of(row)).account_id == firm.clerk.account_id

    async def test_an_account_that_did_neither_is_not_theirs(self) -> None:
        firm = await a_firm()
        signed = await firm.signed(signer="王小明")
        row = await firm.checked(face=False, authorization_id=signed)
        found = await representatives.of(row)
        assert (found.index, found.account_id) == (representatives.index_of(RESIDENT_ID), None)

    async def test_a_locked_account_stays_locked(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        account = await an_account_of(firm.party)
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        with pytest.raises(Locked):
            await tried(kiosk, card())

    async def test_nothing_of_the_card_is_kept(self, caplog: pytest.LogCaptureFixture) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        await tried(kiosk, card())
        await refused(kiosk, card("0000"))
        await refused(kiosk, card(number=STRANGER, name="赵不识"))
        kept = [
            str(row)
            for table in ("log_in_record", "session", "wrong_password", "journal", "party")
            for row in await raw.rows(f"SELECT * FROM {table}")  # noqa: S608 -- names of ours
        ]
        for secret in (RESIDENT_ID, STRANGER, "赵不识", representatives.index_of(STRANGER)):
            assert not [row for row in kept if secret in row]
            assert secret not in caplog.text
        assert RESIDENT_ID not in repr(card())


class TestGuessing:
    async def test_guesses_are_counted_and_then_even_the_right_digits_wait(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        said = {await refused(kiosk, card(f"{guess:04d}")) for guess in range(5)}
        said.add(await refused(kiosk, card()))
        assert len(said) == 1
        past = clock.now() - timedelta(minutes=16)
        await WrongPassword.all().update(since=past, locked_until=past)
        assert (await tried(kiosk, card())).token

    async def test_a_day_holds_few_guesses_however_slowly_they_come(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        for guess in range(id_cards.WRONG_A_DAY_MAX):
            await refused(kiosk, card(f"{guess:04d}"))
            await WrongPassword.all().delete()
        await refused(kiosk, card())
        await WrongPassword.all().delete()
        await LogInRecord.all().update(at=clock.now() - timedelta(days=2))
        assert (await tried(kiosk, card())).token

    async def test_a_kiosk_tries_so_often_and_no_more(self) -> None:
        kiosk = await a_kiosk()
        other = await Device.create(
            kind=kiosk.kind,
            name="二号终端",
            zone=kiosk.zone,
            custodian="钱工",
            created_at=clock.now(),
        )
        hold_hands(limiter=CountingLimiter())
        for _ in range(id_cards.TRIES_MAX):
            await refused(kiosk, card(number=STRANGER))
        with pytest.raises(TooOften):
            await tried(kiosk, card(number=STRANGER))
        assert "没有核对成功" in await refused(other, card(number=STRANGER))

    @pytest.mark.postgres
    async def test_guesses_made_at_once_are_counted_one_by_one(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        guesses = [tried(kiosk, card(f"{guess:04d}")) for guess in range(8)]
        came = await asyncio.gather(*guesses, return_exceptions=True)
        assert all(isinstance(each, WrongLogIn) for each in came)
        assert "没有核对成功" in await refused(kiosk, card())


class TestWhoseCard:
    async def test_without_papers_no_card_is_known(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        await Party.filter(id=firm.party.id).update(legal_representative_index="")
        await refused(kiosk, card())

    async def test_firms_certified_before_are_indexed_once(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        await Party.all().update(legal_representative_index=None)
        await refused(kiosk, card())
        await representatives.index_certified()
        assert (await tried(kiosk, card())).token
        assert not await Party.filter(
            certified=True, legal_representative_index__isnull=True
        ).exists()

    @pytest.mark.parametrize(
        "front",
        [
            {"name": PERSON},
            {"name": PERSON, "resident_id": RESIDENT_ID[:-1] + "8", "birth_date": "1980-03-12"},
            {"name": PERSON, "resident_id": RESIDENT_ID, "birth_date": "1980-03-21"},
            {"name": "王小明", "resident_id": RESIDENT_ID, "birth_date": "1980-03-12"},
        ],
    )
    async def test_a_number_that_does_not_prove_itself_is_no_index(
        self, front: dict[str, str]
    ) -> None:
        firm = await a_firm()
        firm.front, firm.sure = front, 0.5
        row = await firm.checked()
        assert await representatives.index_for(row) == representatives.NOT_FOUND

    async def test_a_new_legal_representative_takes_the_place_of_the_old(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party)
        await Party.filter(id=firm.party.id).update(
            legal_representative_index=representatives.index_of(STRANGER)
        )
        await refused(kiosk, card())

    async def test_the_number_cannot_be_read_from_the_index(self) -> None:
        firm = await certified()
        assert firm.party.legal_representative_index == representatives.index_of(RESIDENT_ID)
        assert RESIDENT_ID not in firm.party.legal_representative_index
        assert await Paper.all().exists()


class TestTwoProofs:
    @pytest.fixture(autouse=True)
    def _two(self) -> Any:
        policy.hold(Policy(two_factors=True))
        yield
        policy.hold(Policy())

    async def test_a_card_is_the_first_of_two_where_the_post_wants_two(self) -> None:
        firm, kiosk = await certified(), await a_kiosk()
        await an_account_of(firm.party, role=Role.INSTITUTION_ADMIN)
        with pytest.raises(SecondFactor) as asked:
            await tried(kiosk, card())
        assert asked.value.ticket
        assert not await Session.exists()
