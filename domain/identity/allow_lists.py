"""Allow-lists: from which networks the holders of a post, or external clients, may come (5.3.1.3).

Asked at every request, so each process keeps them for a second: a change counts everywhere
within that second, and at once in the process that made it.
"""

import time
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFromHere
from orm.identity import AllowList, ClientAllowList
from vocabulary.identity import EXTERNAL_CLIENT_LABELS, ExternalClient
from vocabulary.parties import ROLE_LABELS, Role
from vocabulary.rights import Right

FRESH_S = 1.0
NOT_FROM_HERE = "您的岗位只能在许可的网络内登录和办理，请更换网络，或联系平台安全管理员"
NO_CLIENT_FROM_HERE = "这里的网络不在许可范围内，请联系平台安全管理员"

Networks = tuple[IPv4Network | IPv6Network, ...]


class AllowListView(Struct, frozen=True):
    """一个岗位或一种外部接入的网络地址白名单；没有网络地址表示不限制。"""

    role: Role | None
    client: ExternalClient | None
    label: str
    networks: list[str]
    reason: str
    set_at: datetime | None
    set_by: str


class AllowListsView(Struct, frozen=True):
    """各岗位和外部接入的网络地址白名单，以及您当前的网络地址。"""

    items: list[AllowListView]
    clients: list[AllowListView]
    own_address: str


class _Kept:
    """What this process knows, and since when."""

    lists: dict[Role, Networks] = {}
    of_clients: dict[ExternalClient, Networks] = {}
    until = 0.0


async def must_allow(roles: Collection[Role], address: str) -> None:
    """Refuse an address that one of these posts may not come from. Raises `NotFromHere`."""
    await _look_again()
    for role in roles:
        networks = _Kept.lists.get(role)
        if networks is not None and not is_within(address, networks):
            raise NotFromHere(NOT_FROM_HERE)


async def must_allow_client(client: ExternalClient, address: str) -> None:
    """Refuse an address that this external client may not come from. Raises `NotFromHere`."""
    await _look_again()
    networks = _Kept.of_clients.get(client)
    if networks is not None and not is_within(address, networks):
        raise NotFromHere(NO_CLIENT_FROM_HERE)


async def _look_again() -> None:
    now = time.monotonic()
    if now < _Kept.until:
        return
    rows, clients = await AllowList.all(), await ClientAllowList.all()
    _Kept.lists = {row.role: networks_of(row.networks) for row in rows if row.networks}
    _Kept.of_clients = {row.client: networks_of(row.networks) for row in clients if row.networks}
    _Kept.until = now + FRESH_S


def forget() -> None:
    """Ask the database again: the lists have changed."""
    _Kept.until = 0.0


def networks_of(written: Iterable[str]) -> Networks:
    """Networks as people write them: an address, or an address and its length. ValueError."""
    return tuple(ip_network(each.strip(), strict=False) for each in written)


@lru_cache(maxsize=4096)
def is_within(address: str, networks: Networks) -> bool:
    """Does the address lie in one of the networks? What is no address lies in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)


async def lists(actor: Actor) -> AllowListsView:
    """Every post with its list, for whoever keeps them."""
    actor.needs(Right.ALLOW_LIST_MANAGE)
    kept = {row.role: row for row in await AllowList.all()}
    roles = [role for role in Role if role is not Role.SYSTEM]
    set_for = {row.client: row for row in await ClientAllowList.all()}
    return AllowListsView(
        [_view(role, kept.get(role)) for role in roles],
        [_view(client, set_for.get(client)) for client in ExternalClient],
        actor.call.address,
    )


async def view(row: AllowList | ClientAllowList, _actor: Actor) -> AllowListView:
    """One list, as the answer to having set it."""
    return _view(row.role if isinstance(row, AllowList) else row.client, row)


def _view(whose: Role | ExternalClient, row: AllowList | ClientAllowList | None) -> AllowListView:
    role = whose if isinstance(whose, Role) else None
    client = whose if isinstance(whose, ExternalClient) else None
    label = ROLE_LABELS[whose] if isinstance(whose, Role) else EXTERNAL_CLIENT_LABELS[whose]
    if row is None:
        return AllowListView(role, client, label, [], "", None, "")
    networks = [str(each) for each in row.networks]
    return AllowListView(role, client, label, networks, row.reason, row.set_at, row.set_by)
