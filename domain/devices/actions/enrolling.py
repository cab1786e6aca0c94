"""How a device that reports its health comes to its credential, and how it is kept afterwards."""

from datetime import timedelta
from uuid import UUID

from domain.devices.actions.terminals import (
    CODE_TRIES_MAX,
    CODE_WINDOW_S,
    device_actor,
    locked,
    use_up,
    waiting_for,
    wrong_code,
)
from domain.devices.keys import is_signed
from domain.devices.terms import Arrangement, Enrolment, Maintenance
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotNow, NotYourPost
from orm.devices import Device
from vocabulary.devices import DeviceKind, DeviceState
from vocabulary.parties import Role
from vocabulary.rights import Right

LINEAGE_MAX = 8  # how deep things hang on each other
AGENT_DEVICES_MAX = 200
ENROLMENTS_MAX = 100  # of one agent in the window
BAD_PARENT = "上级设备不能是它自己或接在它下面的设备，请重新选择"
KEEPERS = frozenset({Role.PLATFORM_OPERATOR, Role.STORE_STAFF})


async def enrol(body: Enrolment, *, call: Call) -> Device:
    """Take a device into use: with a key of its own, or under the agent that speaks for it.

    Whoever shows the code must prove that they hold the private half of the key they name.
    """
    agent = await _agent(body, call)
    found = await waiting_for(body.code)
    if found.kind is DeviceKind.KIOSK:
        raise wrong_code()
    by = device_actor(found, call)
    facts = {
        "reporter": agent.name if agent else "",
        "zone": found.zone.value,
        "kind": found.kind.value,
    }
    async with enact("device.activate", "device", found.id, by=by, facts=facts) as outcome:
        given = {"reporter_id": agent.id} if agent else {"public_key": body.public_key}
        await use_up(found.id, body.code, outcome.at, **given)
        outcome.subject_no = found.name
    return await Device.get(id=found.id)


async def _agent(body: Enrolment, call: Call) -> Device | None:
    """Who speaks for it, if not itself. Codes are tried a few times by strangers, more by ours."""
    agent = None
    if body.agent_id is not None:
        agent = await Device.get_or_none(
            id=body.agent_id, state=DeviceState.IN_USE, public_key__isnull=False
        )
    key = agent.public_key if agent else body.public_key
    whose = str(body.agent_id) if body.agent_id else body.public_key
    proved = is_signed(key, f"enrol:{body.code}:{whose}".encode(), body.signature)
    known = agent is not None and proved
    await outside.held().limiter.hit(
        "device.enrol" if known else "device.code",
        str(body.agent_id) if known else call.address,
        limit=ENROLMENTS_MAX if known else CODE_TRIES_MAX,
        window_s=CODE_WINDOW_S,
    )
    if not proved or (body.agent_id is not None and agent is None):
        raise wrong_code()
    if agent and await Device.filter(reporter_id=agent.id).count() >= AGENT_DEVICES_MAX:
        raise NotNow("一台采集主机最多接入200台设备，请另设一台采集主机")
    return agent


async def arrange(device_id: UUID, body: Arrangement, *, by: Actor) -> Device:
    """Say where a device hangs and how it is maintained."""
    by.needs(Right.DEVICE_MANAGE)
    given = {bool(part) for part in (body.window_days, body.window_from, body.window_to)}
    if len(given) > 1:
        raise Invalid("请把检修时段的星期、起、止填写完整", (("window_from", "请填写完整"),))
    async with enact("device.arrange", "device", device_id, by=by, terms=body) as outcome:
        device = await locked(device_id)
        await _must_hang_well(device.id, body.parent_id)
        device.zone, device.parent_id = body.zone, body.parent_id
        device.maintenance_days = body.maintenance_days
        if body.maintenance_days and device.maintained_on is None:
            device.maintained_on = clock.date_of(outcome.at)
        device.window_days = body.window_days
        device.window_from, device.window_to = body.window_from, body.window_to
        await device.save()
        outcome.subject_no, outcome.result = device.name, device
    return device


async def _must_hang_well(device_id: UUID, parent_id: UUID | None) -> None:
    """A tree has no rings, and no branch deeper than anybody looks."""
    for _ in range(LINEAGE_MAX):
        if parent_id is None:
            return
        parent = await Device.get_or_none(id=parent_id)
        if parent is None or parent.id == device_id:
            break
        parent_id = parent.parent_id
    raise Invalid(BAD_PARENT, (("parent_id", BAD_PARENT),))


async def maintain(device_id: UUID, body: Maintenance, *, by: Actor) -> Device:
    """Note that a device was maintained, or is from now on; until then it raises no alert."""
    if by.roles.isdisjoint(KEEPERS):
        raise NotYourPost("您的岗位不能登记检修，请联系门店人员")
    async with enact(
        "device.maintain", "device", device_id, by=by, terms=body, reason=body.note
    ) as outcome:
        device = await locked(device_id)
        device.maintained_on = clock.date_of(outcome.at)
        device.maintenance_until = outcome.at + timedelta(minutes=body.minutes)
        await device.save()
        outcome.subject_no, outcome.result = device.name, device
    return device
