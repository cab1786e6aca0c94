"""How many recorded loans a second go through the whole platform, over HTTP."""

import asyncio
import subprocess
import time

from benchmarks.children import LOAD_S_MAX, free_port, our_server, python
from benchmarks.city import Database, fresh_database
from benchmarks.measured import Line, Setting, cpu_of
from deploy.steps import ROOT, tethered
from server.demo import SAMPLE

LOANS = 60
CONCURRENCY = 8


async def measure(setting: Setting) -> list[Line]:
    """Replay the first loans of the sample on a demonstration, SQLite and PostgreSQL."""
    lines = []
    for name, on_postgres in (("SQLite", False), ("PostgreSQL", True)):
        async with fresh_database(setting, on_postgres=on_postgres) as database:
            pass  # the server opens it
        lines.append(await asyncio.to_thread(_replay, setting, name, database))
    return lines


def _replay(setting: Setting, name: str, database: Database) -> Line:
    port, loans = free_port(), setting.scaled(LOANS)
    demo = {"DEMO": "1", "DEMO_PACE_S": "0"}
    with our_server(port, setting.folder, database.url, database.keys, **demo) as pid:
        words = ["--base", f"http://127.0.0.1:{port}", "--limit", str(loans)]
        words += ["--concurrency", str(CONCURRENCY), "--state", str(setting.folder / name)]
        before, began = cpu_of(pid), time.perf_counter()
        done = subprocess.run(
            tethered(python("server.replay", str(SAMPLE), *words)),
            cwd=ROOT,
            capture_output=True,
            timeout=LOAD_S_MAX,
            check=False,
        )
        took, spent = time.perf_counter() - began, cpu_of(pid) - before
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    told = f"{loans / took:.1f} loans/s, {spent / loans * 1000:.0f} ms CPU a loan"
    return Line("–", f"replay of {loans} loans with its reconciliation, {name}", told, "–")
