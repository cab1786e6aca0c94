"""`python -m benchmarks [NAME …]`: measure everything beside its floor and its peers, in one run.

A name is a measurement or a target: `acts`, `P4`. `--quick` does a quarter of the work.
"""

import argparse
import asyncio
import inspect
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import uvloop

from benchmarks import (
    acts,
    documents,
    exports,
    face_frames,
    face_search,
    grab_race,
    heartbeats,
    hot_routes,
    kiosk_page,
    many_processes,
    matches,
    replaying,
    report,
    schedules,
    screen_delay,
    start_up,
    ticket_race,
    wall_fan_out,
)
from benchmarks.measured import Line, Setting
from deploy.services import postgres
from deploy.steps import say, stopping_cleanly

ALL_S_MAX = 900.0  # when the last one may begin
MEASUREMENTS: dict[str, tuple[frozenset[str], Callable[[Setting], Any]]] = {
    "wall_fan_out": (frozenset({"P1"}), wall_fan_out.measure),
    "screens_held": (frozenset({"P1"}), wall_fan_out.measure_held),
    "screen_delay": (frozenset({"P2"}), screen_delay.measure),
    "hot_routes": (frozenset({"P3"}), hot_routes.measure),
    "acts": (frozenset({"P4"}), acts.measure),
    "grab_race": (frozenset({"P5"}), grab_race.measure),
    "documents": (frozenset({"P8"}), documents.measure),
    "face_frames": (frozenset({"P6"}), face_frames.measure),
    "face_search": (frozenset({"P7"}), face_search.measure),
    "many_processes": (frozenset({"P17"}), many_processes.measure),
    "start_up": (frozenset({"P15", "P16"}), start_up.measure),
    "schedules": (frozenset({"P9"}), schedules.measure),
    "matches": (frozenset({"P10"}), matches.measure),
    "exports": (frozenset({"P13"}), exports.measure),
    "ticket_race": (frozenset(), ticket_race.measure),
    "heartbeats": (frozenset({"P14"}), heartbeats.measure),
    "kiosk_page": (frozenset(), kiosk_page.measure),
    "replaying": (frozenset(), replaying.measure),
}


def main(words: Sequence[str]) -> int:
    """Run what is asked for, all of it by default. The page is written only for a whole run."""
    asked = _parser().parse_args(words)
    names = set(asked.names) | set(asked.only or ())
    chosen = [name for name, (targets, _) in MEASUREMENTS.items() if _is_in(names, name, targets)]
    with tempfile.TemporaryDirectory(prefix="finmart-bench-") as folder, postgres() as url:
        setting = Setting(Path(folder), url, quick=asked.quick)
        lines, skipped = _measured(chosen, setting)
        say("\n" + report.plain(lines))
        if chosen == list(MEASUREMENTS) and not asked.quick:
            report.write(lines, asyncio.run(report.versions_of(url)), skipped)
            say("\nWritten to docs/benchmarks.md")
    return 1 if skipped else 0


def _parser() -> argparse.ArgumentParser:
    known = sorted({*MEASUREMENTS, *(t for targets, _ in MEASUREMENTS.values() for t in targets)})
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*known, []], help="what to measure")
    parser.add_argument("--only", action="append", choices=known, help="the same, as an option")
    parser.add_argument("--quick", action="store_true", help="a quarter of the work")
    return parser


def _is_in(names: set[str], name: str, targets: frozenset[str]) -> bool:
    return not names or name in names or bool(names & targets)


def _measured(names: Sequence[str], setting: Setting) -> tuple[list[Line], list[str]]:
    """One after the other, while there is time; what fails is said and hides nothing else."""
    lines: list[Line] = []
    skipped: list[str] = []
    began = time.monotonic()
    for name in names:
        if time.monotonic() - began > ALL_S_MAX:
            skipped.append(f"{name}, because the time was over")
            continue
        say(f"• {name}")
        found, problem = _one(MEASUREMENTS[name][1], setting)
        lines += found
        if problem:
            skipped.append(f"{name}: {problem}")
            say(f"  ✗ {problem}")
        say(f"  done after {time.monotonic() - began:.0f} s")
    return lines, skipped


def _one(measure: Callable[[Setting], Any], setting: Setting) -> tuple[list[Line], str]:
    async def run() -> list[Line]:
        found: list[Line] = await measure(setting)
        return found

    try:
        if inspect.iscoroutinefunction(measure):
            return uvloop.run(run()), ""
        return measure(setting), ""
    except Exception as problem:  # noqa: BLE001 -- a benchmark that broke is a line of the report
        return (
            [],
            f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}",
        )


if __name__ == "__main__":
    with stopping_cleanly():
        sys.exit(main(sys.argv[1:]))
