"""The agent beside a kiosk's browser, for as long as a journey lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from devices.agent import HOST, Agent
from tests.journeys.browser import Visitors


@contextmanager
def beside(visitors: Visitors, agent: Agent) -> Iterator[Agent]:
    """Serve the agent, and let the pages know that they may ask it."""
    visitors.watch.known.add(f"{HOST}:{agent.server_port}")
    thread = Thread(target=agent.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield agent
    finally:
        agent.shutdown()
        thread.join()
        agent.server_close()
