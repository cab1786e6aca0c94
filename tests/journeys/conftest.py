"""One platform and one browser for all journeys of a file; people and visitors for each journey."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Visitors, running_browser
from tests.journeys.people import People
from tests.journeys.serving import Platform, running_server


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_server(tmp_path_factory.mktemp("platform")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture
def visitors(platform: Platform, browser: Browser) -> Iterator[Visitors]:
    """Whoever opens a page; at the end no page has complained, or asked a foreign host."""
    found = Visitors(browser, platform.base)
    yield found
    found.leave()
    assert not found.watch.foreign, "a page asked another host for something"
    assert not found.watch.complaints, "a page complained in the console"


@pytest.fixture
def people(platform: Platform) -> Iterator[People]:
    with People(platform.base) as found:
        yield found
