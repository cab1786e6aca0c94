"""Passwords, log-in names, posts and the menu: pure thought."""

from itertools import combinations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity import queries
from domain.identity.menu import MENU, menu
from domain.identity.rules import (
    COMMON_PASSWORDS,
    log_in_name_problem,
    password_problem,
    roles_problem,
)
from domain.kernel import clock
from domain.messaging.actions import remove
from orm.messaging import Message
from tests import world
from tests.identity.people import acting, an_account
from vocabulary.identifiers import phone_problem
from vocabulary.messaging import MessageKind
from vocabulary.parties import ROLES_OF, PartyKind, Role
from vocabulary.rights import Right, rights_of

MENUS: list[tuple[PartyKind, Role, str]] = [
    (
        PartyKind.ENTERPRISE,
        Role.ENTERPRISE_CLERK,
        (
            "workbench publish applications cover_requests letters loans products enquiries"
            " programmes repayments own_tickets services visits roadshows enterprise"
            " certification notices messages account"
        ),
    ),
    (
        PartyKind.BANK,
        Role.BANK_OFFICER,
        (
            "workbench pool applications guarantees loans claims proposals products"
            " product_desk enquiries programmes register repayments enterprises"
            " legacy_demands appraisals visits roadshows meetings notices messages account"
        ),
    ),
    (
        PartyKind.INSURER,
        Role.UNDERWRITER,
        (
            "workbench underwriting applications cover_requests loans claims proposals"
            " products product_desk enquiries programmes repayments enterprises"
            " legacy_demands visits roadshows meetings notices messages account"
        ),
    ),
    (
        PartyKind.GUARANTOR,
        Role.GUARANTEE_OFFICER,
        (
            "workbench applications guarantees letters loans claims proposals products"
            " product_desk enquiries programmes repayments enterprises legacy_demands visits"
            " roadshows meetings notices messages account"
        ),
    ),
    (
        PartyKind.OPERATOR,
        Role.PLATFORM_OPERATOR,
        (
            "cockpit workbench applications cover_requests guarantees letters loans claims"
            " proposals products enquiries listings shelf_check programmes register"
            " repayments enterprises legacy_demands appraisals exposure services follow_ups"
            " visits roadshows store_calendar certifications onboardings meetings"
            " inspections faults findings notice_desk messages counter queue_statistics"
            " queue_settings fleet device_alerts duty_roster devices state_limits account"
        ),
    ),
    (PartyKind.REGULATOR, Role.SUPERVISOR, "cockpit products account"),
    (
        PartyKind.OPERATOR,
        Role.STORE_STAFF,
        (
            "products services follow_ups visits roadshows store_calendar meetings"
            " inspections faults findings messages counter queue_statistics fleet"
            " device_alerts duty_roster account"
        ),
    ),
    (PartyKind.OPERATOR, Role.SYSTEM_ADMINISTRATOR, "products accounts account"),
    (PartyKind.OPERATOR, Role.SECURITY_ADMINISTRATOR, "products accounts allow_lists account"),
    (PartyKind.OPERATOR, Role.AUDIT_ADMINISTRATOR, "products journal account"),
    (
        PartyKind.BANK,
        Role.INSTITUTION_ADMIN,
        (
            "workbench applications guarantees loans claims proposals products product_desk"
            " enquiries programmes register repayments appraisals visits roadshows"
            " onboarding notices messages staff amount_limits account"
        ),
    ),
]


class TestPasswords:
    @pytest.mark.parametrize("good", ["abcdefg1", "ABCDEFGh", "苏州的密码最安全1", "a" * 63 + "1"])
    def test_takes_two_kinds_of_characters(self, good: str) -> None:
        assert password_problem(good, "13812340001", "li.si") is None

    @pytest.mark.parametrize(
        ("bad", "says"),
        [
            ("abcde12", "8至64位"),
            ("a1" * 33, "8至64位"),
            ("abcdefghij", "两种"),
            ("12345678901", "两种"),
            ("a13812340001", "手机号"),
            ("li.si2026", "登录名"),
            ("Aa123456", "常见"),
            ("P@ssw0rd", "常见"),
            ("abcdef\n12", "控制字符"),
        ],
    )
    def test_says_what_is_wrong(self, bad: str, says: str) -> None:
        assert says in (password_problem(bad, "13812340001", "li.si") or "")

    def test_every_common_password_would_pass_otherwise(self) -> None:
        assert all(len(word) >= 8 and word == word.lower() for word in COMMON_PASSWORDS)

    @given(st.text(max_size=80))
    def test_never_fails_to_answer(self, text: str) -> None:
        problem = password_problem(text)
        assert problem is None or problem
        assert problem or 8 <= len(text) <= 64


@given(st.text(max_size=45))
def test_no_phone_is_a_log_in_name(text: str) -> None:
    assert log_in_name_problem(text) or phone_problem(text)


def test_posts_of_each_kind_fit_it_and_no_other() -> None:
    for kind, own in ROLES_OF.items():
        assert all(roles_problem(kind, {role}) is None for role in own)
        for role in set(Role) - own:
            assert roles_problem(kind, {role}) is not None


@pytest.mark.row("O1", "S6")
@pytest.mark.clause("5.3.2.2")
def test_posts_that_watch_each_other_are_never_one_persons() -> None:
    """三员分立: each of the three stands alone; whoever gives posts approves no loan."""
    working = {Role.PLATFORM_OPERATOR, Role.STORE_STAFF}
    for one, other in combinations(sorted(ROLES_OF[PartyKind.OPERATOR]), 2):
        if {one, other} != working:
            assert "不能由同一人担任" in (roles_problem(PartyKind.OPERATOR, {one, other}) or "")
    assert roles_problem(PartyKind.OPERATOR, working) is None
    both = {Role.INSTITUTION_ADMIN, Role.BANK_APPROVER}
    assert "不能由同一人担任" in (roles_problem(PartyKind.BANK, both) or "")
    assert roles_problem(PartyKind.BANK, {Role.BANK_OFFICER, Role.BANK_APPROVER}) is None


@pytest.mark.row("I1", "E2")
@pytest.mark.clause("6.1.1.1 b", "6.1.1.1 c")
class TestMenu:
    @pytest.mark.parametrize(("kind", "role", "shown"), MENUS)
    def test_shows_what_the_posts_open(self, kind: PartyKind, role: Role, shown: str) -> None:
        assert menu(kind, rights_of(frozenset({role})), certified=True) == shown.split()

    def test_an_uncertified_enterprise_sees_nothing_that_does_business(self) -> None:
        rights = rights_of(frozenset({Role.ENTERPRISE_CLERK}))
        shown = menu(PartyKind.ENTERPRISE, rights, certified=False)
        assert shown == [
            "workbench",
            "products",
            "own_tickets",
            "enterprise",
            "certification",
            "notices",
            "messages",
            "account",
        ]

    @given(st.frozensets(st.sampled_from(Right)), st.sampled_from(PartyKind))
    def test_grows_with_rights_and_keeps_its_order(
        self, rights: frozenset[Right], kind: PartyKind
    ) -> None:
        before, after = (menu(kind, rights, certified=certified) for certified in (False, True))
        assert after == [item for item in MENU if item in after]
        assert set(menu(kind, frozenset(), certified=True)) <= set(before) <= set(after)

    async def test_me_is_the_party_the_posts_and_the_unread(self, db: None) -> None:
        bank = await world.a_bank()
        actor = await acting(await an_account(bank, Role.BANK_OFFICER))
        told = [
            await Message.create(
                party_id=party_id,
                entry_id=n,
                kind=MessageKind.SYSTEM,
                title="通知",
                body="内容",
                at=clock.now(),
            )
            for n, party_id in enumerate([bank.id, bank.id, uuid4()])
        ]
        await remove([told[1].id], by=actor)
        me = await queries.me(actor)
        assert me.unread == 1
        assert (me.party.id, me.party.certified, me.roles) == (bank.id, True, [Role.BANK_OFFICER])
        assert "pool.view" in me.rights
        assert "pool" in me.menu
