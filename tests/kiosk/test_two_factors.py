"""Two proofs at a kiosk: the second is asked for by whatever way, and no way goes round it."""

import asyncio
from collections.abc import Iterator

import pytest

from domain.devices.actions import id_cards, scanning
from domain.devices.terms import ScanAgreement, ScanCollecting
from domain.faces import log_in as face_log_in
from domain.faces.terms import Asking
from domain.identity import codes, log_in, policy
from domain.identity.policy import Policy
from domain.identity.sessions import Begun, who_is
from domain.identity.terms import CodeRequest, SmsCodeLogIn
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, Refusal, SecondFactor, WrongLogIn
from orm.devices import Device
from orm.identity import Account, LogInRecord, Session
from server.adapters.sms import RememberingSms
from tests import world
from tests.faces.people import a_kiosk, at, doing, enrols, of
from tests.identity.conftest import CountingLimiter
from tests.identity.people import OTHER_PHONE, PHONE, an_account
from tests.kiosk.test_id_cards import PHONE as CARD_PHONE
from tests.kiosk.test_id_cards import an_account_of, card, certified
from tests.remembered import hold_hands
from vocabulary.identity import CodePurpose
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1"), pytest.mark.usefixtures("db")]

FACE = "李四"


@pytest.fixture(autouse=True)
def _two() -> Iterator[None]:
    policy.hold(Policy(two_factors=True))
    yield
    policy.hold(Policy())


@pytest.fixture
def sms() -> RememberingSms:
    found = RememberingSms()
    hold_hands(limiter=CountingLimiter(), sms=found)
    return found


async def an_approver(phone: str = PHONE) -> Account:
    return await an_account(await world.a_bank(), Role.BANK_APPROVER, phone=phone)


def here(kiosk: Device, ticket: str = "") -> Call:
    call = at(kiosk)
    call.first_proof = ticket
    return call


async def by_scan(kiosk: Device, account: Account, ticket: str = "") -> Begun | None:
    asked = await scanning.ask(call=at(kiosk))
    await scanning.agree(asked.id, ScanAgreement(asked.number), by=await of(account))
    return await scanning.collect(ScanCollecting(asked.id, asked.secret), call=here(kiosk, ticket))


async def by_face(kiosk: Device, ticket: str = "") -> Begun:
    issued = await face_log_in.ask(Asking(None), call=at(kiosk))
    return await face_log_in.by_face(
        issued.id, await doing(FACE, issued.id), call=here(kiosk, ticket)
    )


async def by_code(kiosk: Device, sms: RememberingSms, phone: str, ticket: str = "") -> Begun:
    await codes.send(CodeRequest(phone, CodePurpose.LOG_IN), call=at(kiosk))
    body = SmsCodeLogIn(phone, sms.sent[-1].params["code"])
    return await log_in.by_sms_code(body, call=here(kiosk, ticket))


async def factors(begun: Begun | None) -> set[str]:
    assert begun is not None
    return set((await Session.get(id=begun.actor.session_id)).factors)


async def test_a_scan_alone_lets_no_approver_in_and_a_face_completes_it(
    sms: RememberingSms,
) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    await enrols(await of(account), FACE)
    with pytest.raises(SecondFactor) as asked:
        await by_scan(kiosk, account)
    assert not await Session.exists()
    begun = await by_face(kiosk, asked.value.ticket)
    assert await factors(begun) == {"scan", "face"}
    assert await who_is(begun.token, at(kiosk)) is not None


async def test_a_face_alone_lets_no_approver_in_and_a_code_completes_it(
    sms: RememberingSms,
) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    await enrols(await of(account), FACE)
    with pytest.raises(SecondFactor) as asked:
        await by_face(kiosk)
    begun = await by_code(kiosk, sms, PHONE, asked.value.ticket)
    assert await factors(begun) == {"face", "sms_code"}


async def test_a_code_alone_lets_no_approver_in_and_a_scan_completes_it(
    sms: RememberingSms,
) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    with pytest.raises(SecondFactor) as asked:
        await by_code(kiosk, sms, PHONE)
    assert await factors(await by_scan(kiosk, account, asked.value.ticket)) == {"sms_code", "scan"}


async def test_an_id_card_is_the_second_as_well() -> None:
    firm, kiosk = await certified(), await a_kiosk()
    account = await an_account_of(firm.party, role=Role.INSTITUTION_ADMIN)
    assert account.phone == CARD_PHONE
    with pytest.raises(SecondFactor) as asked:
        await by_scan(kiosk, account)
    begun = await id_cards.by_id_card(card(), call=here(kiosk, asked.value.ticket))
    assert await factors(begun) == {"scan", "id_card"}


async def test_one_way_twice_is_one_proof(sms: RememberingSms) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    with pytest.raises(SecondFactor) as asked:
        await by_scan(kiosk, account)
    with pytest.raises(Invalid, match="换一种方式"):
        await by_scan(kiosk, account, asked.value.ticket)
    assert not await Session.exists()


async def test_the_second_proof_is_of_the_same_person(sms: RememberingSms) -> None:
    kiosk, account, other = await a_kiosk(), await an_approver(), await an_approver(OTHER_PHONE)
    with pytest.raises(SecondFactor) as asked:
        await by_scan(kiosk, account)
    with pytest.raises(WrongLogIn, match="同一账号"):
        await by_code(kiosk, sms, OTHER_PHONE, asked.value.ticket)
    assert not await Session.exists()
    assert await LogInRecord.filter(account_id=other.id, succeeded=False).exists()


async def test_a_ticket_is_used_once_and_an_invented_one_never(sms: RememberingSms) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    with pytest.raises(WrongLogIn):
        await by_scan(kiosk, account, "x" * 43)
    with pytest.raises(SecondFactor) as asked:
        await by_code(kiosk, sms, PHONE)
    await by_scan(kiosk, account, asked.value.ticket)
    with pytest.raises(WrongLogIn):
        await by_scan(kiosk, account, asked.value.ticket)
    assert await Session.all().count() == 1


@pytest.mark.postgres
async def test_of_two_second_proofs_at_once_one_begins_a_session(sms: RememberingSms) -> None:
    kiosk, account = await a_kiosk(), await an_approver()
    with pytest.raises(SecondFactor) as asked:
        await by_code(kiosk, sms, PHONE)
    tries = [by_scan(kiosk, account, asked.value.ticket) for _ in range(4)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(each, Refusal) for each in came) == 1
    assert await Session.all().count() == 1


async def test_posts_that_decide_nothing_need_one(sms: RememberingSms) -> None:
    kiosk, account = await a_kiosk(), await an_account()
    assert await factors(await by_scan(kiosk, account)) == {"scan"}
