"""`python -m server.load_legacy FILE`: take in the demands that the old system handed over.

FILE is CSV in UTF-8 whose first line names the columns, in any order; what the columns are called
stands in `domain/legacy/rows.py`. Lines that are wrong are refused one by one and said; the others
are taken. Loading a file again changes nothing.
"""

import asyncio
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from domain.kernel.actor import job_actor
from domain.legacy.actions import Loaded, load
from domain.legacy.rows import COLUMNS, OldDemand, Refused, demand_of
from orm import engine, keyring
from server.migrate import migrate
from server.settings import Settings

LOADER = "历史需求导入"
CELL_LENGTH_MAX = 100_000
FIRST_LINE = 2  # below the heads


class NoSuchColumnError(Exception):
    """The file lacks columns; holds their names."""


def lines_of(path: Path) -> Iterator[OldDemand | Refused]:
    """The lines of a file, one by one. Raises NoSuchColumnError, OSError, UnicodeDecodeError."""
    csv.field_size_limit(CELL_LENGTH_MAX)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        missing = [head for head in COLUMNS if head not in (reader.fieldnames or [])]
        if missing:
            raise NoSuchColumnError("、".join(missing))
        for line, cells in enumerate(reader, FIRST_LINE):
            yield demand_of(line, cells)


async def _run(settings: Settings, path: Path) -> Loaded:
    await migrate(settings.database_url)
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        return await load(lines_of(path), by=job_actor(LOADER))
    finally:
        await engine.disconnect()


def report(done: Loaded) -> str:
    """What came of it, for people."""
    counts = f"新增 {done.added} 条，更新 {done.changed} 条，未变 {done.same} 条"
    said = [f"{counts}，未接收 {len(done.refused)} 条。"]
    said += [
        f"第 {each.line} 行（{each.legacy_no or '无编号'}）：{'；'.join(each.problems)}"
        for each in done.refused
    ]
    return "\n".join(said) + "\n"


def main() -> int:
    """Load the file; 0: every line was taken, 1: some were refused, 2: none could be read."""
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the program and its one argument
        sys.stderr.write("用法：python -m server.load_legacy 文件.csv\n")
        return 2
    settings = Settings.from_environment()
    settings.make_data_dir()
    try:
        done = asyncio.run(_run(settings, Path(sys.argv[1])))
    except NoSuchColumnError as problem:
        sys.stderr.write(f"文件缺少列：{problem}\n")
        return 2
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        sys.stderr.write(f"文件无法读取：{problem}\n")
        return 2
    sys.stdout.write(report(done))
    return 1 if done.refused else 0


if __name__ == "__main__":
    sys.exit(main())
