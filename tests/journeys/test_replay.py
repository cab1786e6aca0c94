"""A file of recorded loans is replayed, killed, resumed, and agrees to the fen; a lie does not."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx2
import pytest

from server.replay import derive, rows
from server.replay.derive import Plan
from server.replay.line import Line, Unreachable
from server.replay.parties import Crew, gather_crew
from server.replay.progress import Progress
from server.replay.reconcile import reconcile
from server.replay.state import FILE, State
from server.replay.steps import Replayer
from tests.journeys.serving import ROOT, Platform, running_server

SAMPLE = ROOT / "server" / "replay" / "sample.csv"
LOANS = 25
KILLED_AFTER = 5
WAIT_S_MAX = 240.0
RUNS_MAX = 60
TO_THE_PAYOUT = (
    *("allow", "submit", "approve", "publish", "grab"),
    *("require-guarantor", "investigate", "assess-risk", "confirm-guarantee"),
    *("approve", "grant", "confirm-commitment"),
)
TO_THE_END = (
    *("repay", "mark-overdue", "file-claim", "agree-claim", "pay-claim", "write-off"),
    *("propose-write-off", "write-off"),
)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    # Without limits: whoever is killed and comes back at once is otherwise told to wait a minute.
    with running_server(tmp_path_factory.mktemp("replayed"), RATE_LIMITS="0") as served:
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


class Cut(httpx2.AsyncHTTPTransport):
    """Once armed, loses the first answer to every act, and is away until it is mended."""

    def __init__(self) -> None:
        super().__init__()
        self.is_armed = self.is_away = False
        self.acts: list[str] = []
        self._keys: set[str] = set()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.is_away:
            raise httpx2.ConnectError("away")
        answer = await super().handle_async_request(request)
        key = request.headers.get("idempotency-key", "")
        if self.is_armed and key and key not in self._keys and answer.is_success:
            self._keys.add(key)
            self.acts.append(request.url.path.rpartition("/")[2])
            self.is_away = True
            await answer.aclose()
            raise httpx2.ReadError("the answer is lost")
        return answer


def everything(report: str) -> str:
    """The line of the report with the sums of all loans."""
    return next(line for line in report.splitlines() if line.startswith("| all |"))


def after_payout(report: str) -> list[str]:
    """The lines of the report about what came of the money."""
    return report.partition("## After the payout")[2].splitlines()


def altered(column: str) -> tuple[str, str]:
    """The sample, with one cent more in one cell of its first good row, and that loan's number."""
    rows = list(csv.reader(io.StringIO(SAMPLE.read_text("utf-8"))))
    place, status = rows[0].index(column), rows[0].index("MIS_Status")
    row = next(row for row in rows[1:] if column != "ChgOffPrinGr" or row[status] == "CHGOFF")
    row[place] += ".01"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue(), row[0]


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
    [ends] = [line for line in after_payout(ended.stdout) if line.startswith("| all |")]
    assert ends.endswith("| agrees |")
    assert " 0.00 |" not in ends, "both ends, claims and write-offs are among them"
    assert "MIS_Status is missing" in (state / "quarantine.csv").read_text("utf-8")


@pytest.mark.slow
def test_a_replay_without_its_memory_doubles_nothing(platform: Platform, tmp_path: Path) -> None:
    first = replay(platform, SAMPLE, tmp_path / "first")
    again = replay(platform, SAMPLE, tmp_path / "second")
    assert (first.returncode, again.returncode) == (0, 0), again.stdout + again.stderr
    assert everything(first.stdout) == everything(again.stdout)
    assert f"- books: {LOANS} applications" in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize("column", ["DisbursementGross", "GrAppv", "ChgOffPrinGr"])
def test_one_cent_is_found(platform: Platform, tmp_path: Path, column: str) -> None:
    state = tmp_path / "state"
    assert replay(platform, SAMPLE, state).returncode == 0
    file = tmp_path / "altered.csv"
    text, number = altered(column)
    file.write_text(text, "utf-8")

    ended = replay(platform, file, state)

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "there are differences" in ended.stdout
    assert (f"- loan {number}" in ended.stdout) == (column != "ChgOffPrinGr")
    assert (f"- contract SBA-{number}-1: " in ended.stdout) == (column != "GrAppv")


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


@pytest.mark.slow
async def test_an_answer_lost_at_any_step_does_nothing_twice(
    platform: Platform, tmp_path: Path
) -> None:
    cut = Cut()
    async with Line(platform.base, concurrency=1, patience_s=0.0, transport=cut) as line:
        crew = await gather_crew(line)
        loans = rows.read(SAMPLE, today=date(2026, 6, 1)).loans[LOANS:]
        plans = (derive.plan_of(loan, sorted(crew.desks)) for loan in loans if loan.charged_off)
        plan = next(plan for plan in plans if plan.coverage_bp and len(plan.parts) > 1)
        cut.is_armed = True
        for _ in range(RUNS_MAX):
            cut.is_away = False
            if await gone_on(line, crew, plan, tmp_path / "state"):
                break
        cut.is_armed = False
        result = await reconcile(line, crew, [plan])

    assert cut.acts == [*TO_THE_PAYOUT, "disburse", "disburse", "complete", *TO_THE_END * 2]
    assert result.differences == ()
    assert result.ended[0].of_books == result.ended[0].of_file


async def gone_on(line: Line, crew: Crew, plan: Plan, folder: Path) -> bool:
    """Go on with a loan as a new run does. True when it has come to its end."""
    state = State(folder)
    state.open()
    try:
        await Replayer(line, crew, state, Progress(io.StringIO())).replay(plan)
    except Unreachable:
        return False
    finally:
        state.close()
    return True
