"""What the security administrator keeps: from which networks each post may come."""

from typing import Any
from uuid import UUID, uuid5

from domain.identity import allow_lists
from domain.identity.terms import AllowListSetting
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Unmet
from orm.identity import AllowList
from vocabulary.parties import Role
from vocabulary.rights import Right

LISTS = UUID("1f0f3c52-5a3e-4d43-9d0a-64f5d5a3c901")  # from which the id of each list is made
OWN_ADDRESS = "您当前的网络地址不在新的白名单内，保存后您将无法登录；请先加入您的地址"


async def set_allow_list(body: AllowListSetting, *, by: Actor) -> AllowList:
    """Say from which networks a post may come; an empty list opens it to all.

    Whoever sets the list of a post of their own stays able to come.
    """
    by.needs(Right.ALLOW_LIST_MANAGE)
    if body.role is Role.SYSTEM:
        raise Invalid("请选择岗位", (("role", "请选择岗位"),))
    networks = _written(body.networks)
    is_mine = bool(networks) and body.role in by.roles
    if is_mine and not allow_lists.is_within(by.call.address, allow_lists.networks_of(networks)):
        raise Unmet(OWN_ADDRESS)
    facts: dict[str, Any] = {"role": body.role.value}
    async with enact(
        "allow_list.set",
        "allow_list",
        uuid5(LISTS, body.role.value),
        by=by,
        reason=body.reason,
        facts=facts,
    ) as outcome:
        kept = await AllowList.select_for_update().get_or_none(role=body.role)
        row = kept or AllowList(role=body.role)
        facts["before"], facts["after"] = list(kept.networks) if kept else [], networks
        row.networks, row.reason = networks, body.reason
        row.set_at, row.set_by = outcome.at, by.name
        await row.save(force_create=kept is None)
        outcome.result = row
    allow_lists.forget()
    return row


def _written(networks: list[str]) -> list[str]:
    """Each network once, in one spelling."""
    found: list[str] = []
    for place, text in enumerate(networks):
        try:
            [network] = allow_lists.networks_of([text])
        except ValueError as problem:
            sentence = f"“{text}”不是有效的网络地址，应如 10.1.2.3 或 10.1.0.0/16"
            raise Invalid(sentence, ((f"networks[{place}]", sentence),)) from problem
        if str(network) not in found:
            found.append(str(network))
    return found
