"""The day's rounds: the inspection signed with one failed item, and faults closed by another."""

import asyncio
from collections.abc import Awaitable, Callable

from domain.kernel import clock
from server.day.cast import CannotPlay, Case, Cast, act
from server.day.notes import FAULTS, INSPECTIONS, Notes
from vocabulary.devices import Zone
from vocabulary.upkeep import FaultGrade, FaultState, InspectionKind, InspectionState
from vocabulary.workdays import is_workday

WAIT_S, PAUSE_S = 40.0, 0.2  # for what a job of the platform does every few seconds
FAILED = "电源线松动，设备无法开机"


async def inspect(cast: Cast, notes: Notes) -> None:
    """Walk through the store; what fails on the way is mended. No working day, no walk."""
    if not is_workday(clock.today()):
        notes.left_out.append("the daily inspection: today is no working day")
        await _mend_reported(cast, notes)
        return
    found = await waited_for("today's inspection", lambda: _todays(cast))
    if found["state"] != InspectionState.TO_INSPECT:
        notes.left_out.append("the daily inspection: it was made before")
        await _mend_reported(cast, notes)
        return
    one = f"/inspections/{found['id']}"
    walk = await cast.one.get(one)
    for place, item in enumerate(walk["checklist"]):
        passed = place > 0
        body = {"item_id": item["id"], "passed": passed, "remark": "" if passed else FAILED}
        walk = await act(cast.one, f"{one}/check-item", body)
    failed = [each["fault_id"] for each in walk["checklist"] if each["passed"] is False]
    await act(cast.one, f"{one}/sign", {"name": cast.one.me["name"], "remark": "一项异常，已报修"})
    state, items = InspectionState.INSPECTED, len(walk["checklist"])
    notes.expect(INSPECTIONS, found, state=state, checked=items, failed=len(failed))
    for fault_id in failed:
        await mend(cast, notes, {"id": fault_id})


async def _mend_reported(cast: Cast, notes: Notes) -> None:
    report = {
        "title": "路演区音响无声",
        "severity": FaultGrade.GENERAL,
        "detail": FAILED,
        "zone": Zone.ROADSHOW,
    }
    await mend(cast, notes, await act(cast.one, "/faults/report", report))


async def mend(cast: Cast, notes: Notes, fault: Case) -> None:
    """Give a fault to a colleague, who mends it; whoever gave it looks and closes the loop."""
    one = f"/faults/{fault['id']}"
    notes.expect(FAULTS, fault, state=FaultState.TO_ASSIGN)
    order = {"assignee_id": cast.one.me["account_id"], "note": "请今天处理"}
    await act(cast.other, f"{one}/assign", order)
    await act(cast.one, f"{one}/begin-repair")
    done = {
        "cause": "电源线松动",
        "outcome": "重新固定并试机正常",
        "restored_at": clock.now().isoformat(),
    }
    await act(cast.one, f"{one}/repair", done)
    await act(cast.other, f"{one}/close")
    notes.expect(FAULTS, fault, state=FaultState.CLOSED_LOOP)


async def waited_for(what: str, look: Callable[[], Awaitable[Case | None]]) -> Case:
    """What the platform does by itself a little later. Raises `CannotPlay` when it never does."""
    for _ in range(round(WAIT_S / PAUSE_S)):
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(PAUSE_S)
    raise CannotPlay(f"waited {WAIT_S:.0f} s in vain for {what}: does the worker run?")


async def _todays(cast: Cast) -> Case | None:
    rows = (await cast.one.get("/inspections", kind=InspectionKind.DAILY))["items"]
    today = clock.today().isoformat()
    return next((each for each in rows if each["begins_on"] == today), None)
