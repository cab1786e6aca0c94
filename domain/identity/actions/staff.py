"""Accounts of a party's people: opened, locked, unlocked, given other posts."""

from uuid import UUID, uuid4

from domain.identity import accounts, attempts, passwords
from domain.identity.accounts import write_account
from domain.identity.actions.checking import locked_row, must, must_be_good
from domain.identity.attempts import who_tries
from domain.identity.rules import log_in_name_problem, roles_problem
from domain.identity.sessions import end_sessions
from domain.identity.terms import AccountOpening, RolesChange
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import NotFound, NotNow, Unmet
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import AccountState
from vocabulary.rights import Right


async def open_account(body: AccountOpening, *, by: Actor) -> Account:
    """Open an account for somebody of a party, with the posts that such a party has."""
    by.needs(Right.ACCOUNT_MANAGE)
    phone = accounts.read_phone(body.phone)
    name = body.log_in_name.strip().lower()
    must(log_in_name_problem(name), "log_in_name")
    must_be_good(body.password, "password", phone=phone, log_in_name=name)
    party = await Party.get_or_none(id=body.party_id)
    if party is None:
        raise NotFound("未找到该单位，请刷新后重新选择")
    must(roles_problem(party.kind, body.roles), "roles")
    password_hash = await passwords.make_hash(body.password)
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
            password_hash=password_hash,
            at=outcome.at,
        )
        outcome.result = account
    return account


async def lock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Lock an account until it is unlocked; whoever was logged in is out."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, str] = {}
    async with enact(
        "account.lock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        if account.state is not AccountState.ACTIVE:
            raise NotNow("该账号当前不是正常状态，请刷新后再试")
        facts.update(before=account.state.value, after=AccountState.LOCKED.value)
        await _set_state(account, AccountState.LOCKED)
        await end_sessions(account_id, at=outcome.at)
        outcome.result = account
    return account


async def unlock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Let an account log in again, whether the operator locked it or wrong passwords did."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, str] = {}
    async with enact(
        "account.unlock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        who = who_tries(account)
        if account.state is not AccountState.LOCKED and not await attempts.locked_until(who):
            raise NotNow("该账号没有被锁定，请刷新后再试")
        facts.update(before=account.state.value, after=AccountState.ACTIVE.value)
        await _set_state(account, AccountState.ACTIVE)
        await attempts.forget_wrong(who)
        outcome.result = account
    return account


async def change_roles(account_id: UUID, body: RolesChange, *, by: Actor) -> Account:
    """Give an account other posts; they count from its next request."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, list[str]] = {}
    async with enact(
        "account.change_roles", "account", account_id, by=by, reason=body.reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        party = await Party.get(id=account.party_id)
        must(roles_problem(party.kind, body.roles), "roles")
        facts["before"] = list(account.roles)
        facts["after"] = sorted({role.value for role in body.roles})
        account.roles = facts["after"]
        await account.save(update_fields=["roles"])
        outcome.result = account
    return account


async def _others_row(account_id: UUID, by: Actor) -> Account:
    """Somebody else's account: nobody locks themselves out, nobody raises themselves."""
    if account_id == by.account_id:
        raise Unmet("不能对自己的账号进行此操作，请由其他运营人员办理")
    return await locked_row(account_id)


async def _set_state(account: Account, state: AccountState) -> None:
    account.state = state
    await account.save(update_fields=["state"])
