"""The checks go on after a failure, show everything, and end with a summary."""

import signal
import subprocess
import sys

import pytest

from deploy import check, setup, steps
from deploy.check import LEFT_OUT, Stage

PASSES = [sys.executable, "-c", "print('=== 3 passed, 1 skipped in 0.42s ===')"]
FAILS = [
    sys.executable,
    "-c",
    "print('1 failed, 2 passed in 9.81s (0:00:09)'); raise SystemExit(1)",
]


def run(monkeypatch: pytest.MonkeyPatch, *stages: Stage) -> int:
    monkeypatch.setattr(check, "stages", lambda **_: list(stages))
    return check.main("whole")


def test_every_stage_runs_and_one_failure_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code = run(monkeypatch, Stage("first", [FAILS, PASSES]), Stage("second", [PASSES]))

    out = capfdbinary.readouterr().out.decode()
    assert code == 1
    assert "[2/2] second: ok" in out
    table, closings = out.rsplit("\nstage", 1)[1].split("\n\n")
    assert [line.split()[:2] for line in table.splitlines()[1:3]] == [
        ["first", "FAILED"],
        ["second", "ok"],
    ]
    assert closings.splitlines() == [
        "first: 1 failed, 2 passed in 9.81s (0:00:09)",
        "second: 3 passed, 1 skipped in 0.42s",
    ]


def test_nothing_failed_is_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, Stage("only", [PASSES])) == 0


def test_without_a_browser_the_summary_names_the_one_command(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(setup, "have_chromium", lambda: False)

    code = run(monkeypatch, Stage("journeys", [FAILS], needs_browser=True))

    last = capfdbinary.readouterr().out.decode().splitlines()[-1]
    assert code == 0
    assert last.startswith("journeys: To walk the journeys")
    assert "apt-get install -y chromium fonts-noto-cjk" in last


def test_what_cannot_be_run_is_not_called_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "have_chromium", lambda: False)
    outcome = check.attempt(Stage("journeys", [PASSES], needs_browser=True))
    assert outcome.word == LEFT_OUT


def test_a_missing_program_is_a_failure_and_not_the_end() -> None:
    outcome = check.attempt(Stage("linter", [["/nonexistent/linter"]]))
    assert outcome.word == check.FAILED


def test_a_stage_that_outstays_the_limit_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP_S_MAX", 0.2)
    outcome = check.attempt(Stage("endless", [["sleep", "60"]]))
    assert outcome.word == check.FAILED
    assert outcome.seconds < 30


def test_a_program_ends_when_its_stage_is_interrupted() -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        subprocess.Popen(["sleep", "60"]) as process,
        steps.ended_with_us(process),
    ):
        raise KeyboardInterrupt
    assert process.returncode == -signal.SIGTERM


@pytest.mark.parametrize(
    "line",
    [
        "1150 passed in 3.49s",
        "=== 1 failed, 2 passed, 3 skipped, 1 warning in 61.20s (0:01:01) ===",
        "2 errors in 0.10s",
        "no tests ran in 0.01s",
        "5 passed, 10 deselected in 1.00s",
    ],
)
def test_how_pytest_closes_is_known(line: str) -> None:
    assert check.CLOSING_LINE.match(line)


def test_both_extents_ask_the_same_things_first() -> None:
    fast, whole = check.stages(whole=False), check.stages(whole=True)
    assert [stage.title for stage in fast[:-1]] == [stage.title for stage in whole[: len(fast) - 1]]
    assert [stage.needs_services for stage in whole].count(True) == 1
    assert [stage.needs_browser for stage in whole].count(True) == 1
