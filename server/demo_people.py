"""The people of the demo world: who they are, where they work, under which name they log in."""

from collections.abc import Iterator

from msgspec import Struct

from server import demo_world
from server.demo_world import DemoInstitution
from vocabulary.parties import ROLE_LABELS, PartyKind, Role

SECOND = "operator-2"  # whoever checked an application does not approve it
REPLAYING = frozenset({Role.PLATFORM_OPERATOR, Role.BANK_OFFICER, Role.BANK_APPROVER})
POSTS: dict[PartyKind, tuple[tuple[str, Role, str], ...]] = {
    PartyKind.BANK: (
        ("officer", Role.BANK_OFFICER, "经办"),
        ("approver", Role.BANK_APPROVER, "审批"),
    ),
    PartyKind.INSURER: (("underwriter", Role.UNDERWRITER, "审核"),),
    PartyKind.GUARANTOR: (("officer", Role.GUARANTEE_OFFICER, "经办"),),
}
OTHER_POST = ("officer", Role.INSTITUTION_OFFICER, "经办")


class Person(Struct, frozen=True):
    """Somebody of the demo world, before there is an account."""

    log_in_name: str
    party: str
    name: str
    role: Role
    title: str
    phone: str
    is_replay: bool = False
    other_role: Role | None = None  # a second post


def everybody() -> Iterator[Person]:
    """Everybody of the demo world, in a fixed order: so a phone stays with its person."""
    phones = (f"{demo_world.PHONE_PREFIX}{serial:04d}" for serial in range(1, 200))
    posts = [("operator", "operator", "顾怡", Role.PLATFORM_OPERATOR, "平台运营")]
    for each in demo_world.INSTITUTIONS:
        for name, (post, role, title) in zip(each.people, POSTS[each.kind], strict=True):
            posts.append((f"{each.key}-{post}", each.key, name, role, f"{each.short_name}·{title}"))
    posts.append((SECOND, "operator", "许清和", Role.PLATFORM_OPERATOR, "平台运营·复核"))
    for log_in_name, party, name, role, title in posts:
        yield Person(log_in_name, party, name, role, title, next(phones))
        if role in REPLAYING and log_in_name != SECOND:
            said = f"{title}（回放）"
            yield Person(
                f"replay-{log_in_name}", party, "历史导入", role, said, next(phones), is_replay=True
            )
    for firm in demo_world.ENTERPRISES:
        said = f"{firm.form.name}·{'已认证' if firm.certified else '认证审核中'}"
        clerk, phone = firm.form.contact_name, firm.form.contact_phone
        yield Person(firm.key, firm.key, clerk, Role.ENTERPRISE_CLERK, said, phone)
    for log_in_name, party, name, role in (*demo_world.ADMINISTRATORS, *demo_world.SIGNATORIES):
        yield Person(log_in_name, party, name, role, _title(role, party), next(phones))
    post, role, title = OTHER_POST
    for each in demo_world.OTHER_INSTITUTIONS:
        said = f"{each.short_name}·{title}"
        yield Person(f"{each.key}-{post}", each.key, each.people[0], role, said, next(phones))
    yield from _latest_people(phones)


def _latest_people(phones: Iterator[str]) -> Iterator[Person]:
    for each in demo_world.INSTITUTIONS:
        if each.kind is PartyKind.GUARANTOR:
            yield from _replaying_guarantor(each, phones)
    watching = demo_world.REGULATOR
    title = f"{watching.short_name}·{ROLE_LABELS[Role.SUPERVISOR]}"
    yield Person(
        "supervisor", watching.key, watching.people[0], Role.SUPERVISOR, title, next(phones)
    )
    for log_in_name, party, name, role in demo_world.STORE_STAFF:
        yield Person(log_in_name, party, name, role, _title(role, party), next(phones))


def _replaying_guarantor(each: DemoInstitution, phones: Iterator[str]) -> Iterator[Person]:
    """An officer, and an approver who also keeps claims: what one paid, the other writes off."""
    officer, approver = Role.GUARANTEE_OFFICER, Role.GUARANTEE_APPROVER
    for post, role, other in (("officer", officer, None), ("approver", approver, officer)):
        yield Person(
            f"replay-{each.key}-{post}",
            each.key,
            "历史导入",
            role,
            f"{each.short_name}·{ROLE_LABELS[role]}（回放）",
            next(phones),
            is_replay=True,
            other_role=other,
        )


def _title(role: Role, party: str) -> str:
    short_names = {each.key: f"{each.short_name}·" for each in demo_world.INSTITUTIONS}
    return f"{short_names.get(party, '')}{ROLE_LABELS[role]}"
