"""The ID-card reader: its vendor's bridge, its simulated twin, and the agent before them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx2
import pytest

from devices.agent import HOST, PATH, TOKEN_HEADER, Agent
from devices.contract import IdCard, IdCardReader, ReaderError
from devices.id_card import ANSWER_BYTES_MAX, BridgedIdCardReader
from devices.simulated import CARDS, SimulatedIdCardReader
from vocabulary.identifiers import resident_id_problem

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1", "5.3.4.3")]

ORIGIN = "http://127.0.0.1:8600"
CARD = IdCard("欧阳晨", "320505198003120017", date(2040, 5, 1))
SAID = {"name": "欧阳晨   ", "number": "320505198003120017", "valid_until": "20400501"}


class Bridge(ThreadingHTTPServer):
    """The software of a reader's vendor, answering as it is told to."""

    daemon_threads = True
    status = 200
    content = b""

    def says(self, status: int, content: Any = b"") -> None:
        self.status = status
        self.content = content if isinstance(content, bytes) else json.dumps(content).encode()


class _Says(BaseHTTPRequestHandler):
    server: Bridge

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    found = Bridge((HOST, 0), _Says)
    with serving(found):
        yield found


@pytest.fixture
def reader(bridge: Bridge) -> BridgedIdCardReader:
    return BridgedIdCardReader(f"http://{HOST}:{bridge.server_port}/read")


@pytest.fixture
def twin() -> SimulatedIdCardReader:
    return SimulatedIdCardReader()


@pytest.fixture
def agent(twin: SimulatedIdCardReader) -> Iterator[Agent]:
    found = Agent(twin, ORIGIN, port=0)
    with serving(found):
        yield found


class TestTheBridge:
    def test_a_card_is_read_without_what_the_chip_pads(
        self, bridge: Bridge, reader: IdCardReader
    ) -> None:
        bridge.says(200, SAID)
        assert reader.read() == CARD
        bridge.says(200, SAID | {"valid_until": "长期", "portrait": "x" * 1000})
        read = reader.read()
        assert read is not None
        assert read.valid_until is None

    def test_no_card_is_no_failure(self, bridge: Bridge, reader: IdCardReader) -> None:
        bridge.says(204)
        assert reader.read() is None

    @pytest.mark.parametrize(
        "said",
        [
            (503, b""),
            (200, b"no JSON"),
            (200, b'["a list"]'),
            (200, {}),
            (200, SAID | {"name": 7}),
            (200, SAID | {"number": "3205051980031200"}),
            (200, SAID | {"valid_until": "20401301"}),
            (200, b" " * (ANSWER_BYTES_MAX + 1)),
        ],
    )
    def test_what_is_not_understood_is_one_kind_of_failure_that_tells_nothing_of_the_card(
        self, bridge: Bridge, reader: IdCardReader, said: tuple[int, Any]
    ) -> None:
        bridge.says(*said)
        with pytest.raises(ReaderError) as failed:
            reader.read()
        assert "3205" not in str(failed.value)
        assert "欧阳" not in str(failed.value)

    def test_a_bridge_that_is_gone_is_that_failure(self, bridge: Bridge) -> None:
        gone = Bridge((HOST, 0), _Says)
        gone.server_close()
        with pytest.raises(ReaderError):
            BridgedIdCardReader(f"http://{HOST}:{gone.server_port}/").read()

    @pytest.mark.parametrize(
        "address",
        ["http://192.168.1.7/read", "http://store.example/", "https://127.0.0.1/", "file:///x", ""],
    )
    def test_a_card_never_crosses_a_network(self, address: str) -> None:
        with pytest.raises(ReaderError):
            BridgedIdCardReader(address)


class TestTheTwin:
    def test_does_what_a_reader_does(self, twin: SimulatedIdCardReader) -> None:
        assert twin.read() is None
        twin.lay(CARD)
        assert twin.read() == CARD
        twin.lift()
        assert twin.read() is None
        twin.plug(into=False)
        with pytest.raises(ReaderError):
            twin.read()

    def test_its_people_have_numbers_as_real_ones_have(self) -> None:
        assert all(resident_id_problem(card.number) is None for card in CARDS.values())

    def test_a_card_is_not_written_into_a_log_by_accident(self) -> None:
        assert "320505" not in repr(CARD)


def asks(agent: Agent, path: str = PATH, method: str = "GET", **headers: str) -> httpx2.Response:
    given = {"Origin": ORIGIN, TOKEN_HEADER: agent.token} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return httpx2.request(method, f"http://{HOST}:{agent.server_port}{path}", headers=given)


class TestTheAgent:
    def test_says_what_lies_on_the_reader(self, agent: Agent, twin: SimulatedIdCardReader) -> None:
        assert asks(agent).json() == {"state": "waiting", "card": None}
        twin.lay(CARD)
        answer = asks(agent)
        assert answer.json() == {
            "state": "read",
            "card": {"name": "欧阳晨", "number": CARD.number, "valid_until": "2040-05-01"},
        }
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        twin.lift()
        assert asks(agent).json()["card"] is None  # nothing was kept
        twin.plug(into=False)
        assert asks(agent).json() == {"state": "no_reader", "card": None}

    @pytest.mark.parametrize(
        "strange",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Host": "evil.example:8650"},
            {"X_Agent_Token": "x" * 43},
            {"X_Agent_Token": ""},
        ],
    )
    def test_gives_a_card_to_no_other_page_name_or_program(
        self, agent: Agent, twin: SimulatedIdCardReader, strange: dict[str, str]
    ) -> None:
        twin.lay(CARD)
        answer = asks(agent, **strange)
        assert answer.status_code in {401, 403}
        assert answer.content == b""

    def test_only_the_kiosks_page_is_told_that_it_may_ask(self, agent: Agent) -> None:
        allowed = asks(agent, method="OPTIONS")
        assert allowed.status_code == 204
        assert allowed.headers["access-control-allow-headers"] == f"{TOKEN_HEADER}, Content-Type"
        refused = asks(agent, method="OPTIONS", Origin="https://evil.example")
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers

    def test_a_card_is_read_by_one_path_and_one_verb(self, agent: Agent) -> None:
        assert asks(agent, "/").status_code == 404
        assert asks(agent, method="POST").status_code == 404
        assert asks(agent, method="PUT").status_code == 501

    def test_the_token_is_another_with_every_start_and_is_sent_to_no_server(
        self, agent: Agent
    ) -> None:
        other = Agent(SimulatedIdCardReader(), ORIGIN, port=0)
        other.server_close()
        assert other.token != agent.token
        address, _, fragment = agent.page.partition("#")
        assert address == f"{ORIGIN}/kiosk/"
        assert fragment == f"agent={agent.server_port}.{agent.token}"

    def test_nobody_on_the_network_reaches_it(self, agent: Agent) -> None:
        assert agent.server_address[0] == "127.0.0.1"

    def test_says_nothing_of_whom_it_saw(
        self, agent: Agent, twin: SimulatedIdCardReader, capfd: pytest.CaptureFixture[str]
    ) -> None:
        twin.lay(CARD)
        asks(agent)
        said = capfd.readouterr()
        assert said.out + said.err == ""
