"""`python -m server.day`: play one day of the flagship store, and compare all its registers."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from devices.platform import LineDown, NotOurs
from server.day import books, devices, events, notes, own, queue, upkeep
from server.day.books import Books
from server.day.cast import MINIPROGRAM, CannotPlay, Cast, gather
from server.day.notes import Notes
from server.replay.line import Line, Refused, Unreachable

CONCURRENCY = 16
AGREES, DIFFERS, UNPLAYABLE = 0, 1, 2
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Play. 0: all registers agree; 1: something differs; 2: no day can be played there."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.compare and not asked.base:
        parser.error("--compare reads a running platform: name it by --base")
    try:
        if asked.base:
            return asyncio.run(_day(asked.base, asked))
        with own.platform() as platform:
            code = asyncio.run(_day(platform.base, asked))
            platform.stop()
            return DIFFERS if platform.verify() else code
    except (CannotPlay, Refused, Unreachable, LineDown, NotOurs, OSError, ValueError) as problem:
        _say(f"the day cannot be played: {problem}")
        return UNPLAYABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.day", description=__doc__)
    parser.add_argument(
        "--base", default="", help="a running demonstration; by default one of its own is started"
    )
    parser.add_argument("--notes", type=Path, help="write down here what was done")
    parser.add_argument(
        "--compare", type=Path, help="play nothing: compare the registers with these notes"
    )
    parser.add_argument(
        "--hurry", action="store_true", help="call nobody a second time: that takes ten seconds"
    )
    return parser


async def _day(base: str, asked: argparse.Namespace) -> int:
    began = time.monotonic()
    async with (
        Line(base, concurrency=CONCURRENCY) as line,
        Line(base, concurrency=1, headers=MINIPROGRAM) as phone,
    ):
        cast = await gather(line, phone)
        if asked.compare:
            played = notes.read(asked.compare)
        else:
            played = await _play(cast, line, in_a_hurry=asked.hurry)
        if asked.notes:
            played.write(asked.notes)
        found = await books.compare(cast, played)
    _show(played, found)
    _say(f"{time.monotonic() - began:.1f} s")
    return DIFFERS if found.differences else AGREES


async def _play(cast: Cast, line: Line, *, in_a_hurry: bool) -> Notes:
    """All parts of the day at once, as in the building."""
    written = notes.of_today()
    written.before = await books.lengths(cast)
    parts = (
        queue.play(cast, written, line, in_a_hurry=in_a_hurry),
        events.receive_a_visit(cast, written, line),
        events.hold_a_roadshow(cast, written),
        upkeep.inspect(cast, written),
        devices.break_and_mend(cast, written, line.base),
    )
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    except ExceptionGroup as problems:
        raise problems.exceptions[0] from None
    return written


def _show(played: Notes, found: Books) -> None:
    out = sys.stdout.write
    out(f"# The store on {played.day}\n\n{books.table(found)}\n\n")
    for each in played.left_out:
        out(f"- left out: {each}\n")
    for each in found.differences:
        out(f"- ✗ {each}\n")
    out("All registers agree.\n" if not found.differences else "The registers differ.\n")
    sys.stdout.flush()  # before whatever the verification prints


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
