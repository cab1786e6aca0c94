"""The agent's reports: signed, in order, once, and kept while the line is down."""

import json
import stat
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from devices.contract import Finding, Probe
from devices.credential import KEY, Credential
from devices.outbox import Outbox
from devices.platform import LineDown, Platform
from devices.reporting import REPORTS_A_REQUEST, Reporter
from devices.simulated_store import twin_of
from devices.watcher import Watcher
from domain.devices.keys import is_signed
from domain.fleet.terms import Envelope
from vocabulary.devices import DeviceKind
from vocabulary.fleet import Health

pytestmark = [pytest.mark.row("S14", "F5"), pytest.mark.clause("5.3.4.3", "6.2.5")]


class Line(Platform):
    """A platform that takes what comes, loses its answer, or is away."""

    def __init__(self, key: str) -> None:
        super().__init__("http://127.0.0.1:9")
        self.key, self.up, self.loses_answer = key, True, False
        self.heard: list[Envelope] = []

    def hear(self, payload: str, signature: str) -> int:
        if not self.up:
            raise LineDown("away")
        assert is_signed(self.key, payload.encode(), signature)
        self.heard.append(msgspec.json.decode(payload, type=Envelope))
        if self.loses_answer:
            raise LineDown("no answer")
        return max(report.seq for report in self.heard[-1].reports)


def an_agent(folder: Path) -> tuple[Reporter, Line, Outbox]:
    credential, outbox = Credential(folder), Outbox(folder / "outbox.sqlite3")
    line = Line(credential.public)
    watchers = {uuid4(): Watcher(twin_of(DeviceKind.PRINTER, 1)[1], pause_s=0)}
    reporter = Reporter(
        uuid4(), watchers, credential=credential, outbox=outbox, platform=line, interval_s=10
    )
    return reporter, line, outbox


def test_what_waits_goes_in_order_when_the_line_is_back_and_nothing_twice(tmp_path: Path) -> None:
    reporter, line, outbox = an_agent(tmp_path)
    line.up = False
    rounds = REPORTS_A_REQUEST + 3
    for _ in range(rounds):
        reporter.round()
        assert not reporter.forward()
    assert outbox.waiting() == rounds
    line.up = True
    assert reporter.forward()
    sent = [report.seq for envelope in line.heard for report in envelope.reports]
    assert sent == sorted(set(sent))
    assert len(sent) == rounds
    assert outbox.waiting() == 0


def test_numbers_go_on_after_a_restart_and_a_lost_answer(tmp_path: Path) -> None:
    reporter, line, outbox = an_agent(tmp_path)
    line.loses_answer = True
    reporter.round()
    reporter.forward()
    outbox.close()
    again, second, _ = an_agent(tmp_path)
    again.round()
    again.forward()
    first, later = line.heard[0], second.heard[0]
    assert later.counter > first.counter
    assert later.boot != first.boot
    assert [each.seq for each in later.reports] == [1, 2]  # the platform knows 1 by its number


def test_the_outbox_is_bounded_and_lets_the_oldest_go(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite3")
    for n in range(12):
        outbox.put(json.dumps(n), kept_max=5)
    assert [seq for seq, _ in outbox.oldest(99)] == [8, 9, 10, 11, 12]


def test_the_key_is_made_here_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = Credential(tmp_path)
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert Credential(tmp_path).public == made.public
    made.note("打印机", device := uuid4())
    assert Credential(tmp_path).names() == {"打印机": device}


class Odd(Probe):
    """A device that answers with what no report can carry."""

    def look(self) -> Finding:
        return Finding(Health.HEALTHY, "缺\x00纸\ud800", {"cpu": float("nan"), "memory": 3.0})


def test_what_no_report_can_carry_is_left_out_and_holds_nothing_up(tmp_path: Path) -> None:
    credential, outbox = Credential(tmp_path), Outbox(tmp_path / "outbox.sqlite3")
    line = Line(credential.public)
    reporter = Reporter(
        uuid4(), {uuid4(): Watcher(Odd())}, credential=credential, outbox=outbox, platform=line,
        interval_s=10,
    )  # fmt: skip
    reporter.round()
    assert reporter.forward()
    [reading] = line.heard[0].reports[0].readings
    assert (reading.detail, reading.values) == ("缺纸", {"memory": 3.0})
