"""A day of the store, played over HTTP: all registers agree; one that was altered is named."""

import asyncio
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from server.day import notes
from server.day.__main__ import AGREES, DIFFERS
from server.day.notes import FAULTS, REGISTERS, TICKETS
from tests.journeys.serving import POSTGRES, ROOT, Platform, running_fleet, running_server
from vocabulary.store_queue import TicketState
from vocabulary.upkeep import FaultState
from vocabulary.workdays import is_workday

WAIT_S_MAX = 120.0
COMPLETE = "UPDATE ticket SET state = 'completed' WHERE id"
# With the database of the tests: the worker a process of its own, the pushes through Redis.
running = running_fleet if POSTGRES else running_server


def a_day(platform: Platform, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", "server.day", "--base", platform.base, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WAIT_S_MAX,
        check=False,
    )


def complete_behind_its_back(platform: Platform, ticket_id: str) -> None:
    if POSTGRES:
        changed = asyncio.run(_complete_on_postgres(platform, ticket_id))
    else:
        with sqlite3.connect(next(platform.folder.glob("data/*.sqlite3"))) as data:
            changed = data.execute(f"{COMPLETE} = ?", (ticket_id,)).rowcount
    assert changed == 1


async def _complete_on_postgres(platform: Platform, ticket_id: str) -> int:
    connection = await asyncpg.connect(platform.environment["DATABASE_URL"])
    try:
        said = await connection.execute(f"{COMPLETE} = $1", UUID(ticket_id))
    finally:
        await connection.close()
    return int(said.removeprefix("UPDATE "))


@pytest.mark.slow
@pytest.mark.row("F1", "F2", "F3", "F5")
def test_a_day_ends_with_all_registers_consistent_and_a_lie_is_named(tmp_path: Path) -> None:
    written = tmp_path / "notes.json"
    with running(tmp_path / "platform") as platform:
        played = a_day(platform, "--hurry", "--notes", str(written))
        assert played.returncode == AGREES, played.stdout + played.stderr
        assert "All registers agree." in played.stdout
        day = notes.read(written)
        never_played = set(REGISTERS) - day.rows.keys()
        no_walk_today = not is_workday(date.fromisoformat(day.day))
        assert never_played == ({notes.INSPECTIONS} if no_walk_today else set())
        assert {row["state"] for row in day.rows[FAULTS].values()} == {FaultState.CLOSED_LOOP}

        given_up = [
            each for each, row in day.rows[TICKETS].items() if row["state"] == TicketState.CANCELLED
        ]
        complete_behind_its_back(platform, given_up[0])
        again = a_day(platform, "--compare", str(written))
    assert again.returncode == DIFFERS, again.stdout + again.stderr
    assert "state should be cancelled, is completed" in again.stdout
    assert "statistics: completed should be" in again.stdout
