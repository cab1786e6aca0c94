"""`python -m server.replay FILE`: replay recorded loans into a running platform, and reconcile."""

import argparse
import asyncio
import sys
from pathlib import Path

from domain.kernel import clock
from server.replay import rows
from server.replay.derive import plan_of
from server.replay.line import Line, Refused, Unreachable
from server.replay.parties import CannotReplay, Crew, gather_crew
from server.replay.progress import Progress
from server.replay.reconcile import reconcile
from server.replay.report import report_of, write_quarantine, write_report
from server.replay.rows import NotALoanFile, Reading
from server.replay.state import State
from server.replay.steps import Replayer

BASE = "http://127.0.0.1:8600"
CONCURRENCY, CONCURRENCY_MAX = 8, 64
PERCENT = 100
AGREES, DIFFERS, UNUSABLE, CUT_OFF = 0, 1, 2, 3
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Replay. 0: all agrees; 1: differences; 2: cannot be replayed; 3: cut off, run it again."""
    asked = _parser().parse_args(arguments)
    try:
        reading = rows.read(asked.file, today=clock.today())
    except (OSError, UnicodeDecodeError, EOFError, NotALoanFile) as problem:
        _say(f"cannot read {asked.file}: {problem}")
        return UNUSABLE
    folder = asked.state or Path("var") / "replay" / asked.file.name
    try:
        return asyncio.run(_run(asked, reading, folder))
    except (CannotReplay, Refused) as problem:
        _say(f"cannot be replayed here: {problem}")
        return UNUSABLE
    except Unreachable as problem:
        _say(f"cut off: {problem}. Run the same command again to go on.")
        return CUT_OFF
    except KeyboardInterrupt:
        _say("interrupted. Run the same command again to go on.")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.replay", description=__doc__)
    parser.add_argument("file", type=Path, help="CSV of recorded loans, plain or .gz")
    parser.add_argument("--base", default=BASE, help=f"the platform's address ({BASE})")
    parser.add_argument(
        "--speed", type=_speed, default=0.0, help="loans a second; 0: as fast as it goes"
    )
    parser.add_argument(
        "--concurrency", type=_whole(1, CONCURRENCY_MAX), default=CONCURRENCY, help="loans at once"
    )
    parser.add_argument("--limit", type=_whole(1, 10**9), help="only the first loans of the file")
    parser.add_argument(
        "--guaranteed",
        type=_whole(0, PERCENT),
        default=PERCENT,
        metavar="N",
        help="give N %% of the guaranteed loans their guarantor; the same for every run (100)",
    )
    parser.add_argument("--state", type=Path, help="folder for progress and reports")
    parser.add_argument("--wall-key", default="", help="the wall's key, where there is one")
    parser.add_argument(
        "--own-addresses",
        action="store_true",
        help="an address for each enterprise; the platform runs with TRUSTED_PROXIES=1",
    )
    return parser


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 <= speed < float("inf"):
        raise ValueError(text)
    return speed


class _whole:  # noqa: N801 -- reads as a type in argparse's messages
    """Read a whole number within bounds."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __call__(self, text: str) -> int:
        number = int(text)
        if not self._least <= number <= self._most:
            raise ValueError(text)
        return number


async def _run(asked: argparse.Namespace, reading: Reading, folder: Path) -> int:
    state = State(folder)
    state.open()
    try:
        path = write_quarantine(folder, reading.quarantined)
        _say(f"{len(reading.loans)} loans, {len(reading.quarantined)} rows in quarantine ({path})")
        progress = Progress()
        async with Line(
            asked.base,
            concurrency=asked.concurrency,
            forwarded=asked.own_addresses,
            on_wait=progress.wait,
        ) as line:
            crew = await gather_crew(line)
            if not await _is_of_this_platform(state, crew):
                _say(f"that progress was made on another platform: kept as {state.set_aside()}")
            if asked.guaranteed and not crew.guarantors:
                raise CannotReplay("no guarantor replays here: update the demo, or --guaranteed 0")
            plans = [
                plan_of(loan, sorted(crew.desks), guaranteed_percent=asked.guaranteed)
                for loan in reading.loans[: asked.limit]
            ]
            progress.begin(len(plans), sum(plan.number in state.finished for plan in plans))
            replayer = Replayer(line, crew, state, progress, speed=asked.speed)
            await replayer.replay_all(plans, concurrency=asked.concurrency)
            progress.draw(last=True)
            result = await reconcile(line, crew, plans, wall_key=asked.wall_key)
        text = report_of(asked.file.name, asked.base, reading, result, replayer.failures)
    finally:
        state.close()
    sys.stdout.write(text + "\n")
    _say(f"written to {write_report(folder, text)}")
    return DIFFERS if result.differences or replayer.failures else AGREES


async def _is_of_this_platform(state: State, crew: Crew) -> bool:
    """Is the newest loan we remember there? If not, the platform is another, or was emptied."""
    if not state.finished:
        return True
    newest = list(state.finished.values())[-1]
    try:
        await crew.operator.get(f"/loan-applications/{newest.application_id}")
    except Refused as refusal:
        if refusal.code == "not_found":
            return False
        raise
    return True


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
