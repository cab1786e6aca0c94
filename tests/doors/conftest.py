"""One served platform for all tests of the doors; what they do to it they must not undo."""

from collections.abc import Iterator

import pytest

from tests.conftest import SERVER
from tests.doors.served import Served, database, served


@pytest.fixture(scope="session")
def platform(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    """The platform, served; at the end nothing in its log has crashed."""
    folder = tmp_path_factory.mktemp("served")
    with database(template, folder, SERVER) as url, served(url, folder) as found:
        yield found
        assert found.crashes() == []
