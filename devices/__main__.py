r"""`python -m devices`: the kiosk's agent with its browser, or the agent that watches the store.

    python -m devices --origin https://store.example.cn --bridge http://127.0.0.1:9101/read \
        --browser "chromium --kiosk"
    python -m devices --origin http://127.0.0.1:8600 --simulated

    python -m devices --watch store.toml                  # see devices/settings.py
    python -m devices --watch store.toml --enrol 凭条打印机 --code 12345678
    python -m devices --simulate --origin http://127.0.0.1:8600   # AGENT_LOG_IN, AGENT_PASSWORD

The printer: `--printer tcp://10.0.0.9:9100`, or a device file such as /dev/usb/lp0.
Simulated, a line on standard input lays a card on the reader (1, 2, 3) or lifts it (0), and puts
paper into the printer (p: a fresh roll; p5: five lines). `r` shows what was printed. Without
`--browser` the page's address is printed. The address holds the token of this start.

Newer Chromium asks a person before a page on another host may speak to this machine; on a kiosk
nobody answers, so allow the platform's origin by policy (LocalNetworkAccessAllowedForUrls).
"""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from devices import store
from devices.agent import PORT, Agent
from devices.contract import IdCardReader, ReaderError
from devices.id_card import BridgedIdCardReader
from devices.platform import LineDown, NotOurs
from devices.printer import EscPosPrinter
from devices.settings import BadSettings
from devices.simulated import CARDS, SimulatedIdCardReader, SimulatedPrinter


def main() -> None:
    """Serve until interrupted."""
    asked = _arguments()
    if asked.watch or asked.simulate:
        _store(asked)
        return
    try:
        reader: IdCardReader = (
            SimulatedIdCardReader() if asked.simulated else BridgedIdCardReader(asked.bridge)
        )
    except ReaderError as problem:
        raise SystemExit(str(problem)) from problem
    twin = SimulatedPrinter() if asked.simulated and not asked.printer else None
    printer = twin or (EscPosPrinter(asked.printer) if asked.printer else None)
    with Agent(reader, asked.origin, port=asked.port, printer=printer) as agent:
        if asked.browser:
            subprocess.Popen([*shlex.split(asked.browser), agent.page])  # noqa: S603 -- the installer's own
        else:
            _say(f"open {agent.page}")
        if isinstance(reader, SimulatedIdCardReader):
            Thread(target=_play, args=(reader, twin, sys.stdin), daemon=True).start()
        try:
            agent.serve_forever()
        except KeyboardInterrupt:
            _say("ended")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m devices", description="The agent of one kiosk.")
    parser.add_argument("--origin", default="", help="where the platform is: scheme, host, port")
    parser.add_argument("--port", type=int, default=PORT, help="on 127.0.0.1")
    parser.add_argument("--browser", default="", help="command that shows the page")
    parser.add_argument("--printer", default="", help="tcp://host:9100, or a device file")
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--bridge", default="", help="loopback address of the reader's software")
    kind.add_argument("--simulated", action="store_true", help="the simulated twin of the reader")
    kind.add_argument("--watch", type=Path, help="watch the devices that this file names")
    kind.add_argument("--simulate", action="store_true", help="a whole simulated store")
    parser.add_argument("--enrol", default="", help="with --watch: enrol the device of this name")
    parser.add_argument("--code", default="", help="with --enrol: its one-time code")
    parser.add_argument("--folder", type=Path, default=Path("agent"), help="keys and outbox")
    asked = parser.parse_args()
    if not asked.watch and not asked.origin:
        parser.error("--origin is needed")
    return asked


def _store(asked: argparse.Namespace) -> None:
    """Run the agent that watches devices."""
    try:
        if asked.enrol:
            if problem := store.enrol(asked.watch, asked.enrol, asked.code):
                raise SystemExit(problem)
            _say(f"enrolled {asked.enrol}")
        elif asked.watch:
            store.watch(asked.watch)
        else:
            store.simulate(asked.origin, asked.folder)
    except (BadSettings, LineDown, NotOurs) as problem:
        raise SystemExit(str(problem)) from problem
    except KeyboardInterrupt:
        _say("ended")


def _play(
    reader: SimulatedIdCardReader, printer: SimulatedPrinter | None, lines: Iterable[str]
) -> None:
    _say("1, 2, 3: lay a card on the reader; 0: lift it; p, p5: paper; r: what was printed")
    for line in lines:
        told = line.strip()
        if printer is not None and told.startswith("p"):
            printer.load(int(told[1:]) if told[1:].isdecimal() else None)
        elif printer is not None and told == "r":
            _say("\n---\n".join(printer.receipts))
        elif card := CARDS.get(told):
            reader.lay(card)
        else:
            reader.lift()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
