"""The operator's accounts: opening, locking, posts; who may, and what is written down."""

from contextlib import suppress
from typing import Any

import pytest

from domain.identity import queries
from domain.identity.actions import operators, passwords, staff
from domain.identity.attempts import WRONG_PASSWORDS_MAX
from domain.identity.jobs import purge_identity
from domain.identity.queries import AccountsQuery
from domain.identity.sessions import who_is
from domain.identity.terms import AccountOpening, InstitutionOpening, PasswordReset, RolesChange
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Refusal, Unmet, WrongLogIn
from orm.identity import Account, LogInRecord, Session, SmsCode, WeChatTicket, WrongPassword
from orm.journal import JournalEntry
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests import world
from tests.identity.people import (
    OTHER_PHONE,
    PHONE,
    SPOKEN,
    WRONG,
    a_call,
    an_account,
    an_administrator,
    code_for,
    enters,
)
from vocabulary.identifiers import make_uscc
from vocabulary.identity import AccountState, CodePurpose
from vocabulary.parties import PartyKind, Role

pytestmark = [pytest.mark.row("O1"), pytest.mark.clause("6.1.5.1")]


def an_opening(party: Party, **other: Any) -> AccountOpening:
    filled: dict[str, Any] = {
        "party_id": party.id,
        "name": "王五",
        "log_in_name": "wang.wu",
        "phone": OTHER_PHONE,
        "roles": [Role.BANK_OFFICER],
    }
    return AccountOpening(**(filled | other))


def an_institution(**other: Any) -> InstitutionOpening:
    filled: dict[str, Any] = {
        "kind": PartyKind.BANK,
        "name": "太湖银行苏州分行",
        "short_name": "太湖银行",
        "uscc": make_uscc(7),
        "region": "320508",
    }
    return InstitutionOpening(**(filled | other))


@pytest.fixture
async def operator(db: None) -> Actor:
    """The system administrator: opens institutions and accounts."""
    return await an_administrator()


@pytest.fixture
async def guard(db: None) -> Actor:
    """The security administrator: changes posts, locks and unlocks."""
    return await an_administrator(Role.SECURITY_ADMINISTRATOR)


class TestOpening:
    async def test_an_institution_is_qualified_from_the_start(self, operator: Actor) -> None:
        party = await operators.open_institution(
            an_institution(uscc=make_uscc(7).lower()), by=operator
        )
        kept = await Party.get(id=party.id)
        assert (kept.kind, kept.certified, kept.uscc) == (PartyKind.BANK, True, make_uscc(7))
        entry = await JournalEntry.get(code="institution.open")
        assert (entry.subject_id, entry.actor_id) == (party.id, operator.account_id)
        view = await queries.institution_view(party, operator)
        assert (view.name, view.short_name) == ("太湖银行苏州分行", "太湖银行")

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"kind": PartyKind.ENTERPRISE}, "kind"),
            ({"kind": PartyKind.OPERATOR}, "kind"),
            ({"uscc": "91320500XX0000000A"}, "uscc"),
            ({"region": "110000"}, "region"),
        ],
    )
    async def test_an_institution_is_checked(
        self, operator: Actor, other: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            await operators.open_institution(an_institution(**other), by=operator)
        assert [name for name, _ in refused.value.errors] == [field]

    async def test_an_institution_comes_aboard_once(self, operator: Actor) -> None:
        await operators.open_institution(an_institution(), by=operator)
        with pytest.raises(Unmet, match="已登记"):
            await operators.open_institution(an_institution(name="另一银行"), by=operator)

    async def test_an_account_is_set_up_by_its_owner_logs_in_and_is_shown_masked(
        self, operator: Actor, sms: RememberingSms
    ) -> None:
        bank = await world.a_bank()
        account = await staff.open_account(an_opening(bank, log_in_name="Wang.Wu"), by=operator)
        with pytest.raises(WrongLogIn):
            await enters("wang.wu", "")
        await staff.invite(account.id, by=operator)
        code = sms.sent[-1].params["code"]
        assert sms.sent[-1].phone == OTHER_PHONE
        await passwords.set_up(PasswordReset(OTHER_PHONE, code, SPOKEN), call=a_call())
        begun = await enters("wang.wu")
        actor = await who_is(begun.token)
        assert actor is not None
        assert (actor.party_id, actor.roles) == (bank.id, frozenset({Role.BANK_OFFICER}))
        view = await queries.account_view(account, operator)
        assert (view.phone_masked, view.party_kind) == ("139****0002", PartyKind.BANK)

    async def test_an_account_is_written_down_without_phone_and_password(
        self, operator: Actor
    ) -> None:
        await staff.open_account(an_opening(await world.a_bank()), by=operator)
        entry = await JournalEntry.get(code="account.open")
        assert entry.facts["roles"] == ["bank_officer"]
        assert "password" not in entry.terms
        assert not any(secret in str(entry.terms) for secret in (OTHER_PHONE, SPOKEN, "王五"))

    @pytest.mark.parametrize(
        ("kind", "roles"),
        [
            (PartyKind.BANK, [Role.PLATFORM_OPERATOR]),
            (PartyKind.BANK, [Role.BANK_OFFICER, Role.UNDERWRITER]),
            (PartyKind.ENTERPRISE, [Role.BANK_APPROVER]),
            (PartyKind.OPERATOR, [Role.ENTERPRISE_CLERK]),
            (PartyKind.INSURER, [Role.SYSTEM]),
            (PartyKind.BANK, []),
        ],
    )
    async def test_posts_must_fit_the_party(
        self, operator: Actor, kind: PartyKind, roles: list[Role]
    ) -> None:
        party = await world.a_party(kind, "某单位")
        with pytest.raises(Invalid) as refused:
            await staff.open_account(an_opening(party, roles=roles), by=operator)
        assert refused.value.errors[0][0] == "roles"
        assert await Account.all().count() == 1

    async def test_phone_and_log_in_name_are_taken_once(self, operator: Actor) -> None:
        bank = await world.a_bank()
        await staff.open_account(an_opening(bank), by=operator)
        with pytest.raises(Unmet, match="登录名已被使用"):
            await staff.open_account(an_opening(bank, phone=PHONE), by=operator)
        with pytest.raises(Unmet, match="手机号已用于其他账号"):
            await staff.open_account(an_opening(bank, log_in_name="zhao.liu"), by=operator)

    @pytest.mark.parametrize("name", ["13800000000", "ab", "王五", "a b c d", "-abc", "x" * 41])
    async def test_a_log_in_name_is_never_mistaken_for_a_phone(
        self, operator: Actor, name: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            await staff.open_account(
                an_opening(await world.a_bank(), log_in_name=name), by=operator
            )
        assert refused.value.errors[0][0] == "log_in_name"

    async def test_for_nobody_is_not_found(self, operator: Actor) -> None:
        bank = await world.a_bank()
        with pytest.raises(NotFound):
            await staff.open_account(an_opening(bank, party_id=world.nobody()), by=operator)


class TestLocking:
    async def test_ends_what_is_going_and_holds_until_unlocked(self, guard: Actor) -> None:
        account = await an_account()
        begun = await enters()

        await staff.lock(account.id, "账号疑似被他人使用", by=guard)

        assert await who_is(begun.token) is None
        with pytest.raises(Refusal, match="联系平台运营方"):
            await enters()
        await staff.unlock(account.id, "已核实本人", by=guard)
        assert await who_is(begun.token) is None, "an ended session does not come back"
        assert await enters()
        entries = await JournalEntry.filter(subject_id=account.id).order_by("id")
        assert [(entry.code, entry.facts, entry.reason) for entry in entries] == [
            ("account.lock", {"before": "active", "after": "locked"}, "账号疑似被他人使用"),
            ("account.unlock", {"before": "locked", "after": "active"}, "已核实本人"),
        ]

    async def test_unlocking_forgives_wrong_passwords(self, guard: Actor) -> None:
        account = await an_account()
        for _ in range(WRONG_PASSWORDS_MAX):
            with pytest.raises(Refusal):
                await enters(password=WRONG)
        await staff.unlock(account.id, "本人来电", by=guard)
        assert await enters()

    async def test_a_closed_account_is_not_brought_back(self, guard: Actor) -> None:
        account = await an_account()
        await Account.filter(id=account.id).update(state=AccountState.CLOSED)
        for _ in range(WRONG_PASSWORDS_MAX):
            with suppress(Refusal):
                await enters(PHONE, WRONG)
        with pytest.raises(NotNow, match="已注销"):
            await staff.unlock(account.id, "误锁", by=guard)
        assert (await Account.get(id=account.id)).state is AccountState.CLOSED

    async def test_is_done_once(self, guard: Actor) -> None:
        account = await an_account()
        with pytest.raises(NotNow):
            await staff.unlock(account.id, "没有锁定", by=guard)
        await staff.lock(account.id, "核查", by=guard)
        with pytest.raises(NotNow):
            await staff.lock(account.id, "核查", by=guard)
        assert await JournalEntry.all().count() == 1


class TestPosts:
    async def test_change_at_once_and_are_written_down(self, guard: Actor) -> None:
        account = await an_account(await world.a_bank(), Role.BANK_OFFICER)
        begun = await enters()
        roles = [Role.BANK_OFFICER, Role.BANK_OFFICER, Role.INSTITUTION_ADMIN]

        await staff.change_roles(account.id, RolesChange(roles, "岗位调整"), by=guard)

        actor = await who_is(begun.token)
        assert actor is not None
        assert actor.roles == {Role.BANK_OFFICER, Role.INSTITUTION_ADMIN}
        entry = await JournalEntry.get(code="account.change_roles")
        assert entry.facts == {
            "before": ["bank_officer"],
            "after": ["bank_officer", "institution_admin"],
        }
        assert entry.reason == "岗位调整"

    async def test_must_fit_the_party(self, guard: Actor) -> None:
        account = await an_account(await world.a_bank(), Role.BANK_OFFICER)
        with pytest.raises(Invalid):
            await staff.change_roles(
                account.id, RolesChange([Role.PLATFORM_OPERATOR], "越权"), by=guard
            )
        assert (await Account.get(id=account.id)).roles == ["bank_officer"]

    async def test_nobody_handles_their_own_account(self, guard: Actor) -> None:
        mine = guard.account_id
        with pytest.raises(Unmet, match="自己的账号"):
            await staff.lock(mine, "误操作", by=guard)
        with pytest.raises(Unmet, match="自己的账号"):
            await staff.unlock(mine, "误操作", by=guard)
        with pytest.raises(Unmet, match="自己的账号"):
            await staff.change_roles(
                mine, RolesChange([Role.PLATFORM_OPERATOR], "误操作"), by=guard
            )
        assert not await JournalEntry.exists()


@pytest.mark.row("S6")
@pytest.mark.clause("5.3.2.2")
@pytest.mark.parametrize("role", Role)
async def test_only_administrators_may_and_each_their_own_part(db: None, role: Role) -> None:
    bank = await world.a_bank()
    account = await an_account()
    somebody = world.someone(bank, role)
    system, security = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR
    for allowed, attempt in (
        ({system}, operators.open_institution(an_institution(), by=somebody)),
        ({system, Role.INSTITUTION_ADMIN}, staff.open_account(an_opening(bank), by=somebody)),
        ({security, Role.INSTITUTION_ADMIN}, staff.lock(account.id, "试试", by=somebody)),
        ({security, Role.INSTITUTION_ADMIN}, staff.unlock(account.id, "试试", by=somebody)),
        (
            {security, Role.INSTITUTION_ADMIN},
            staff.change_roles(account.id, RolesChange([role], "试试"), by=somebody),
        ),
        ({system, security, Role.INSTITUTION_ADMIN}, queries.accounts(somebody, AccountsQuery())),
    ):
        if role in allowed:
            attempt.close()
            continue
        with pytest.raises(NotYourPost):
            await attempt
    assert not await JournalEntry.exists()


class TestTheList:
    async def test_is_found_by_name_log_in_name_party_and_whole_phone(
        self, operator: Actor
    ) -> None:
        bank = await world.a_bank("运河银行")
        account = await staff.open_account(an_opening(bank), by=operator)
        await an_account()
        for text in ("王五", "wang", "运河", OTHER_PHONE, "139-1234-0002"):
            page = await queries.accounts(operator, AccountsQuery(q=text))
            assert [view.id for view in page.items] == [account.id], text
        for text in ("1391234", "%", "_", "没有"):
            assert not (await queries.accounts(operator, AccountsQuery(q=text))).items, text
        page = await queries.accounts(operator, AccountsQuery(kind=PartyKind.BANK))
        assert [view.id for view in page.items] == [account.id]
        assert OTHER_PHONE not in str(page)

    async def test_pages_through_all_without_gap_or_repeat(self, operator: Actor) -> None:
        party, now = await world.an_enterprise(), clock.now()
        made = {operator.account_id}
        for n in range(7):
            account = await an_account(party, phone=f"1360000000{n}", password=None)
            await Account.filter(id=account.id).update(created_at=now)  # all at one moment
            made.add(account.id)
        seen, cursor = [], ""
        while True:
            page = await queries.accounts(operator, AccountsQuery(cursor=cursor, limit=3))
            seen += [view.id for view in page.items]
            if page.next is None:
                break
            cursor = page.next
        assert len(seen) == len(made)
        assert set(seen) == made

    @pytest.mark.row("I6")
    @pytest.mark.clause("6.1.1.5 d")
    async def test_log_ins_page_too(self, operator: Actor) -> None:
        await an_account()
        for _ in range(3):
            await enters()
        begun = await enters()
        first = await queries.log_ins(begun.actor, queries.PageQuery(limit=3))
        assert first.next is not None
        rest = await queries.log_ins(begun.actor, queries.PageQuery(cursor=first.next, limit=3))
        assert (len(first.items), len(rest.items), rest.next) == (3, 1, None)

    async def test_of_nobody_is_not_found(self, operator: Actor) -> None:
        with pytest.raises(NotFound):
            await queries.log_ins_of(world.nobody(), operator, queries.PageQuery())


async def test_what_is_long_over_is_forgotten_and_log_ins_are_not(
    operator: Actor, sms: RememberingSms
) -> None:
    account = await an_account()
    with pytest.raises(Refusal):
        await enters(password=WRONG)
    await code_for(sms, CodePurpose.LOG_IN)
    await enters_and_ages(account)
    fresh = await enters()

    await purge_identity()

    assert [row.id for row in await Session.all()] == [fresh.actor.session_id]
    assert not await SmsCode.exists()
    assert not await WeChatTicket.exists()
    assert not await WrongPassword.exists()
    assert await LogInRecord.filter(account_id=account.id).count() == 3
    assert (await Account.get(id=account.id)).state is AccountState.ACTIVE


async def enters_and_ages(account: Account) -> None:
    """Come in, and let everything that is over be over for a month."""
    await enters()
    long_ago = clock.day_begins(clock.today().replace(year=2025, month=1, day=1))
    await Session.filter(account_id=account.id).update(expires_at=long_ago)
    await SmsCode.all().update(expires_at=long_ago)
    await WeChatTicket.create(ticket_digest="x" * 64, open_id="o", expires_at=long_ago)
    await WrongPassword.create(who="y" * 64, tries=1, since=long_ago)
