"""What is probed on site: each judgement over its simulated twin, and the watcher before it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from devices import settings
from devices.contract import Finding, ProbeError
from devices.network import HttpProbe, TcpProbe
from devices.printer_paper import NetworkPrinter, PrinterProbe
from devices.simulated_store import WAYS, twin_of
from devices.ups import NutServer, UpsProbe
from devices.watcher import HANGS, Watcher
from vocabulary.devices import DeviceKind
from vocabulary.fleet import Health

pytestmark = [pytest.mark.row("F5"), pytest.mark.clause("6.2.5")]
K = DeviceKind
EXPECTED = {
    (K.CAMERA, "black"): (Health.DOWN, "画面全黑"),
    (K.CAMERA, "bright"): (Health.DOWN, "画面过曝"),
    (K.CAMERA, "blurred"): (Health.WARNING, "画面模糊"),
    (K.CAMERA, "frozen"): (Health.DOWN, "画面冻结"),
    (K.AUDIO, "dead"): (Health.DOWN, "话筒没有声音"),
    (K.AUDIO, "howling"): (Health.WARNING, "声音过大，可能啸叫"),
    (K.DISPLAY, "dark"): (Health.WARNING, "屏幕已休眠"),
    (K.DISPLAY, "unplugged"): (Health.DOWN, "屏幕未连接"),
    (K.PRINTER, "paper_low"): (Health.WARNING, "纸将用完"),
    (K.PRINTER, "paper_out"): (Health.DOWN, "缺纸"),
    (K.PRINTER, "cover"): (Health.DOWN, "上盖未合"),
    (K.AIR_CONDITIONING, "warm"): (Health.WARNING, "室温"),
    (K.AIR_CONDITIONING, "stopped"): (Health.DOWN, "室温"),
    (K.UPS, "battery"): (Health.WARNING, "市电中断，电池供电：80%"),
    (K.UPS, "empty"): (Health.DOWN, "电量将尽：9%"),
    (K.SERVER, "hot"): (Health.DOWN, "温度过高"),
    (K.SERVER, "full"): (Health.DOWN, "磁盘已满"),
}


@pytest.mark.parametrize(("kind", "how"), EXPECTED)
def test_each_way_to_fail_is_found_and_its_mending_too(kind: DeviceKind, how: str) -> None:
    twin, probe = twin_of(kind, 1)
    assert probe.look().health is Health.HEALTHY
    twin.breaks(how)
    for _ in range(4):  # a frozen picture is only told from the next
        found = probe.look()
    health, words = EXPECTED[kind, how]
    assert (found.health, words in found.detail) == (health, True)
    twin.breaks("")
    assert probe.look().health is Health.HEALTHY


def test_every_way_that_the_simulated_store_knows_is_tried_here() -> None:
    assert {(kind, how) for kind, ways in WAYS.items() for how in ways} == set(EXPECTED)


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A device that says one thing to whoever connects."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with closing(line):
                    line.recv(64)
                    line.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_real_lines_speak_the_protocols_they_name() -> None:
    with answering(b"\x12") as port:
        assert PrinterProbe(NetworkPrinter("127.0.0.1", port)).look().health is Health.HEALTHY
        assert TcpProbe("127.0.0.1", port).look().health is Health.HEALTHY
        with pytest.raises(ProbeError):
            UpsProbe(NutServer("127.0.0.1", "ups", port)).look()
    with answering(b'VAR ups battery.charge "97"\n') as port:
        assert NutServer("127.0.0.1", "ups", port).variable("battery.charge") == "97"
    with answering(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") as port:
        assert HttpProbe(f"http://127.0.0.1:{port}/").look().health is Health.DOWN
    with pytest.raises(ProbeError):
        TcpProbe("127.0.0.1", port).look()  # nobody is there any more


class Script:
    """A probe that says what it is told to, one after the other."""

    def __init__(self, *said: Health | str) -> None:
        self._said = list(said)

    def look(self) -> Finding:
        said = self._said.pop(0)
        if isinstance(said, Health):
            return Finding(said)
        raise ProbeError(said)


class TestWatcher:
    def test_bad_news_is_looked_at_twice_and_says_so(self) -> None:
        seen = Watcher(Script("没有响应", "没有响应"), pause_s=0).watch()
        assert (seen.finding.health, seen.finding.detail) == (Health.DOWN, "没有响应")
        assert seen.checks == 2

    def test_what_was_only_a_hiccup_is_none(self) -> None:
        seen = Watcher(Script("没有响应", Health.HEALTHY), pause_s=0).watch()
        assert (seen.finding.health, seen.checks) == (Health.HEALTHY, 1)

    def test_of_two_bad_looks_the_milder_holds(self) -> None:
        seen = Watcher(Script(Health.DOWN, Health.WARNING), pause_s=0).watch()
        assert seen.finding.health is Health.WARNING

    def test_a_probe_that_hangs_is_down_and_not_begun_again(self) -> None:
        begun = []

        class Hanging:
            def look(self) -> Finding:
                begun.append(time.monotonic())
                time.sleep(0.3)
                return Finding(Health.HEALTHY)

        watcher = Watcher(Hanging(), timeout_s=0.01, pause_s=0)
        assert watcher.watch().finding.detail == HANGS
        assert watcher.watch().finding.detail == HANGS
        assert len(begun) == 1
        watcher.close()


def test_the_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    at = tmp_path / "store.toml"
    for said in ("", 'origin = "x"', 'origin = "x"\n[[device]]\nname = "a"\nprobe = "magic"'):
        at.write_text(said, "utf-8")
        with pytest.raises(settings.BadSettings):
            settings.read(at)
    at.write_text(
        'origin = "http://h/"\n[[device]]\nname = "a"\nprobe = "host"\n'
        '[[device]]\nname = "b"\nprobe = "tcp"\nhost = "h"\nport = 22\n',
        "utf-8",
    )
    assert [each.kind for each in settings.read(at).devices] == ["host", "tcp"]
    assert settings.read(at).origin == "http://h"
