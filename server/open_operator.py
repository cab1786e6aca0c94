"""`python -m server.open_operator LOG_IN_NAME PHONE NAME [POST]`: an account of the operator.

For a platform that starts without the demo world: one call for each of the three administrators
and one for whoever does the daily business (platform_operator, the post when none is named). The
password is asked for, never an argument.
"""

import asyncio
import getpass
import sys

from domain.identity import passwords
from domain.identity.accounts import write_account
from domain.identity.rules import log_in_name_problem, password_problem
from domain.kernel import clock
from orm import engine, keyring
from orm.parties import Party
from server.migrate import migrate
from server.seed import seed
from server.settings import Settings
from vocabulary.identifiers import phone_problem
from vocabulary.parties import ROLE_LABELS, ROLES_OF, PartyKind, Role

ARGUMENTS = 4
WITH_POST = 5


async def open_operator(
    log_in_name: str,
    phone: str,
    name: str,
    password: str,
    role: Role = Role.PLATFORM_OPERATOR,
) -> None:
    """Write the account of the one operator party, which the seed has made."""
    operator = await Party.get(kind=PartyKind.OPERATOR)
    await write_account(
        operator,
        name=name,
        log_in_name=log_in_name,
        phone=phone,
        password_hash=await passwords.make_hash(password),
        roles={role},
        at=clock.now(),
    )


async def _run(settings: Settings, who: tuple[str, str, str], password: str, role: Role) -> None:
    await migrate(settings.database_url)
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        await seed(settings.demo)
        await open_operator(*who, password, role)
    finally:
        await engine.disconnect()


def main() -> int:
    """Ask for the password, check everything, write the account."""
    posts = sorted(role.value for role in ROLES_OF[PartyKind.OPERATOR])
    post = sys.argv[-1] if len(sys.argv) == WITH_POST else Role.PLATFORM_OPERATOR.value
    if len(sys.argv) not in {ARGUMENTS, WITH_POST} or post not in posts:
        said = f"用法：python -m server.open_operator 登录名 手机号 姓名 [{' | '.join(posts)}]\n"
        sys.stderr.write(said)
        return 2
    _, log_in_name, phone, name, *_ = sys.argv
    password = getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().strip()
    problem = (
        log_in_name_problem(log_in_name)
        or phone_problem(phone)
        or password_problem(password, phone, log_in_name)
    )
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    settings = Settings.from_environment()
    settings.make_data_dir()
    role = Role(post)
    asyncio.run(_run(settings, (log_in_name, phone, name), password, role))
    sys.stdout.write(f"已开通{ROLE_LABELS[role]}账号 {log_in_name}。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
