"""An institution's own staff, the three administrators, and from where each post may come."""

import asyncio
from dataclasses import replace

import pytest

from domain.identity import allow_lists, queries
from domain.identity.actions import guarding, staff
from domain.identity.queries import AccountsQuery, PageQuery
from domain.identity.sessions import who_is
from domain.identity.terms import AccountOpening, AllowListSetting, RolesChange
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, NotFromHere, NotYourPost, Unmet
from orm.identity import Account, AllowList
from orm.journal import JournalEntry
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests import world
from tests.identity.people import OTHER_PHONE, a_call, acting, an_account, an_administrator, enters
from vocabulary.parties import PartyKind, Role

pytestmark = [pytest.mark.row("O1", "S6"), pytest.mark.clause("6.1.5.1", "5.3.2.2")]

OFFICE = "10.1.0.0/16"  # a_call() comes from 10.1.2.3


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


@pytest.fixture
async def admin(bank: Party) -> Actor:
    """机构管理员 of the bank."""
    account = await an_account(
        bank, Role.INSTITUTION_ADMIN, phone="13700000001", log_in_name="guanli"
    )
    return await acting(account)


def an_opening(party: Party, *roles: Role) -> AccountOpening:
    return AccountOpening(
        party.id, "王五", "wang.wu", OTHER_PHONE, list(roles) or [Role.BANK_OFFICER]
    )


class TestAnInstitutionsAdministrator:
    async def test_opens_accounts_of_the_own_party_alone(self, bank: Party, admin: Actor) -> None:
        account = await staff.open_account(an_opening(bank), by=admin)
        assert (account.party_id, account.password_hash) == (bank.id, None)
        other = await world.a_bank("另一家银行")
        with pytest.raises(NotFound):
            await staff.open_account(an_opening(other), by=admin)

    async def test_sees_and_changes_nobody_elses_people(self, bank: Party, admin: Actor) -> None:
        own = await an_account(bank, Role.BANK_OFFICER, phone="13700000002")
        stranger = await an_account(
            await world.a_bank("另一家银行"), Role.BANK_OFFICER, phone="13700000003"
        )
        page = await queries.accounts(admin, AccountsQuery())
        assert {view.id for view in page.items} == {own.id, admin.account_id}
        for attempt in (
            staff.lock(stranger.id, "试", by=admin),
            staff.unlock(stranger.id, "试", by=admin),
            staff.change_roles(stranger.id, RolesChange([Role.BANK_APPROVER], "试"), by=admin),
            staff.invite(stranger.id, by=admin),
            queries.log_ins_of(stranger.id, admin, PageQuery()),
            queries.unmasked(stranger.id, admin),
        ):
            with pytest.raises(NotFound):
                await attempt
        assert not await JournalEntry.exists()
        assert (await queries.unmasked(own.id, admin)).phone == "13700000002"
        entry = await JournalEntry.get(code="account.unmask")
        assert entry.subject_id == own.id

    async def test_gives_no_post_to_themselves_and_none_that_conflicts(
        self, bank: Party, admin: Actor
    ) -> None:
        with pytest.raises(Unmet, match="自己的账号"):
            await staff.change_roles(
                admin.account_id, RolesChange([Role.BANK_APPROVER], "试"), by=admin
            )
        both = [Role.BANK_APPROVER, Role.INSTITUTION_ADMIN]
        with pytest.raises(Invalid, match="不能由同一人担任"):
            await staff.open_account(an_opening(bank, *both), by=admin)

    async def test_the_last_one_stays(self, bank: Party, admin: Actor) -> None:
        guard = await an_administrator(Role.SECURITY_ADMINISTRATOR)
        with pytest.raises(Unmet, match="最后一名机构管理员"):
            await staff.change_roles(
                admin.account_id, RolesChange([Role.BANK_OFFICER], "轮岗"), by=guard
            )
        await an_account(bank, Role.INSTITUTION_ADMIN, phone="13700000004")
        await staff.change_roles(
            admin.account_id, RolesChange([Role.BANK_OFFICER], "轮岗"), by=guard
        )

    @pytest.mark.postgres
    async def test_two_who_take_each_other_away_leave_one(self, bank: Party, admin: Actor) -> None:
        second = await acting(await an_account(bank, Role.INSTITUTION_ADMIN, phone="13700000004"))
        demotion = RolesChange([Role.BANK_OFFICER], "轮岗")
        outcomes = await asyncio.gather(
            staff.change_roles(second.account_id, demotion, by=admin),
            staff.change_roles(admin.account_id, demotion, by=second),
            return_exceptions=True,
        )
        assert sum(isinstance(each, Unmet) for each in outcomes) == 1
        left = [each for each in await Account.all() if "institution_admin" in each.roles]
        assert len(left) == 1

    async def test_invites_who_has_no_password_yet(
        self, bank: Party, admin: Actor, sms: RememberingSms
    ) -> None:
        account = await staff.open_account(an_opening(bank), by=admin)
        await staff.invite(account.id, by=admin)
        assert sms.sent[-1].phone == OTHER_PHONE
        assert await JournalEntry.exists(code="account.invite")


class TestTheThree:
    async def test_a_post_of_theirs_is_never_given_when_an_account_is_opened(
        self, db: None
    ) -> None:
        system = await an_administrator()
        party = await Party.get(kind=PartyKind.OPERATOR)
        for role in (Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR):
            with pytest.raises(Unmet, match="安全管理员"):
                await staff.open_account(an_opening(party, role), by=system)

    async def test_a_change_of_posts_counts_from_the_next_request(self, bank: Party) -> None:
        account = await an_account(bank, Role.BANK_OFFICER)
        begun = await enters()
        guard = await an_administrator(Role.SECURITY_ADMINISTRATOR)
        await staff.change_roles(account.id, RolesChange([Role.BANK_APPROVER], "轮岗"), by=guard)
        now = await who_is(begun.token, a_call())
        assert now is not None
        assert now.roles == {Role.BANK_APPROVER}
        entry = await JournalEntry.get(code="account.change_roles")
        assert (entry.facts["before"], entry.facts["after"]) == (
            ["bank_officer"],
            ["bank_approver"],
        )


@pytest.mark.row("S3")
@pytest.mark.clause("5.3.1.3")
class TestAllowLists:
    @pytest.fixture
    async def guard(self, db: None) -> Actor:
        return await an_administrator(Role.SECURITY_ADMINISTRATOR)

    async def test_hold_at_log_in_and_at_every_request(self, bank: Party, guard: Actor) -> None:
        await an_account(bank, Role.BANK_OFFICER)
        begun = await enters()
        far = AllowListSetting(Role.BANK_OFFICER, ["203.0.113.0/24"], "仅限分行网络")
        await guarding.set_allow_list(far, by=guard)
        with pytest.raises(NotFromHere):
            await who_is(begun.token, a_call())
        with pytest.raises(NotFromHere):
            await enters()
        assert await who_is(begun.token, replace(a_call(), address="203.0.113.7"))
        near = AllowListSetting(Role.BANK_OFFICER, [OFFICE], "改为办公网络")
        await guarding.set_allow_list(near, by=guard)
        assert await who_is(begun.token, a_call())
        entries = await JournalEntry.filter(code="allow_list.set").order_by("id")
        assert [(each.facts["before"], each.facts["after"]) for each in entries] == [
            ([], ["203.0.113.0/24"]),
            (["203.0.113.0/24"], [OFFICE]),
        ]

    async def test_nobody_shuts_themselves_out(self, guard: Actor) -> None:
        shut = AllowListSetting(Role.SECURITY_ADMINISTRATOR, ["203.0.113.0/24"], "试")
        with pytest.raises(Unmet, match="无法登录"):
            await guarding.set_allow_list(shut, by=guard)
        assert not await AllowList.exists()
        kept = AllowListSetting(Role.SECURITY_ADMINISTRATOR, [OFFICE], "仅限办公网络")
        await guarding.set_allow_list(kept, by=guard)

    async def test_hold_for_everyone_who_has_the_post_and_nobody_else(
        self, bank: Party, guard: Actor
    ) -> None:
        await an_account(bank, Role.BANK_APPROVER)
        far = AllowListSetting(Role.BANK_OFFICER, ["203.0.113.0/24"], "仅限分行网络")
        await guarding.set_allow_list(far, by=guard)
        assert (await enters()).token

    @pytest.mark.parametrize("text", ["10.1.2", "10.1.2.3/40", "银行", "::/200", "10.1.2.3-9"])
    async def test_a_network_is_checked(self, guard: Actor, text: str) -> None:
        with pytest.raises(Invalid, match="不是有效的网络地址"):
            await guarding.set_allow_list(
                AllowListSetting(Role.BANK_OFFICER, [OFFICE, text], "试"), by=guard
            )

    async def test_only_the_security_administrator_keeps_them(self, db: None) -> None:
        for role in Role:
            if role is Role.SECURITY_ADMINISTRATOR:
                continue
            somebody = world.someone(await world.a_party(PartyKind.OPERATOR, "某单位"), role)
            with pytest.raises(NotYourPost):
                await guarding.set_allow_list(AllowListSetting(role, [], "试"), by=somebody)
            with pytest.raises(NotYourPost):
                await allow_lists.lists(somebody)

    @pytest.mark.parametrize(
        ("address", "network", "inside"),
        [
            ("10.1.2.3", "10.1.0.0/16", True),
            ("10.2.2.3", "10.1.0.0/16", False),
            ("::ffff:10.1.2.3", "10.1.0.0/16", True),
            ("2001:db8::1", "2001:db8::/32", True),
            ("10.1.2.3", "2001:db8::/32", False),
            ("", "0.0.0.0/0", False),
            ("unix:", "0.0.0.0/0", False),
        ],
    )
    def test_an_address_lies_in_a_network(
        self, address: str, network: str, *, inside: bool
    ) -> None:
        assert allow_lists.is_within(address, allow_lists.networks_of([network])) is inside
