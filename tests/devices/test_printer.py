"""The receipt printer: what it is sent, its simulated twin, the agent before it, real lines."""

import json
import socket
from collections.abc import Iterator
from threading import Thread

import httpx2
import pytest

from devices.agent import (
    BODY_BYTES_MAX,
    HOST,
    LINES_MAX,
    PRINTER,
    RECEIPTS,
    TOKEN_HEADER,
    Agent,
)
from devices.contract import LineSize, PrinterError, PrinterState, ReceiptLine
from devices.escpos import PAPER, asking
from devices.printer import CHINESE, CUT, EscPosPrinter, written
from devices.simulated import SimulatedIdCardReader, SimulatedPrinter
from tests.devices.test_id_card import ORIGIN, serving

pytestmark = [pytest.mark.row("F3"), pytest.mark.clause("6.2.3 a", "5.3.4.3")]

TICKET = [
    ReceiptLine("苏州企业金融服务超市"),
    ReceiptLine("A012", LineSize.HUGE),
    ReceiptLine("https://x.example/t/1", is_code=True),
]


@pytest.fixture
def printer() -> SimulatedPrinter:
    return SimulatedPrinter()


@pytest.fixture
def agent(printer: SimulatedPrinter) -> Iterator[Agent]:
    found = Agent(SimulatedIdCardReader(), ORIGIN, port=0, printer=printer)
    with serving(found):
        yield found


def prints(agent: Agent, body: object, **headers: str) -> httpx2.Response:
    told = {"Origin": ORIGIN, TOKEN_HEADER: agent.token, "Content-Type": "application/json"}
    address = f"http://{HOST}:{agent.server_port}{RECEIPTS}"
    return httpx2.post(address, content=json.dumps(body), headers=told | headers)


def test_hanzi_are_sent_in_gb18030_and_what_is_no_character_is_no_command() -> None:
    assert written(ReceiptLine("票\x1dV\x00号\n")) == b"\x1d!\x00" + CHINESE + (
        "票V号".encode("gb18030") + b"\n"
    )
    assert written(ReceiptLine("A1", LineSize.HUGE)).startswith(b"\x1d!\x22")
    code = written(ReceiptLine("https://x", is_code=True))
    assert b"\x1d(k\x0c\x001P0https://x" in code


def test_a_receipt_is_kept_as_it_is_read(agent: Agent, printer: SimulatedPrinter) -> None:
    lines = [{"text": "取号单"}, {"text": "A012", "size": "huge"}, {"text": "tel:1", "code": True}]
    assert prints(agent, {"lines": lines}).json() == {"state": "printed"}
    assert printer.receipts == ["取号单\nA012\ntel:1"]


def test_paper_that_ends_in_the_middle_is_said_and_the_next_roll_prints_whole(
    printer: SimulatedPrinter,
) -> None:
    printer.load(2)
    with pytest.raises(PrinterError) as ended:
        printer.print(TICKET)
    assert ended.value.state is PrinterState.NO_PAPER
    assert printer.receipts == []
    with pytest.raises(PrinterError):
        printer.print(TICKET)
    printer.load()
    printer.print(TICKET)
    assert len(printer.receipts) == 1
    printer.plug(into=False)
    with pytest.raises(PrinterError, match="no_printer"):
        printer.print(TICKET)


def test_the_page_is_told_how_the_printer_is(agent: Agent, printer: SimulatedPrinter) -> None:
    def told(**headers: str) -> httpx2.Response:
        known = {"Origin": ORIGIN, TOKEN_HEADER: agent.token} | headers
        return httpx2.get(f"http://{HOST}:{agent.server_port}{PRINTER}", headers=known)

    assert told().json() == {"health": "healthy", "says": ""}
    printer.load(0)
    assert told().json() == {"health": "down", "says": "缺纸"}
    printer.plug(into=False)
    assert told().json()["health"] == "down"
    assert told(**{TOKEN_HEADER: "x"}).status_code == 401


def test_only_the_kiosks_page_prints_and_nothing_without_measure(
    agent: Agent, printer: SimulatedPrinter
) -> None:
    lines = {"lines": [{"text": "取号单"}]}
    assert prints(agent, lines, Origin="http://evil.example").status_code == 403
    assert prints(agent, lines, **{TOKEN_HEADER: "x"}).status_code == 401
    assert prints(agent, {"lines": []}).status_code == 400
    assert prints(agent, {"lines": [{"text": "x"}] * (LINES_MAX + 1)}).status_code == 400
    assert prints(agent, {"lines": [{"text": 7}]}).status_code == 400
    assert prints(agent, {"lines": ["x" * BODY_BYTES_MAX]}).status_code == 413
    assert printer.receipts == []


def test_a_printer_on_the_network_is_asked_for_paper_and_told_to_cut() -> None:
    with socket.create_server((HOST, 0)) as server:
        heard: list[bytes] = []

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                while sent := connection.recv(4096):
                    heard.append(sent)
                    connection.sendall(b"\x12" * sent.count(asking(PAPER)))

        thread = Thread(target=listen)
        thread.start()
        EscPosPrinter(f"tcp://{HOST}:{server.getsockname()[1]}").print(TICKET)
        thread.join()
    said = b"".join(heard)
    assert said.count(asking(PAPER)) == 2
    assert said.index("苏州".encode("gb18030")) < said.index(CUT)


def test_a_printer_that_is_not_there_is_said(tmp_path: object) -> None:
    for address in (f"tcp://{HOST}:9", f"{tmp_path}/none"):
        with pytest.raises(PrinterError) as refused:
            EscPosPrinter(address).print(TICKET)
        assert refused.value.state is PrinterState.NO_PRINTER
    with serving(bare := Agent(SimulatedIdCardReader(), ORIGIN, port=0)):
        assert prints(bare, {"lines": [{"text": "x"}]}).json() == {"state": "no_printer"}
