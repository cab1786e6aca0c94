"""A day of the store, played over HTTP: all registers agree; one that was altered is named."""

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from server.day import notes
from server.day.__main__ import AGREES, DIFFERS
from server.day.notes import FAULTS, REGISTERS, TICKETS
from tests.journeys.serving import ROOT, Platform, running_server
from vocabulary.store_queue import TicketState
from vocabulary.upkeep import FaultState
from vocabulary.workdays import is_workday

WAIT_S_MAX = 120.0


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
    with sqlite3.connect(next(platform.folder.glob("data/*.sqlite3"))) as data:
        changed = data.execute(
            "UPDATE ticket SET state = 'completed' WHERE id = ?", (ticket_id,)
        ).rowcount
    assert changed == 1


@pytest.mark.slow
@pytest.mark.row("F1", "F2", "F3", "F5")
def test_a_day_ends_with_all_registers_consistent_and_a_lie_is_named(tmp_path: Path) -> None:
    written = tmp_path / "notes.json"
    with running_server(tmp_path / "platform") as platform:
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
