"""P1: one event to many wall screens, beside the bare frame, python-socketio and Node."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.children import LOAD_S_MAX, free_port, program, python
from benchmarks.measured import Line, Setting, cpu_of, in_ms, percentile, resident_mb
from benchmarks.wall_event import EVENT, EVERY_S, NAMESPACE, PAYLOAD
from deploy.steps import ROOT, say, tethered

SCREENS = (500, 1_000, 2_000)
HELD = 8_000  # by one process; the peers are not asked to
SECONDS = 4.0
SETTLE_S = 1.5
NODE_PACKAGE = "socket.io@4"
INSTALL_S_MAX = 60.0
KEEPS_UP = 0.95  # below, a server was too slow to send all within the seconds we listened


@dataclass(frozen=True)
class Heard:
    """How one server did."""

    cpu_us: float
    delays: list[float]
    share: float
    held_mb: float


def measure(setting: Setting) -> list[Line]:
    """Every server with every number of screens, the servers of a number one after the other."""
    node = _node(setting.folder)
    lines = []
    for screens in SCREENS[-1:] if setting.quick else SCREENS:
        heard = {
            name: _heard(name, command, screens, setting)
            for name, command in _commands(node).items()
        }
        lines += _lines(screens, heard, has_node=node is not None)
    return lines


def measure_held(setting: Setting) -> list[Line]:
    """More screens than a city has, in one process."""
    bare, ours = (
        _heard(name, python("benchmarks.wall_servers", name), HELD, setting)
        for name in ("bare", "ours")
    )
    return [
        Line(
            "P1",
            f"{HELD:,} screens held by one process, share of the frames that came",
            f"{_told(ours)}, {ours.held_mb:.0f} MB",
            f"{_told(bare)}, {bare.held_mb:.0f} MB",
            ours.share,
            f">= {KEEPS_UP}",
        ),
        Line(
            "P1",
            f"{HELD:,} screens, CPU per delivery, beside the bare frame",
            _told(ours),
            _told(bare),
            ours.cpu_us / bare.cpu_us,
        ),
    ]


def _commands(node: Path | None) -> dict[str, list[str]]:
    ours = {name: python("benchmarks.wall_servers", name) for name in ("bare", "ours", "stock")}
    return ours if node is None else ours | {"node": ["node", str(node / "wall_node.js")]}


def _lines(screens: int, heard: dict[str, Heard], *, has_node: bool) -> list[Line]:
    ours = heard["ours"]
    held = [("bare", "the bare frame", "<= 1.3"), ("stock", "python-socketio", "<= 1.0")]
    if has_node:
        held.insert(1, ("node", "Node socket.io 4", "<= 1.0"))
    lines = [
        Line(
            "P1",
            f"{screens:,} screens, CPU per delivery, beside {name}",
            _told(ours),
            _told(heard[key]),
            ours.cpu_us / heard[key].cpu_us,
            wanted,
        )
        for key, name, wanted in held
    ]
    if has_node:
        p99 = [percentile(heard[key].delays, 0.99) for key in ("ours", "node")]
        lines.append(
            Line(
                "P1",
                f"{screens:,} screens, p99 delay, beside Node socket.io 4",
                _told(ours),
                _told(heard["node"]),
                p99[0] / p99[1],
                "<= 1.0",
            )
        )
    return lines


def _told(heard: Heard) -> str:
    told = f"{heard.cpu_us:.1f} µs, {in_ms(heard.delays)}"
    if heard.share < KEEPS_UP:
        told += f", only {heard.share:.0%} in time"
    return told


def _heard(name: str, command: Sequence[str], screens: int, setting: Setting) -> Heard:
    port = free_port()
    log = setting.folder / f"wall-{name}-{screens}.log"
    event = setting.folder / "event.json"
    event.write_text(
        json.dumps(
            {"namespace": NAMESPACE, "event": EVENT, "everyMs": EVERY_S * 1000, "payload": PAYLOAD}
        )
    )
    with program([*command, str(port)], port, log, given=event) as pid:
        given = {"port": port, "namespace": NAMESPACE, "screens": screens, "event": EVENT}
        with _screens(given | {"settle": SETTLE_S, "seconds": SECONDS}) as watching:
            before = cpu_of(pid)
            found = watching()
            spent, held_mb = cpu_of(pid) - before, resident_mb(pid)
    expected = screens * SECONDS / EVERY_S
    assert found["heard"], f"{name} delivered nothing"
    share = found["heard"] / expected
    return Heard(spent / found["heard"] * 1e6, found["delays"], share, held_mb)


@contextmanager
def _screens(given: dict[str, Any]) -> Iterator[Any]:
    """Screens that have all joined; call what is given for what they heard."""
    process = subprocess.Popen(
        tethered(python("benchmarks.wall_clients")),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(given).encode() + b"\n")
        process.stdin.flush()
        ready = process.stdout.readline()
        assert ready == b"ready\n", "the screens could not join"
        yield lambda: json.loads(process.communicate(timeout=LOAD_S_MAX)[0])
    finally:
        process.kill()
        process.wait()


def _node(folder: Path) -> Path | None:
    """A folder with socket.io installed; None when this machine cannot."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        say("  Node or npm is missing: measured without the Node peer")
        return None
    home = folder / "node"
    home.mkdir()
    shutil.copy(Path(__file__).parent / "wall_node.js", home)
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", NODE_PACKAGE]
    try:
        subprocess.run(command, cwd=home, check=True, timeout=INSTALL_S_MAX, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        say("  npm could not install socket.io: measured without the Node peer")
        return None
    return home
