"""What makes a password good, a log-in name possible, posts fitting, and a menu: pure thought."""

import re
from collections.abc import Collection
from functools import lru_cache

from vocabulary.parties import APART, ROLE_LABELS, ROLES_OF, PartyKind, Role
from vocabulary.rights import Right

PASSWORD_LENGTH_MIN = 8
PASSWORD_LENGTH_MAX = 64
PASSWORD_KINDS_MIN = 2

# Passwords that pass every other rule and stand on every list of stolen ones.
COMMON_PASSWORDS = frozenset(
    """
    !qaz2wsx 000000aa 00000000a 11111111a 1111aaaa 111111aa 112233aa 123123aa 12341234a 123456aa
    123456ab 123456abc 123456aA 1234567a 12345678a 123456789a 1234567890a 1234abcd 1234qwer
    123qweasd 123qwe123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz@wsx 1qazxsw2 520520aa 5201314a
    5201314aa a1111111 a1234567 a12345678 a123456789 a1b2c3d4 a5201314 aa000000 aa111111
    aa112233 aa123123 aa123456 aa12345678 aa5201314 aaa11111 aaa12345 abc12345 abc123456
    abcd1234 abcd@1234 admin123 admin1234 admin123456 admin@123 administrator1 asd12345
    asdf1234 asdf@1234 changeme1 huawei@123 iloveyou1 letmein1 p@55w0rd p@ssw0rd p@ssword1
    pa$$w0rd pass@123 pass1234 passw0rd password1 password12 password123 password@123 q1234567
    q1w2e3r4 qaz12345 qazwsx123 qq123456 qq5201314 qwe12345 qwer1234 qwer@1234 qwerty12
    qwerty123 root1234 suzhou123 suzhou@123 test1234 wang1234 welcome1 welcome123 woaini123
    woaini520 woaini1314 xyz12345 z1234567 zaq12wsx zhang123 zxc12345 zxcv1234 zxcvbnm1
    """.lower().split()
)

# In this order: Android also says Linux, Edge also says Chrome, Chrome also says Safari.
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")
_PROGRAMS = ("MicroMessenger", "Edg", "Firefox", "Chrome", "Safari")

_LOG_IN_NAME = re.compile(r"[a-z][a-z0-9_.-]{3,39}")

# What an enterprise may open before its certification is approved: nothing that does business.
_WITHOUT_RIGHT = ("products", "account")
_ALWAYS_BY_RIGHT: dict[str, Right] = {
    "workbench": Right.APPLICATION_VIEW,
    "messages": Right.MESSAGE_VIEW,
}
_BY_RIGHT: dict[str, Right] = {
    "pool": Right.POOL_VIEW,
    "applications": Right.APPLICATION_VIEW,
    "publish": Right.REQUEST_PUBLISH,
    "register": Right.REGISTER_VIEW,
    "accounts": Right.ACCOUNT_VIEW,
    "allow_lists": Right.ALLOW_LIST_MANAGE,
    "state_limits": Right.DEADLINE_MANAGE,
    "amount_limits": Right.AMOUNT_LIMIT_MANAGE,
    "appraisals": Right.APPRAISAL_VIEW,
    "enterprises": Right.ENTERPRISE_VIEW,
    "exposure": Right.EXPOSURE_VIEW,
    "devices": Right.DEVICE_MANAGE,
    "journal": Right.JOURNAL_VIEW,
    "staff": Right.STAFF_MANAGE,
}
MENU_ORDER = (
    "workbench",
    "pool",
    "applications",
    "products",
    "publish",
    "enterprise",
    "certification",
    "onboarding",
    "messages",
    "register",
    "proposals",
    "enterprises",
    "appraisals",
    "exposure",
    "certifications",
    "onboardings",
    "accounts",
    "staff",
    "allow_lists",
    "state_limits",
    "amount_limits",
    "devices",
    "journal",
    "account",
)


def password_problem(password: str, phone: str = "", log_in_name: str = "") -> str | None:
    """Say what is wrong with a new password; None if it will do."""
    lowered = password.lower()
    wrong = {
        f"密码应为{PASSWORD_LENGTH_MIN}至{PASSWORD_LENGTH_MAX}位": not (
            PASSWORD_LENGTH_MIN <= len(password) <= PASSWORD_LENGTH_MAX
        ),
        "密码不能含有控制字符，请重新设置": not password.isprintable(),
        "密码应至少含有数字、大写字母、小写字母、符号中的两种": (
            len({_kind(sign) for sign in password}) < PASSWORD_KINDS_MIN
        ),
        "密码不能含有手机号码，请重新设置": bool(phone) and phone in password,
        "密码不能含有登录名，请重新设置": bool(log_in_name) and log_in_name in lowered,
        "该密码过于常见，容易被猜中，请换一个": lowered in COMMON_PASSWORDS,
    }
    return next((sentence for sentence, is_so in wrong.items() if is_so), None)


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "digit"
    if sign.isupper():
        return "capital"
    return "small" if sign.islower() else "other"


def log_in_name_problem(name: str) -> str | None:
    """Say what is wrong with a log-in name. It begins with a letter: it is never a phone."""
    if not _LOG_IN_NAME.fullmatch(name):
        return "登录名应为4至40位小写字母、数字、点、下划线或短横线，并以字母开头"
    return None


def roles_problem(kind: PartyKind, roles: Collection[Role]) -> str | None:
    """Say why these posts cannot be held at such a party; None if they can."""
    if not roles:
        return "请至少选择一个岗位"
    if not ROLES_OF[kind].issuperset(roles):
        return "所选岗位与单位类型不符，请重新选择"
    for apart in APART:
        both = [ROLE_LABELS[role] for role in sorted(apart & set(roles))]
        if len(both) > 1:
            return f"{'、'.join(both)}不能由同一人担任，请分别指定人员"
    return None


def is_same_device(known: str, given: str) -> bool:
    """Could both be the same device? By system and program, not by version: those move on."""
    return not known or _device_class(known) == _device_class(given)


@lru_cache(maxsize=1024)
def _device_class(device: str) -> tuple[str, str]:
    system = next((name for name in _SYSTEMS if name in device), "")
    program = next((name for name in _PROGRAMS if name in device), device.partition("/")[0])
    return system, program


def menu(kind: PartyKind, rights: frozenset[Right], *, certified: bool) -> list[str]:
    """List what an account may open, in the order of the menu (6.1.1.1 b)."""
    shown = set(_WITHOUT_RIGHT)
    shown.update(item for item, right in _ALWAYS_BY_RIGHT.items() if right in rights)
    if kind is PartyKind.ENTERPRISE:
        shown.add("certification")
        if certified and Right.APPLICATION_VIEW in rights:
            shown.add("enterprise")
    elif Right.CERTIFICATION_VIEW in rights:
        shown.add("certifications")
    if Right.APPLICATION_VIEW in rights and kind is not PartyKind.ENTERPRISE:
        shown.add("proposals")
    if Right.ONBOARDING_VIEW in rights:
        shown.add("onboardings" if kind is PartyKind.OPERATOR else "onboarding")
    if certified:
        shown.update(item for item, right in _BY_RIGHT.items() if right in rights)
    return [item for item in MENU_ORDER if item in shown]
