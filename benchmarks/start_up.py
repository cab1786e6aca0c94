"""P15 and P16: from start to first answer, memory, and how log-ins disturb everybody else."""

import asyncio
import http.client
import json
import time

from benchmarks.children import free_port, our_server
from benchmarks.city import PASSWORD, a_party, fresh_database, logged_in
from benchmarks.measured import Line, Setting, in_ms, middle, percentile, resident_mb
from domain.identity.passwords import make_hash
from vocabulary.parties import PartyKind, Role

STARTS = 3
LOG_INS_A_SECOND = 15
SECONDS = 5
PROBE_EVERY_S = 0.01
START_S_MAX, MEMORY_MB_MAX, LAG_MS_MAX = 1.5, 150.0, 150.0


async def measure(setting: Setting) -> list[Line]:
    """Start it some times; then let people log in and watch how long a plain request waits."""
    async with fresh_database(setting, on_postgres=True) as database:
        bank = await a_party(PartyKind.BANK, "江南银行苏州分行")
        await logged_in(bank, Role.BANK_OFFICER, 1)
        began = time.perf_counter()
        await make_hash(PASSWORD)
        one_hash = time.perf_counter() - began
        starts, held = [], 0.0
        for _ in range(STARTS):
            port = free_port()
            began = time.perf_counter()
            with our_server(port, setting.folder, database.url, database.keys) as pid:
                _get(port, "/api/reference")
                starts.append(time.perf_counter() - began)
                held = resident_mb(pid)
        port = free_port()
        with our_server(port, setting.folder, database.url, database.keys) as pid:
            still = await _lag(port, 1)
            logging_in = asyncio.create_task(_log_ins(port))
            lag = await _lag(port, SECONDS)
            waits = await logging_in
            busy = resident_mb(pid)
    start, worst = middle(starts), percentile(lag, 0.99) * 1000
    return [
        Line("P15", "start to first answer (s)", f"{start:.2f} s", "–", start, f"<= {START_S_MAX}"),
        Line("P15", "memory, fresh (MB)", f"{held:.0f} MB", "–", held, f"<= {MEMORY_MB_MAX:.0f}"),
        Line("P15", "memory, after log-ins (MB)", f"{busy:.0f} MB", "–"),
        Line(
            "P16",
            f"{LOG_INS_A_SECOND} log-ins a second: event-loop lag p99 (ms)",
            f"{in_ms(lag)}; a log-in {in_ms(waits)}",
            f"idle {in_ms(still)}; one hash {one_hash * 1000:.0f} ms",
            worst,
            f"<= {LAG_MS_MAX:.0f}",
        ),
    ]


async def _lag(port: int, seconds: float) -> list[float]:
    """How long the lightest of requests takes: it waits for whatever holds the event loop."""
    lag: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        lag.append(time.perf_counter() - began)
        await asyncio.sleep(PROBE_EVERY_S)
    writer.close()
    return lag


async def _log_ins(port: int) -> list[float]:
    """So many a second, whether the last one has been answered or not."""
    logging_in = []
    for _ in range(LOG_INS_A_SECOND * SECONDS):
        logging_in.append(asyncio.create_task(asyncio.to_thread(_log_in, port)))
        await asyncio.sleep(1 / LOG_INS_A_SECOND)
    return list(await asyncio.gather(*logging_in))


def _log_in(port: int) -> float:
    body = json.dumps({"phone": "person1", "password": PASSWORD})
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/json", "X-Terminal": "tool"}
    connection.request("POST", "/api/sessions/by-password", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    assert answer.status == http.HTTPStatus.OK, said.decode()
    return time.perf_counter() - began


def _get(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    assert connection.getresponse().status == http.HTTPStatus.OK, path
    connection.close()
