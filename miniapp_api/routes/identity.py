"""The door to accounts: ways in, sessions, passwords, and the operator's accounts."""

from typing import Any
from uuid import UUID

from domain.identity import codes, log_in, queries, terms
from domain.identity.actions import operators, signing_up, staff
from domain.identity.actions import passwords as own_passwords
from domain.identity.actions import sessions as own_sessions
from domain.identity.queries import AccountView, LoginView, Me, Session, SessionView, WechatSession
from domain.kernel.actor import Actor, Call
from domain.kernel.pages import Page
from miniapp_api.routing import Done, Reason, Route, get, post


async def done(_result: Any, _actor: Actor) -> Done:
    """已完成。"""
    return Done()


async def send_sms_code(body: terms.CodeRequest, call: Call) -> codes.CodeSent:
    """发送短信验证码：5 分钟内有效，60 秒后可重新获取，每个手机号每天不超过 10 次。"""
    return await codes.send(body, call=call)


async def sign_up(body: terms.SignUp, call: Call) -> Session:
    """企业用户注册，成功后即登录；办理业务前还需通过企业认证。"""
    return await queries.session_of(await signing_up.sign_up(body, call=call))


async def reset_password(body: terms.PasswordReset, call: Call) -> Done:
    """凭短信验证码重置密码，所有已登录的设备都会退出。"""
    await own_passwords.reset_password(body, call=call)
    return Done()


async def by_password(body: terms.PasswordLogIn, call: Call) -> Session:
    """密码登录：手机号码或机构用户的登录名。连续 5 次输错，密码登录停用 15 分钟。"""
    return await queries.session_of(await log_in.by_password(body, call=call))


async def by_sms_code(body: terms.SmsCodeLogIn, call: Call) -> Session:
    """短信验证码登录。"""
    return await queries.session_of(await log_in.by_sms_code(body, call=call))


async def by_wechat(body: terms.WeChatLogIn, call: Call) -> WechatSession:
    """微信登录：已绑定账号则直接登录，否则返回 ticket，再授权手机号。"""
    return await queries.wechat_session_of(await log_in.by_wechat(body, call=call))


async def bind_phone(body: terms.PhoneBinding, call: Call) -> Session:
    """授权微信手机号：已有账号则绑定并登录，没有账号则注册企业账号并登录。"""
    return await queries.session_of(await signing_up.bind_phone(body, call=call))


async def log_out(actor: Actor) -> Done:
    """退出登录，该账号在所有设备上同时退出。"""
    await own_sessions.log_out(by=actor)
    return Done()


async def revoke(session_id: UUID, actor: Actor) -> Done:
    """让自己的某台设备退出登录。"""
    await own_sessions.revoke(session_id, by=actor)
    return Done()


async def account(actor: Actor) -> Me:
    """当前账号：单位、岗位、菜单、未读消息数。"""
    return await queries.me(actor)


async def sessions(actor: Actor) -> Page[SessionView]:
    """自己登录中的设备。"""
    return await queries.sessions(actor)


async def log_ins(query: queries.PageQuery, actor: Actor) -> Page[LoginView]:
    """自己的登录记录，含失败的尝试。"""
    return await queries.log_ins(actor, query)


async def change_password(body: terms.PasswordChange, actor: Actor) -> Done:
    """修改密码，其他设备同时退出。"""
    await own_passwords.change_password(body, by=actor)
    return Done()


async def accounts(query: queries.AccountsQuery, actor: Actor) -> Page[AccountView]:
    """全部账号（平台运营）。"""
    return await queries.accounts(actor, query)


async def account_log_ins(
    account_id: UUID, query: queries.PageQuery, actor: Actor
) -> Page[LoginView]:
    """某个账号的登录记录（平台运营）。"""
    return await queries.log_ins_of(account_id, actor, query)


async def open_institution(body: terms.InstitutionOpening, actor: Actor) -> Any:
    """机构开户（平台运营）。"""
    return await operators.open_institution(body, by=actor)


async def open_account(body: terms.AccountOpening, actor: Actor) -> Any:
    """开立账号并分配岗位（平台运营）。"""
    return await staff.open_account(body, by=actor)


async def lock(account_id: UUID, body: Reason, actor: Actor) -> Any:
    """锁定账号，直至解锁（平台运营）。"""
    return await staff.lock(account_id, body.reason, by=actor)


async def unlock(account_id: UUID, body: Reason, actor: Actor) -> Any:
    """解锁账号（平台运营）。"""
    return await staff.unlock(account_id, body.reason, by=actor)


async def change_roles(account_id: UUID, body: terms.RolesChange, actor: Actor) -> Any:
    """变更账号的岗位，立即生效（平台运营）。"""
    return await staff.change_roles(account_id, body, by=actor)


ROUTES: tuple[Route, ...] = (
    post("/sms-codes/send", send_sms_code, codes.CodeSent, body=terms.CodeRequest, public=True),
    post("/accounts/sign-up", sign_up, Session, body=terms.SignUp, public=True, status=201),
    post("/accounts/reset-password", reset_password, Done, body=terms.PasswordReset, public=True),
    post("/sessions/by-password", by_password, Session, body=terms.PasswordLogIn, public=True),
    post("/sessions/by-sms-code", by_sms_code, Session, body=terms.SmsCodeLogIn, public=True),
    post("/sessions/by-wechat", by_wechat, WechatSession, body=terms.WeChatLogIn, public=True),
    post("/sessions/bind-phone", bind_phone, Session, body=terms.PhoneBinding, public=True),
    post("/sessions/log-out", log_out, Done, renders=done),
    post("/sessions/{session_id}/revoke", revoke, Done, renders=done),
    get("/account", account, Me),
    get("/account/sessions", sessions, Page[SessionView]),
    get("/account/log-ins", log_ins, Page[LoginView], query=queries.PageQuery),
    post(
        "/account/change-password",
        change_password,
        Done,
        body=terms.PasswordChange,
        renders=done,
    ),
    get("/accounts", accounts, Page[AccountView], query=queries.AccountsQuery),
    get(
        "/accounts/{account_id}/log-ins",
        account_log_ins,
        Page[LoginView],
        query=queries.PageQuery,
    ),
    post(
        "/institutions/open",
        open_institution,
        queries.OpenedInstitution,
        body=terms.InstitutionOpening,
        renders=queries.institution_view,
        status=201,
    ),
    post(
        "/accounts/open",
        open_account,
        AccountView,
        body=terms.AccountOpening,
        renders=queries.account_view,
        status=201,
    ),
    post(
        "/accounts/{account_id}/lock", lock, AccountView, body=Reason, renders=queries.account_view
    ),
    post(
        "/accounts/{account_id}/unlock",
        unlock,
        AccountView,
        body=Reason,
        renders=queries.account_view,
    ),
    post(
        "/accounts/{account_id}/change-roles",
        change_roles,
        AccountView,
        body=terms.RolesChange,
        renders=queries.account_view,
    ),
)
