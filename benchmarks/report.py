"""Prints the lines of a run as a table, and writes them down in docs/benchmarks.md."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from benchmarks.measured import Line
from deploy.steps import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("sanic", "python-socketio", "tortoise-orm", "asyncpg", "uvloop", "msgspec", "rapidocr")
HEADINGS = ("target", "what", "ours", "beside it", "ratio or figure", "wanted", "met")
ABOUT = """# Benchmarks

Written by `make bench`; do not edit. Every figure was measured in one run, with its floor (what the
bare library allows) or its peer (what one would take instead) next to it in time, on the same
machine. The ratio is what counts: raw figures belong to this machine.

- CPU is that of the serving process alone, per request, act or delivery.
- `a/b ms` is the median and the 99th percentile.
- P3's floor is bare Sanic and asyncpg sending the session check and the statement that reads the
  case (for the reference: nothing), and answering what came as JSON: no rights, no flow, no
  masking, no headers, no measuring.
- P4's floor locks, writes and explains in three bare statements: nothing is asked or checked.
- P5's floor is one conditional UPDATE per bidder: it tells nobody why, and leaves no trace.
- P8's floor is the OCR engine as it comes, given the decoded picture of the same photo.
- PostgreSQL runs on the same machine without waiting for the disk.
- FastAPI with SQLAlchemy and fastify (P3's peers) would need packages that the platform does not
  have, so they are not measured here.
- P13's floor writes the same cells from memory; ours reads, says and masks them while it writes.
- The kiosk's floor is a drawing of 280 bytes, alone, from the same server in a profile as fresh; a
  tile counts when it is enabled and nothing lies over its middle.
- P17 is `python -m server` with its worker and Redis; an act that was doubled, or a nudge that did
  not reach each of eight listeners, fails the measurement.
"""


async def versions_of(postgres: str) -> list[str]:
    """What ran, without a word about where."""
    connection = await asyncpg.connect(postgres)
    server = await connection.fetchval("SHOW server_version")
    await connection.close()
    found = [f"Python {platform.python_version()}", f"PostgreSQL {server.split()[0]}"]
    found += [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return found + _node()


def _node() -> list[str]:
    node = shutil.which("node")
    if node is None:
        return []
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return [f"Node {said.stdout.strip().removeprefix('v')}"]


def machine_class() -> str:
    """How strong a machine, not which."""
    text = Path("/proc/meminfo").read_text("ascii")
    kilobytes = int(text.split()[1])
    return f"{os.cpu_count()} shared cores ({platform.machine()}), {kilobytes / 2**20:.0f} GB"


def table_of(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """The lines as cells."""
    return [
        (
            line.target,
            line.what + (f" ({line.note})" if line.note else ""),
            line.ours,
            line.beside,
            "" if line.ratio is None else f"{line.ratio:.2f}",
            line.wanted.replace("<=", "≤").replace(">=", "≥"),
            {True: "yes", False: "no", None: ""}[line.met],
        )
        for line in lines
    ]


def plain(lines: Sequence[Line]) -> str:
    """The table for a terminal."""
    rows = [HEADINGS, *table_of(lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def write(lines: Sequence[Line], versions: Sequence[str], skipped: Sequence[str]) -> None:
    """Write the page, unless only a part was measured."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *table_of(lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    where = f"{machine_class()}, load average {os.getloadavg()[1]:.1f} with whatever else ran there"
    parts = [
        ABOUT,
        f"{datetime.now(UTC):%Y-%m-%d}, {where}. {', '.join(versions)}.",
        table,
        *(f"Not measured: {sentence}" for sentence in skipped),
    ]
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    assert not re.search(r"/(?:tmp|home|root|work)/", text), "the page names no place"
    PAGE.write_text(text, "utf-8")
