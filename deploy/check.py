"""Every check there is, one after another, whatever the earlier ones said; then a summary."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from deploy import front_ends, services, setup
from deploy.steps import (
    CLIENTS,
    ROOT,
    VENV_PYTHON,
    StepFailed,
    ended_with_us,
    say,
    stopping_cleanly,
    tethered,
)

PYTEST_WORKERS = 3  # one more than two cores: a third of the time is spent waiting for a disk
BROWSERS = 2  # each keeps a core busy
TEST_S_MAX = 300
WITHOUT_A_DATABASE = (  # the first run has said all there is
    *("vision", "vocabulary", "deploy"),
    *(f"test_{name}.py" for name in ("coverage", "docs", "flows", "standard", "tidy")),
)
TAIL_BYTES_MAX = 16_384
CLOSING_LINE = re.compile(r"^(=* ?(?:\d+ \w+(?:, )?)+ in [\d.]+s.*|no tests ran in .*)$")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


OK, FAILED, LEFT_OUT = "ok", "FAILED", "LEFT OUT"


class LeftOut(Exception):
    """A stage cannot be run here; its sentence says what would change that."""


@dataclass
class Outcome:
    """What came of one stage."""

    title: str
    word: str
    seconds: float
    closing: str = ""


@dataclass(frozen=True)
class Stage:
    """One thing to ask of the code: commands, run in order until one says no."""

    title: str
    commands: Sequence[Sequence[str]] = ()
    work: Callable[[], None] | None = None
    in_clients: bool = False
    needs_services: bool = False
    needs_browser: bool = False


def python(*words: str) -> list[str]:
    """Run a module of the project's own environment."""
    return [str(VENV_PYTHON), "-m", *words]


def pytest(
    marks: str, *, by: str = "load", workers: int = PYTEST_WORKERS, without: Sequence[str] = ()
) -> list[str]:
    """Run the tests that wear these marks; `by` what they are shared out among the workers."""
    spread = ["-n", str(workers), "--dist", by]
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    limit = ["-o", f"faulthandler_timeout={TEST_S_MAX}", "-o", "faulthandler_exit_on_timeout=true"]
    left_out = [f"--ignore=tests/{place}" for place in without]
    return python("pytest", "-m", marks, "-q", "--durations=5", *limit, *spread, *colour, *left_out)


def stages(*, whole: bool) -> list[Stage]:
    """List what is asked: `make check` the first half, `make test` all of it."""
    first = [
        Stage("ruff", [python("ruff", "check", "."), python("ruff", "format", "--check", ".")]),
        Stage("mypy --strict", [python("mypy", ".")]),
        Stage("import contracts", [[str(VENV_PYTHON.with_name("lint-imports"))]]),
        Stage("front ends: packages and build", work=front_ends.prepare),
        Stage("front ends: check", [["npm", "run", "check"]], in_clients=True),
        Stage("front ends: tests", [["npm", "test"]], in_clients=True),
    ]
    if not whole:
        fast = pytest("not browser and not postgres and not slow")
        return [*first, Stage("fast tests on SQLite", [fast])]
    return [
        *first,
        Stage("tests on SQLite", [pytest("not browser")]),
        Stage(
            "tests on PostgreSQL and Redis",
            [pytest("not browser", without=WITHOUT_A_DATABASE)],
            needs_services=True,
        ),
        Stage(
            "journeys in Chromium",
            [pytest("browser", by="loadfile", workers=BROWSERS)],
            needs_browser=True,
        ),
    ]


def attempt(stage: Stage) -> Outcome:
    """Run one stage and say how it went; nothing but Ctrl-C gets past it."""
    began = time.monotonic()
    closing = ""
    word = OK
    try:
        closing = perform(stage)
    except LeftOut as sentence:
        word, closing = LEFT_OUT, str(sentence)
    except (StepFailed, OSError, subprocess.SubprocessError) as failure:
        word, closing = FAILED, str(failure).strip().splitlines()[-1]
        if stage.work:
            say(str(failure))
    return Outcome(stage.title, word, time.monotonic() - began, closing)


def perform(stage: Stage) -> str:
    """Run a stage with what it needs around it; give pytest's closing line if there is one."""
    if stage.needs_browser and not setup.have_chromium():
        raise LeftOut(setup.browser_advice())
    if stage.work:
        stage.work()
        return ""
    with ExitStack() as around:
        env = dict(front_ends.node_env() if stage.in_clients else os.environ)
        env["CI"] = "1"  # Hypothesis then repeats the same examples, without deadlines.
        if stage.needs_services:
            found = around.enter_context(services.services())
            env |= {"TEST_DATABASE": found.postgres, "TEST_REDIS": found.redis}
        closing = ""
        for command in stage.commands:
            code, closing = watched(command, env, in_clients=stage.in_clients)
            if code:
                raise StepFailed(closing or f"{_spoken(command)}: ended with {code}")
    return closing


def _spoken(command: Sequence[str]) -> str:
    return " ".join(command).replace(f"{VENV_PYTHON} -m ", "").replace(f"{ROOT}/", "")


def watched(command: Sequence[str], env: Mapping[str, str], *, in_clients: bool) -> tuple[int, str]:
    """Pass a command's output through as it comes, and remember how it closed."""
    tail = b""
    with (
        subprocess.Popen(
            tethered(command),
            cwd=CLIENTS if in_clients else ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
        ended_with_us(process),
    ):
        while process.stdout and (chunk := os.read(process.stdout.fileno(), TAIL_BYTES_MAX)):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-TAIL_BYTES_MAX:]
    lines = COLOURS.sub("", tail.decode("utf-8", "replace")).splitlines()
    closing = next(filter(CLOSING_LINE.match, reversed(lines)), "")
    return process.returncode, closing.strip("= ")


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Print the table that a person looks at, then how each run of pytest closed."""
    say(f"\n{'stage':34}{'result':10}{'time':>8}")
    for outcome in outcomes:
        say(f"{outcome.title:34}{outcome.word:10}{outcome.seconds:6.1f} s")
    say(f"{'all of it':34}{'':10}{seconds:6.1f} s\n")
    for outcome in outcomes:
        if outcome.closing:
            say(f"{outcome.title}: {outcome.closing}")


def main(extent: str) -> int:
    """Run every stage, report, and fail when one of them failed."""
    began = time.monotonic()
    asked = stages(whole=extent == "whole")
    outcomes: list[Outcome] = []
    try:
        for number, stage in enumerate(asked, start=1):
            say(f"\n[{number}/{len(asked)}] {stage.title}")
            outcomes.append(attempt(stage))
            say(f"[{number}/{len(asked)}] {stage.title}: {outcomes[-1].word}")
    finally:
        report(outcomes, time.monotonic() - began)
    return int(any(outcome.word == FAILED for outcome in outcomes))


if __name__ == "__main__":
    with stopping_cleanly():
        if sys.argv[1:] not in (["fast"], ["whole"]):
            raise SystemExit("usage: python -m deploy.check fast|whole")
        raise SystemExit(main(sys.argv[1]))
