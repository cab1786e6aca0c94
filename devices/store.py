"""The three ways to run the on-site agent: enrol a device, watch the store, simulate one."""

import os
import time
from importlib import import_module
from pathlib import Path
from uuid import UUID

from devices import pieces, settings
from devices.credential import Credential
from devices.outbox import Outbox
from devices.platform import LineDown, NotOurs, Platform
from devices.reporting import Reporter
from devices.watcher import Watcher

OUTBOX = "outbox.sqlite3"
LOG_IN, PASSWORD = "AGENT_LOG_IN", "AGENT_PASSWORD"
SIMULATED_INTERVAL_S = 5
SIMULATED_SEED = 7


def enrol(at: Path, name: str, code: str) -> str:
    """Enrol one device of the file by its one-time code; the machine itself comes first."""
    asked = settings.read(at)
    credential, platform = Credential(asked.folder), Platform(asked.origin)
    wanted = {each.name: each for each in asked.devices}.get(name)
    if wanted is None:
        return f"no device of that name in {at}"
    agent: UUID | None = None
    if wanted.kind != settings.HOST:
        agent = credential.names().get(asked.agent.name)
        if agent is None:
            return f"enrol {asked.agent.name} first: it speaks for the others"
    try:
        credential.note(name, platform.enrol(code, credential, agent))
    except (LineDown, NotOurs) as problem:
        return str(problem)
    return ""


def watch(at: Path) -> None:
    """Watch what the file names and was enrolled, until interrupted."""
    asked = settings.read(at)
    credential = Credential(asked.folder)
    names = credential.names()
    if asked.agent.name not in names:
        raise settings.BadSettings(f"enrol {asked.agent.name} first")
    watchers = {
        names[each.name]: Watcher(settings.PROBES[each.kind](each.given))
        for each in asked.devices
        if each.name in names
    }
    Reporter(
        names[asked.agent.name],
        watchers,
        credential=credential,
        outbox=Outbox(asked.folder / OUTBOX),
        platform=Platform(asked.origin),
        interval_s=asked.interval_s,
    ).run()


def simulate(origin: str, folder: Path) -> None:
    """Run a whole simulated store, until interrupted."""
    simulated = import_module("devices.simulated_store")  # has cameras, and so needs opencv
    credential, platform = Credential(folder), Platform(origin)
    names = simulated.enrol_all(
        platform, credential, os.environ.get(LOG_IN, ""), os.environ.get(PASSWORD, "")
    )
    store = simulated.SimulatedStore(SIMULATED_SEED)
    reporter = Reporter(
        names[pieces.AGENT],
        {names[name]: watcher for name, watcher in store.watchers.items()},
        credential=credential,
        outbox=Outbox(folder / OUTBOX),
        platform=platform,
        interval_s=SIMULATED_INTERVAL_S,
    )
    while True:
        store.lives()
        reporter.round()
        reporter.forward()
        time.sleep(SIMULATED_INTERVAL_S)
