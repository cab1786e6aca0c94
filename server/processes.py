"""Several processes behind one address: a parent that listens, starts them and minds them.

The parent takes the listening socket once and hands it down, so every web process accepts from
the same queue; the worker and the demo's slow replay stand beside them. A process that dies is
started anew, a little later each time in a row; a signal to the parent is a signal to all.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import uvloop

from server.app import create_app
from server.logs import configure
from server.settings import Settings

HANDED_DOWN = "LISTENING_SOCKET"
POLL_S = 0.2
PAUSE_S = 1.0
PAUSE_S_MAX = 30.0
STEADY_S = 30.0
STOP_S_MAX = 15.0


class Fleet:
    """The processes of one parent, each a module of ours."""

    def __init__(self, sock: socket.socket, modules: Sequence[str]) -> None:
        self._sock = sock
        self._modules = modules
        self._running: dict[int, tuple[subprocess.Popen[bytes], float]] = {}
        self._pauses: dict[int, float] = dict.fromkeys(range(len(modules)), 0.0)
        self._stopping = False

    def serve(self) -> None:
        """Start all, mind them until a signal comes, then stop all."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._stop)
        places = range(len(self._modules))
        starts = dict.fromkeys(places, 0.0)
        while not self._stopping:
            for place in places:
                if place not in self._running and time.monotonic() >= starts[place]:
                    self._start(place)
            starts |= self._fallen()
            time.sleep(POLL_S)
        self._end()

    def _start(self, place: int) -> None:
        descriptor = self._sock.fileno()
        environment = os.environ | {HANDED_DOWN: str(descriptor), "WITH_WORKER": "0"}
        process = subprocess.Popen(  # noqa: S603 -- our own modules, nobody's input
            [sys.executable, "-m", self._modules[place]],
            pass_fds=[descriptor],
            env=environment,
            start_new_session=True,
        )
        self._running[place] = (process, time.monotonic())

    def _fallen(self) -> dict[int, float]:
        """Whoever died, and when to start it anew."""
        starts: dict[int, float] = {}
        for place, (process, began) in list(self._running.items()):
            if process.poll() is None:
                continue
            del self._running[place]
            steady = time.monotonic() - began > STEADY_S
            pause = PAUSE_S if steady else min(PAUSE_S_MAX, self._pauses[place] * 2 or PAUSE_S)
            self._pauses[place] = pause
            starts[place] = time.monotonic() + pause
        return starts

    def _stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for process, _ in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_S_MAX
        for process, _ in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def modules_of(settings: Settings) -> list[str]:
    """What runs beside each other: web processes, a worker, the demo's slow replay."""
    modules = ["server.processes"] * settings.workers
    modules += ["server.worker"] if settings.with_worker else []
    return modules + (["server.demo"] if settings.demo and settings.demo_pace_s else [])


def serve_on(settings: Settings, sock: socket.socket) -> None:
    """Serve one web process on a socket that is already listening."""
    uvloop.install()
    app = create_app(settings)
    app.config.TOUCHUP = True  # the one app of its process: Sanic may rewrite its classes for it
    app.run(sock=sock, single_process=True, access_log=False, motd=False)


def main() -> None:
    """Serve as one of several: the parent has migrated, seeded and listens."""
    settings = Settings.from_environment()
    configure(settings.log_level)
    serve_on(settings, socket.socket(fileno=int(os.environ[HANDED_DOWN])))


if __name__ == "__main__":
    main()
