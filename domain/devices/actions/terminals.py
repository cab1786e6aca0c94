"""A device's life: opened by the operator, activated by a code, handed over, retired."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.devices.terms import CODE_LENGTH, Activation, DeviceOpening
from domain.devices.tokens import digest_of, new_token
from domain.identity.sessions import end_sessions_at
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, ActorKind, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, NotNow
from orm import keyring
from orm.devices import Device
from orm.fleet import DevicePulse
from vocabulary.devices import DEVICE_KIND_LABELS, DeviceKind, DeviceState
from vocabulary.fleet import Health
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

CODE_LASTS = timedelta(minutes=30)
CODE_TRIES_MAX = 10  # per address
CODE_WINDOW_S = 600
WRONG_CODE = "启用码不正确或已失效，请核对，或请平台运营方重新生成"
CODE_PLACE = "device.code"
UNHEARD: dict[str, Any] = {  # its books stay, and its alert goes when it is well
    "counter": 0,
    "boot": "",
    "boots": "",
    "digest": "",
    "seq": 0,
    "health": Health.UNKNOWN,
    "judged": Health.UNKNOWN,
    "lean": Health.UNKNOWN,
    "run": 0,
    "silent": False,
    "measured_at": None,
    "due_at": None,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A terminal with its one-time code: the only moment at which the code is known."""

    device: Device
    code: str


@dataclass(frozen=True, slots=True)
class Activated:
    """A terminal with its token: the only moment at which the token is known."""

    device: Device
    token: str


async def open_device(body: DeviceOpening, *, by: Actor) -> Opened:
    """Take a terminal into the books; it speaks to us once it has shown its code."""
    by.needs(Right.DEVICE_MANAGE)
    if body.parent_id is not None and not await Device.exists(id=body.parent_id):
        raise NotFound("未找到上级设备，请重新选择")
    device_id = uuid4()
    async with enact("device.open", "device", device_id, by=by, terms=body) as outcome:
        code = _new_code()
        device = await Device.create(
            id=device_id,
            kind=body.kind,
            name=body.name.strip(),
            zone=body.zone,
            custodian=body.custodian.strip(),
            code_digest=_blind(code),
            code_until=outcome.at + CODE_LASTS,
            created_at=outcome.at,
            parent_id=body.parent_id,
            maintenance_days=body.maintenance_days,
            maintained_on=clock.date_of(outcome.at) if body.maintenance_days else None,
        )
        outcome.subject_no = device.name
        outcome.result = opened = Opened(device, code)
    return opened


async def renew_code(device_id: UUID, *, by: Actor) -> Opened:
    """Give a terminal a fresh code: the old one ran out, or its token was lost.

    A terminal in use is out until it has shown the new code.
    """
    by.needs(Right.DEVICE_MANAGE)
    async with enact("device.open", "device", device_id, by=by, reason="重新生成启用码") as outcome:
        device = await locked(device_id)
        if device.state is DeviceState.RETIRED:
            raise NotNow("该终端已停用，请重新开通一台终端")
        code = _new_code()
        device.code_digest, device.code_until = _blind(code), outcome.at + CODE_LASTS
        device.token_digest, device.state = None, DeviceState.WAITING
        device.public_key = device.reporter_id = device.blocked_at = None
        await device.save()
        await end_sessions_at(device.id, at=outcome.at)
        outcome.subject_no = device.name
        outcome.result = opened = Opened(device, code)
    return opened


async def activate(body: Activation, *, call: Call) -> Activated:
    """Give the terminal that shows a one-time code its token. The code is used up."""
    await outside.held().limiter.hit(
        "device.code", call.address, limit=CODE_TRIES_MAX, window_s=CODE_WINDOW_S
    )
    found = await waiting_for(body.code)
    if found.kind is not DeviceKind.KIOSK:
        raise wrong_code()
    by, facts = device_actor(found, call), {"zone": found.zone.value, "kind": found.kind.value}
    async with enact("device.activate", "device", found.id, by=by, facts=facts) as outcome:
        token = new_token()
        await use_up(found.id, body.code, outcome.at, token_digest=digest_of(token))
        outcome.subject_no = found.name
    return Activated(await Device.get(id=found.id), token)


def wrong_code() -> Invalid:
    """The one answer to every code that opens nothing."""
    return Invalid(WRONG_CODE, (("code", WRONG_CODE),))


async def waiting_for(code: str) -> Device:
    """The device that waits for this code."""
    found = await Device.get_or_none(code_digest=_blind(code), state=DeviceState.WAITING)
    if found is None:
        raise wrong_code()
    return found


async def use_up(device_id: UUID, code: str, at: datetime, **given: Any) -> None:
    """Take a device into use for its code, which is good once, whoever comes at the same time."""
    taken = await Device.filter(id=device_id, code_digest=_blind(code), code_until__gt=at).update(
        code_digest=None, code_until=None, state=DeviceState.IN_USE, activated_at=at, **given
    )
    if not taken:
        raise wrong_code()
    await DevicePulse.update_or_create(device_id=device_id, defaults=UNHEARD)


def device_actor(device: Device, call: Call) -> Actor:
    """A device that acts for itself: it holds no post."""
    return Actor(
        device.id,
        device.id,
        PartyKind.OPERATOR,
        frozenset(),
        name=device.name,
        party_name=DEVICE_KIND_LABELS[device.kind],
        kind=ActorKind.DEVICE,
        call=Call(call.request_id, call.address, call.terminal),
    )


async def hand_over(device_id: UUID, custodian: str, *, by: Actor) -> Device:
    """Make somebody else answer for a terminal."""
    by.needs(Right.DEVICE_MANAGE)
    facts: dict[str, str] = {}
    async with enact("device.custodian", "device", device_id, by=by, facts=facts) as outcome:
        device = await locked(device_id)
        facts.update(before=device.custodian, after=custodian.strip())
        device.custodian = custodian.strip()
        await device.save(update_fields=["custodian"])
        outcome.subject_no, outcome.result = device.name, device
    return device


async def retire(device_id: UUID, reason: str, *, by: Actor) -> Device:
    """Take a terminal out of use: its token and whoever is logged in at it are out at once."""
    by.needs(Right.DEVICE_MANAGE)
    async with enact("device.retire", "device", device_id, by=by, reason=reason) as outcome:
        device = await locked(device_id)
        if device.state is DeviceState.RETIRED:
            raise NotNow("该终端已经停用，请刷新页面")
        device.state, device.retired_at = DeviceState.RETIRED, outcome.at
        device.token_digest = device.code_digest = device.code_until = None
        await device.save()
        await end_sessions_at(device.id, at=outcome.at)
        outcome.subject_no, outcome.result = device.name, device
    return device


async def locked(device_id: UUID) -> Device:
    """A device, locked until the act ends."""
    device = await Device.select_for_update().get_or_none(id=device_id)
    if device is None:
        raise NotFound("未找到该终端，请刷新后再试")
    return device


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def _blind(code: str) -> str:
    """Short codes are kept under the index key: a plain digest of eight digits could be guessed."""
    return keyring.held().blind(code, CODE_PLACE)


def is_waiting(device: Device) -> bool:
    """Is there a code that would still be taken?"""
    return device.code_until is not None and device.code_until > clock.now()
