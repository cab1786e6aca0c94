"""Accounts of a party's people: opened, invited, locked, unlocked, given other posts.

At the platform two administrators share the work: the system administrator opens accounts, the
security administrator changes posts and locks. An institution's administrator does both, for
the people of that institution alone; of everybody else there is nothing to be found (404).
"""

from uuid import UUID, uuid4

from domain.identity import accounts, attempts, codes
from domain.identity.accounts import write_account
from domain.identity.actions.checking import locked_row, must
from domain.identity.attempts import who_tries
from domain.identity.codes import CodeSent
from domain.identity.rules import log_in_name_problem, roles_problem
from domain.identity.sessions import end_sessions
from domain.identity.terms import AccountOpening, RolesChange
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import NotFound, NotNow, Unmet
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import AccountState, CodePurpose
from vocabulary.parties import ADMINISTRATORS, ROLE_LABELS, SEPARATED, PartyKind, Role
from vocabulary.rights import Right

NO_ACCOUNT = "未找到该账号，请刷新后再试"


async def open_account(body: AccountOpening, *, by: Actor) -> Account:
    """Open an account for somebody of a party. Its first password is its owner's affair alone."""
    is_own = _is_own_alone(Right.ACCOUNT_MANAGE, by)
    phone = accounts.read_phone(body.phone)
    name = body.log_in_name.strip().lower()
    must(log_in_name_problem(name), "log_in_name")
    party = await Party.get_or_none(id=body.party_id)
    if party is None or (is_own and party.id != by.party_id):
        raise NotFound("未找到该单位，请刷新后重新选择")
    if party.kind is not PartyKind.ENTERPRISE and not party.certified:
        raise Unmet("该机构尚未入驻或已经退出，不能开通账号")
    must(roles_problem(party.kind, body.roles), "roles")
    if not SEPARATED.isdisjoint(body.roles):
        raise Unmet("三员岗位不能在开通账号时授予，请开通后由安全管理员调整岗位")
    account_id = uuid4()
    facts = {"roles": sorted(set(body.roles)), "account_party": str(party.id)}
    async with enact(
        "account.open", "account", account_id, by=by, terms=body, facts=facts
    ) as outcome:
        if await Account.filter(log_in_name=name).exists():
            raise Unmet("该登录名已被使用，请换一个")
        if await accounts.find_by_phone(phone):
            raise Unmet("该手机号已用于其他账号，请核对")
        account = await write_account(
            party,
            account_id=account_id,
            name=body.name.strip(),
            log_in_name=name,
            phone=phone,
            roles=set(body.roles),
            at=outcome.at,
        )
        outcome.result = account
    return account


async def invite(account_id: UUID, *, by: Actor) -> CodeSent:
    """Send the code with which the account's owner sets a first password."""
    is_own = _is_own_alone(Right.ACCOUNT_MANAGE, by)
    account = await Account.get_or_none(id=account_id)
    if account is None or (is_own and account.party_id != by.party_id):
        raise NotFound(NO_ACCOUNT)
    if account.password_hash is not None:
        raise NotNow("该账号已设置过密码；忘记密码请由本人凭短信验证码重置")
    sent = await codes.send_to(account.phone, CodePurpose.SET_UP, call=by.call)
    async with enact("account.invite", "account", account_id, by=by) as outcome:
        outcome.result = sent
    return sent


async def lock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Lock an account until it is unlocked; whoever was logged in is out."""
    is_own = _is_own_alone(Right.ACCOUNT_GUARD, by)
    facts: dict[str, str] = {}
    async with enact(
        "account.lock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by, own_alone=is_own)
        if account.state is not AccountState.ACTIVE:
            raise NotNow("该账号当前不是正常状态，请刷新后再试")
        if account.party_id == by.party_id:  # elsewhere a stolen account is locked at once
            await _must_leave_administrators(account, after=frozenset())
        facts.update(before=account.state.value, after=AccountState.LOCKED.value)
        await _set_state(account, AccountState.LOCKED)
        await end_sessions(account_id, at=outcome.at)
        outcome.result = account
    return account


async def unlock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Let an account log in again, whether somebody locked it or wrong passwords did."""
    is_own = _is_own_alone(Right.ACCOUNT_GUARD, by)
    facts: dict[str, str] = {}
    async with enact(
        "account.unlock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by, own_alone=is_own)
        who = who_tries(account)
        if account.state is AccountState.CLOSED:
            raise NotNow("该账号已注销，不能解锁；如需恢复请重新开通")
        if account.state is not AccountState.LOCKED and not await attempts.locked_until(who):
            raise NotNow("该账号没有被锁定，请刷新后再试")
        facts.update(before=account.state.value, after=AccountState.ACTIVE.value)
        await _set_state(account, AccountState.ACTIVE)
        await attempts.forget_wrong(who)
        outcome.result = account
    return account


async def change_roles(account_id: UUID, body: RolesChange, *, by: Actor) -> Account:
    """Give an account other posts; they count from its next request."""
    is_own = _is_own_alone(Right.ACCOUNT_GUARD, by)
    facts: dict[str, list[str]] = {}
    async with enact(
        "account.change_roles", "account", account_id, by=by, reason=body.reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by, own_alone=is_own)
        party = await Party.get(id=account.party_id)
        must(roles_problem(party.kind, body.roles), "roles")
        await _must_leave_administrators(account, after=frozenset(body.roles))
        facts["before"] = list(account.roles)
        facts["after"] = sorted({role.value for role in body.roles})
        account.roles = facts["after"]
        await account.save(update_fields=["roles"])
        outcome.result = account
    return account


def _is_own_alone(right: Right, by: Actor) -> bool:
    """May this actor act on the people of their own party alone? Refused if on nobody's."""
    if right not in by.rights and Right.STAFF_MANAGE in by.rights:
        return True
    by.needs(right)
    return False


async def _others_row(account_id: UUID, by: Actor, *, own_alone: bool) -> Account:
    """Somebody else's account: nobody locks themselves out, nobody raises themselves."""
    if account_id == by.account_id:
        raise Unmet("不能对自己的账号进行此操作，请由其他管理员办理")
    party_id = await Account.get_or_none(id=account_id).values_list("party_id", flat=True)
    if party_id is None or (own_alone and party_id != by.party_id):
        raise NotFound(NO_ACCOUNT)
    # Whoever changes people of one party waits here for the others who do.
    await Party.select_for_update().get(id=party_id)
    return await locked_row(account_id)


async def _must_leave_administrators(account: Account, *, after: frozenset[Role]) -> None:
    """Refuse to take away a party's last administrator of a kind; its row is locked."""
    lost = ADMINISTRATORS & {Role(role) for role in account.roles} - after
    if not lost:
        return
    colleagues = await Account.filter(party_id=account.party_id, state=AccountState.ACTIVE).exclude(
        id=account.id
    )
    left = {role for each in colleagues for role in each.roles}
    for role in sorted(lost):
        if role.value not in left:
            raise Unmet(f"这是该单位最后一名{ROLE_LABELS[role]}，请先指定另一名，再进行此操作")


async def _set_state(account: Account, state: AccountState) -> None:
    account.state = state
    await account.save(update_fields=["state"])
