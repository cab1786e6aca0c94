"""The door to other people's accounts: staff, institutions, and from where each post may come."""

from typing import Any
from uuid import UUID

from domain.identity import allow_lists, queries, terms
from domain.identity.actions import guarding, operators, staff
from domain.identity.allow_lists import AllowListsView, AllowListView
from domain.identity.codes import CodeSent
from domain.identity.queries import AccountView, LoginView, UnmaskedPhone
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from miniapp_api.routing import Reason, Route, get, post


async def accounts(query: queries.AccountsQuery, actor: Actor) -> Page[AccountView]:
    """账号列表：平台管理员看到全部，机构管理员看到本机构的。"""
    return await queries.accounts(actor, query)


async def account_log_ins(
    account_id: UUID, query: queries.PageQuery, actor: Actor
) -> Page[LoginView]:
    """某个账号的登录记录（平台管理员，或本机构的管理员）。"""
    return await queries.log_ins_of(account_id, actor, query)


async def open_institution(body: terms.InstitutionOpening, actor: Actor) -> Any:
    """机构开户（系统管理员）。"""
    return await operators.open_institution(body, by=actor)


async def open_account(body: terms.AccountOpening, actor: Actor) -> Any:
    """开立账号并分配岗位（系统管理员，或本机构的管理员）。"""
    return await staff.open_account(body, by=actor)


async def lock(account_id: UUID, body: Reason, actor: Actor) -> Any:
    """锁定账号，直至解锁（安全管理员，或本机构的管理员）。"""
    return await staff.lock(account_id, body.reason, by=actor)


async def unlock(account_id: UUID, body: Reason, actor: Actor) -> Any:
    """解锁账号（安全管理员，或本机构的管理员）。"""
    return await staff.unlock(account_id, body.reason, by=actor)


async def change_roles(account_id: UUID, body: terms.RolesChange, actor: Actor) -> Any:
    """变更账号的岗位，立即生效（安全管理员，或本机构的管理员）。"""
    return await staff.change_roles(account_id, body, by=actor)


async def invite(account_id: UUID, actor: Actor) -> Any:
    """向新开通的账号发送短信验证码，本人凭此首次设置密码，72 小时内有效。"""
    return await staff.invite(account_id, by=actor)


async def invited(sent: CodeSent, _actor: Actor) -> CodeSent:
    """验证码已发送；只有演示环境会显示内容。"""
    return sent


async def unmask(account_id: UUID, actor: Actor) -> UnmaskedPhone:
    """查看账号的完整手机号码；每次查看都留痕。"""
    return await queries.unmasked(account_id, actor)


async def lists(actor: Actor) -> AllowListsView:
    """各岗位的网络地址白名单（安全管理员）。"""
    return await allow_lists.lists(actor)


async def set_allow_list(body: terms.AllowListSetting, actor: Actor) -> Any:
    """设置某一岗位的网络地址白名单，一秒内生效；不能把自己挡在外面（安全管理员）。"""
    return await guarding.set_allow_list(body, by=actor)


ROUTES: tuple[Route, ...] = (
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
    post("/accounts/{account_id}/invite", invite, CodeSent, renders=invited),
    post("/accounts/{account_id}/unmask", unmask, UnmaskedPhone),
    get("/allow-lists", lists, AllowListsView),
    post(
        "/allow-lists/set",
        set_allow_list,
        AllowListView,
        body=terms.AllowListSetting,
        renders=allow_lists.view,
    ),
)
