"""What a device's own probes say of its fault, beside what the people say who mend it."""

from datetime import datetime

import pytest

from domain.kernel import journal
from domain.reactions import react
from domain.store.upkeep import jobs, queries
from domain.store.upkeep.actions import mending
from orm.fleet import DevicePulse
from orm.store_upkeep import Fault, FaultAlert
from tests.store.conftest import Store
from tests.store.test_upkeep import a_fault, a_probed, entry_facts, mended
from vocabulary.fleet import Health
from vocabulary.upkeep import FaultGrade

pytestmark = [pytest.mark.row("F5"), pytest.mark.clause("6.2.5 c")]


async def test_the_probes_stand_beside_the_repairers_word(store: Store) -> None:
    device = await a_probed("三号摄像头", Health.DOWN)
    fault = await a_fault(store)
    fault.device_id = device.id
    await fault.save(update_fields=["device_id"])

    async def turns(code: str, came_from: Health, to: Health, moment: datetime) -> None:
        await DevicePulse.filter(device_id=device.id).update(health=to, since=moment)
        facts = {"from": came_from.value, "to": to.value}
        [entry] = await journal.story_of(fault.id, limit=1)
        known = {**entry_facts(entry), "code": code, "subject_id": device.id, "at": moment}
        await react(journal.Entry(**{**known, "facts": facts}))

    async def says() -> tuple[bool, str]:
        shown = (await queries.fault(fault.id, store.other)).probed
        assert shown is not None
        return shown.disagrees, shown.says

    await mended(store, fault)  # at ten, as the repairer says
    assert await says() == (True, "设备至今未恢复正常上报，与维修人填写的恢复时间不符")
    await turns("device.recover", Health.DOWN, Health.HEALTHY, store.at(hour=10, minute=5))
    assert await says() == (False, "设备于 10:05 起恢复正常上报")
    await turns("device.worsen", Health.HEALTHY, Health.DOWN, store.at(hour=10, minute=20))
    assert await says() == (True, "设备于 10:20 再次异常，至今未恢复正常上报")
    await turns("device.recover", Health.DOWN, Health.WARNING, store.at(hour=10, minute=25))
    assert (await says())[0]  # better is not well
    await turns("device.recover", Health.WARNING, Health.HEALTHY, store.at(hour=10, minute=32))
    disagrees, sentence = await says()
    assert disagrees
    assert sentence.startswith("维修后设备曾于 10:20 再次异常，10:32 起恢复正常上报")
    assert "比维修人填写的恢复时间晚 32 分钟" in sentence
    await turns("device.worsen", Health.HEALTHY, Health.WARNING, store.at(hour=10, minute=40))
    closed = await mending.close(fault.id, by=store.other)
    entry = (await journal.story_of(fault.id, limit=9))[-1]
    assert (closed.closed_failing, entry.facts["closed_failing"]) == (True, True)
    await turns("device.recover", Health.WARNING, Health.HEALTHY, store.at(hour=11))
    assert await says() == (True, "设备于 10:40 再次异常，关闭时未恢复正常上报")


async def test_a_device_that_was_quicker_than_its_fault_is_noted_well(store: Store) -> None:
    device = await a_probed("四号摄像头", Health.HEALTHY)
    since = store.at(minute=2)
    await DevicePulse.filter(device_id=device.id).update(since=since)
    await FaultAlert.create(
        entry_id=7, device_id=device.id, device_name=device.name, zone=device.zone, kind="camera",
        severity=FaultGrade.SERIOUS, cause="无应答", at=since,
    )  # fmt: skip
    await jobs.take_alerts()
    assert (await Fault.get(device_id=device.id)).recovered_at == since
