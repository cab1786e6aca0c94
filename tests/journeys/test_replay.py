"""A file of recorded loans is replayed, killed, resumed, and agrees to the fen; a lie does not."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.replay.state import FILE
from tests.journeys.serving import ROOT, Platform, running_server

SAMPLE = ROOT / "server" / "replay" / "sample.csv"
LOANS = 25
KILLED_AFTER = 5
WAIT_S_MAX = 120.0


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_server(tmp_path_factory.mktemp("replayed")) as served:
        yield served


def command(platform: Platform, file: Path, state: Path, limit: int = LOANS) -> list[str]:
    given = ["--base", platform.base, "--limit", str(limit), "--state", str(state)]
    return [sys.executable, "-m", "server.replay", str(file), "--concurrency", "4", *given]


def replay(
    platform: Platform, file: Path, state: Path, limit: int = LOANS
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own module
        command(platform, file, state, limit),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WAIT_S_MAX,
        check=False,
    )


def finished(state: Path) -> int:
    path = state / FILE
    return path.read_text("utf-8").count('"finished"') if path.exists() else 0


def kill_in_the_middle(platform: Platform, file: Path, state: Path, after: int) -> None:
    with subprocess.Popen(  # noqa: S603 -- our own module
        command(platform, file, state),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + WAIT_S_MAX
        while finished(state) < after:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline, platform.log
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def everything(report: str) -> str:
    """The line of the report with the sums of all loans."""
    return next(line for line in report.splitlines() if line.startswith("| all |"))


def altered(column: str) -> str:
    """The sample, with one cent more in one cell of its first good row."""
    rows = list(csv.reader(io.StringIO(SAMPLE.read_text("utf-8"))))
    place = rows[0].index(column)
    rows[1][place] += ".01"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.mark.slow
def test_a_killed_replay_goes_on_and_agrees_to_the_fen(platform: Platform, tmp_path: Path) -> None:
    state = tmp_path / "state"
    for after in (1, KILLED_AFTER):
        kill_in_the_middle(platform, SAMPLE, state, after)
        assert finished(state) < LOANS

    ended = replay(platform, SAMPLE, state)

    assert ended.returncode == 0, ended.stdout + ended.stderr + platform.log
    assert "everything agrees to the fen" in ended.stdout
    assert (state / "reconciliation.md").read_text("utf-8") == ended.stdout.removesuffix("\n")
    assert finished(state) == LOANS
    assert everything(ended.stdout).startswith(f"| all | {LOANS} |")
    assert "MIS_Status is missing" in (state / "quarantine.csv").read_text("utf-8")


@pytest.mark.slow
def test_a_replay_without_its_memory_doubles_nothing(platform: Platform, tmp_path: Path) -> None:
    first = replay(platform, SAMPLE, tmp_path / "first")
    again = replay(platform, SAMPLE, tmp_path / "second")
    assert (first.returncode, again.returncode) == (0, 0), again.stdout + again.stderr
    assert everything(first.stdout) == everything(again.stdout)
    assert f"- books: {LOANS} applications" in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize("column", ["DisbursementGross", "GrAppv"])
def test_one_cent_is_found(platform: Platform, tmp_path: Path, column: str) -> None:
    state = tmp_path / "state"
    assert replay(platform, SAMPLE, state).returncode == 0
    file = tmp_path / "altered.csv"
    file.write_text(altered(column), "utf-8")

    ended = replay(platform, file, state)

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "there are differences" in ended.stdout
    number = altered(column).splitlines()[1].partition(",")[0]
    assert f"- loan {number}" in ended.stdout


@pytest.mark.slow
def test_says_when_a_file_holds_no_loans(tmp_path: Path) -> None:
    file = tmp_path / "not-loans.csv"
    file.write_text("name\nnobody\n", "utf-8")
    ended = subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", "server.replay", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WAIT_S_MAX,
        check=False,
    )
    assert ended.returncode == 2
    assert "columns missing" in ended.stderr
