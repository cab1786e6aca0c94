"""When a device that broke was seen well again by its probes, beside what its repairer says."""

from datetime import datetime, timedelta

from msgspec import Struct

from domain.fleet.standing import standing_of
from domain.kernel import clock
from domain.store.working_time import to_the_minute
from orm.store_upkeep import Fault
from vocabulary.upkeep import OVER

APART_MAX = timedelta(minutes=10)  # probes look now and then, and people round
MINUTE_S = 60


class Recovery(Struct, frozen=True):
    """设备自报的恢复情况：何时恢复、何时再次异常、现在是否仍异常，与维修人所填是否不一致。"""

    recovered_at: datetime | None
    failed_again_at: datetime | None
    is_failing: bool
    disagrees: bool
    says: str


async def probed_recovery(row: Fault) -> Recovery | None:
    """What the probes say of the device of a fault; nothing of a fault without one."""
    if row.device_id is None:
        return None
    failing = bool(row.closed_failing) if row.state in OVER else await is_failing(row)
    says, disagrees = told(row, failing=failing)
    return Recovery(row.recovered_at, row.failed_again_at, failing, disagrees, says)


async def is_failing(row: Fault) -> bool:
    """Is something wrong with the device of a fault at this moment?"""
    standing = await standing_of(row.device_id) if row.device_id else None
    return standing is not None and standing.is_failing


def told(row: Fault, *, failing: bool) -> tuple[str, bool]:
    """What the probes have to add, in a sentence, and whether it contradicts the repairer."""
    recovered, again, stated = row.recovered_at, row.failed_again_at, row.restored_at
    if failing:
        until = "关闭时" if row.state in OVER else "至今"
        if again is not None and again > recovered:
            return f"设备于 {_at(again)} 再次异常，{until}未恢复正常上报", stated is not None
        differs = "，与维修人填写的恢复时间不符" if stated else ""
        return f"设备{until}未恢复正常上报{differs}", stated is not None
    if recovered is None:
        return "", False
    says = f"设备于 {_at(recovered)} 起恢复正常上报"
    if again is not None and row.repaired_at is not None and again > row.repaired_at:
        says = f"维修后设备曾于 {_at(again)} 再次异常，{_at(recovered)} 起恢复正常上报"
    if stated is None:
        return says, False
    apart = to_the_minute(recovered) - to_the_minute(stated)
    if abs(apart) <= APART_MAX:
        return says, False
    minutes = abs(int(apart.total_seconds() // MINUTE_S))
    way = "晚" if apart > timedelta() else "早"
    return f"{says}，比维修人填写的恢复时间{way} {minutes} 分钟，请核对", True


def _at(moment: datetime) -> str:
    local = moment.astimezone(clock.SHANGHAI)
    today = clock.today() == clock.date_of(moment)
    return f"{local:%H:%M}" if today else f"{local.month}月{local.day}日 {local:%H:%M}"
