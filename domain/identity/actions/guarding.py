"""What the security administrator keeps: from which networks each post may come."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.identity import allow_lists
from domain.identity.terms import AllowListSetting
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Unmet
from orm.identity import AllowList, ClientAllowList, LogInRecord
from vocabulary.identity import ExternalClient, Terminal
from vocabulary.parties import Role
from vocabulary.rights import Right

LISTS = UUID("1f0f3c52-5a3e-4d43-9d0a-64f5d5a3c901")  # from which the id of each list is made
LATELY = timedelta(days=7)
ADDRESSES_MAX = 1_000
CHOOSE_ONE = "请选择一个岗位，或一种外部接入"
OWN_ADDRESS = "您当前的网络地址不在新的白名单内，保存后您将无法登录；请先加入您的地址"


async def set_allow_list(body: AllowListSetting, *, by: Actor) -> AllowList | ClientAllowList:
    """Say from which networks a post, or an external client, may come; an empty list opens it.

    Whoever sets the list of a post of their own stays able to come, and so does every terminal
    at which somebody was lately.
    """
    by.needs(Right.ALLOW_LIST_MANAGE)
    whose = body.role or body.client
    if whose is None or whose is Role.SYSTEM or (body.role and body.client):
        raise Invalid(CHOOSE_ONE, (("role", CHOOSE_ONE),))
    networks = _written(body.networks)
    await _must_shut_nobody_out(whose, networks, by)
    kind = "role" if isinstance(whose, Role) else "client"
    facts: dict[str, Any] = {kind: whose.value}
    async with enact(
        "allow_list.set",
        "allow_list",
        uuid5(LISTS, whose.value),
        by=by,
        reason=body.reason,
        facts=facts,
    ) as outcome:
        table = AllowList if isinstance(whose, Role) else ClientAllowList
        kept: Any = await table.select_for_update().get_or_none(**{kind: whose})
        row: AllowList | ClientAllowList = kept or table(**{kind: whose})
        facts["before"], facts["after"] = list(kept.networks) if kept else [], networks
        row.networks, row.reason = networks, body.reason
        row.set_at, row.set_by = outcome.at, by.name
        await row.save(force_create=kept is None)
        outcome.result = row
    allow_lists.forget()
    return row


async def _must_shut_nobody_out(
    whose: Role | ExternalClient, networks: list[str], by: Actor
) -> None:
    """Refuse a list that leaves out whoever sets it, or a terminal that is in use."""
    if not networks:
        return
    wanted = allow_lists.networks_of(networks)
    if whose in by.roles and not allow_lists.is_within(by.call.address, wanted):
        raise Unmet(OWN_ADDRESS)
    if whose is ExternalClient.KIOSK:
        lately = LogInRecord.filter(terminal=Terminal.KIOSK, at__gt=clock.now() - LATELY)
        for address in (
            await lately.distinct().limit(ADDRESSES_MAX).values_list("address", flat=True)
        ):
            if address and not allow_lists.is_within(str(address), wanted):
                raise Unmet(
                    f"近{LATELY.days}天有智能终端在 {address} 使用，不在新的白名单内；请先加入"
                )


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
