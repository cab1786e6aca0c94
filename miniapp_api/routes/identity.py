"""The door to one's own account: ways in, second proofs, sessions, password and phone."""

from uuid import UUID

from domain.identity import codes, explaining, log_in, queries, second_proofs, terms
from domain.identity.actions import passwords as own_passwords
from domain.identity.actions import phones, proving, signing_up
from domain.identity.actions import sessions as own_sessions
from domain.identity.explaining import RightsView
from domain.identity.queries import LoginView, Me, Session, SessionView, WechatSession
from domain.kernel.actor import Actor, Call
from domain.kernel.pages import Page
from miniapp_api.routing import Done, Route, done, get, post


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


async def second_code(body: terms.TicketHeld, call: Call) -> codes.CodeSent:
    """两步验证：向账号手机发送验证码。"""
    return await second_proofs.send_code(body, call=call)


async def second_sms_code(body: terms.SecondSmsCode, call: Call) -> Session:
    """两步验证：凭短信验证码完成登录。"""
    return await queries.session_of(await second_proofs.by_sms_code(body, call=call))


async def second_password(body: terms.SecondPassword, call: Call) -> Session:
    """两步验证：凭密码完成登录。"""
    return await queries.session_of(await second_proofs.by_password(body, call=call))


async def second_wechat(body: terms.SecondWeChat, call: Call) -> Session:
    """两步验证：凭已绑定的微信完成登录。"""
    return await queries.session_of(await second_proofs.by_wechat(body, call=call))


async def step_up_code(actor: Actor) -> codes.CodeSent:
    """再次验证身份：向自己的手机发送验证码。"""
    return await proving.send_code(by=actor)


async def step_up_sms_code(body: terms.SmsCodeProof, actor: Actor) -> Done:
    """再次验证身份：凭短信验证码，之后几分钟内可办理敏感操作。"""
    await proving.by_sms_code(body, by=actor)
    return Done()


async def step_up_password(body: terms.PasswordProof, actor: Actor) -> Done:
    """再次验证身份：凭密码，之后几分钟内可办理敏感操作。"""
    await proving.by_password(body, by=actor)
    return Done()


async def set_up(body: terms.PasswordReset, call: Call) -> Done:
    """新开通的账号凭短信验证码首次设置密码。"""
    await own_passwords.set_up(body, call=call)
    return Done()


async def change_phone(body: terms.PhoneChange, actor: Actor) -> Done:
    """更换手机号码：先再次验证身份，再验证新号码；其他设备同时退出。"""
    await phones.change_phone(body, by=actor)
    return Done()


async def revoke_others(actor: Actor) -> Done:
    """让其他所有设备退出登录，本机除外。"""
    await own_sessions.revoke_others(by=actor)
    return Done()


async def rights(actor: Actor) -> RightsView:
    """我的权限：每项权限由哪个岗位带来，能做什么。"""
    return explaining.rights_of(actor)


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


ROUTES: tuple[Route, ...] = (
    post("/sms-codes/send", send_sms_code, codes.CodeSent, body=terms.CodeRequest, public=True),
    post("/accounts/sign-up", sign_up, Session, body=terms.SignUp, public=True, status=201),
    post("/accounts/reset-password", reset_password, Done, body=terms.PasswordReset, public=True),
    post("/sessions/by-password", by_password, Session, body=terms.PasswordLogIn, public=True),
    post("/sessions/by-sms-code", by_sms_code, Session, body=terms.SmsCodeLogIn, public=True),
    post("/sessions/by-wechat", by_wechat, WechatSession, body=terms.WeChatLogIn, public=True),
    post("/sessions/bind-phone", bind_phone, Session, body=terms.PhoneBinding, public=True),
    post("/accounts/set-up", set_up, Done, body=terms.PasswordReset, public=True),
    post(
        "/sessions/second/send-code",
        second_code,
        codes.CodeSent,
        body=terms.TicketHeld,
        public=True,
    ),
    post(
        "/sessions/second/by-sms-code",
        second_sms_code,
        Session,
        body=terms.SecondSmsCode,
        public=True,
    ),
    post(
        "/sessions/second/by-password",
        second_password,
        Session,
        body=terms.SecondPassword,
        public=True,
    ),
    post(
        "/sessions/second/by-wechat", second_wechat, Session, body=terms.SecondWeChat, public=True
    ),
    post("/sessions/step-up/send-code", step_up_code, codes.CodeSent),
    post("/sessions/step-up/by-sms-code", step_up_sms_code, Done, body=terms.SmsCodeProof),
    post("/sessions/step-up/by-password", step_up_password, Done, body=terms.PasswordProof),
    post("/sessions/log-out", log_out, Done, renders=done),
    post("/sessions/revoke-others", revoke_others, Done, renders=done),
    post("/sessions/{session_id}/revoke", revoke, Done, renders=done),
    get("/account", account, Me, assisted=True),
    get("/account/rights", rights, RightsView),
    get("/account/sessions", sessions, Page[SessionView]),
    get("/account/log-ins", log_ins, Page[LoginView], query=queries.PageQuery),
    post("/account/change-phone", change_phone, Done, body=terms.PhoneChange, renders=done),
    post(
        "/account/change-password",
        change_password,
        Done,
        body=terms.PasswordChange,
        renders=done,
    ),
)
