"""Schemathesis over the whole description, as each desk: no 500, and every answer as described."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from domain.kernel.routing import Route
from tests.conftest import ON_POSTGRES
from tests.doors.served import Served
from tests.doors.table import ROUTES, name_of
from tests.doors.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.row("S1", "S8"), pytest.mark.clause("5.3.2.4")]
EXAMPLES_MAX = 8 if ON_POSTGRES else 3  # PostgreSQL minds more of what it is given
DESKS = ("officer", "clerk", "operator")
# These end the session of whoever asks; the other tests try them.
ENDS_SESSIONS = ("/sessions/log-out", "/account/change-password", "/revoke", "/lock")
REJECTS = negative_data_rejection
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    REJECTS,
)
SPARINGLY = settings(
    max_examples=EXAMPLES_MAX,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
TRIED = [route for route in ROUTES if not route.path.endswith(ENDS_SESSIONS)]


@schemathesis.serializer("application/pdf")
def as_it_is(_context: Any, value: Any) -> Any:
    """A file is sent as the bytes it is."""
    return value


def ids_of(town: Town) -> dict[str, list[str]]:
    """True ids for the paths, so that more than 404 is tried."""
    return {
        "application_id": list(town.cases.values()),
        "product_id": [town.product],
        "certification_id": [town.certification],
        "message_id": [town.message],
    }


@pytest.fixture(scope="module")
def described(platform: Served) -> Any:
    return schemathesis.openapi.from_url(f"{platform.base}/openapi.json")


@pytest.mark.parametrize("who", DESKS)
@pytest.mark.parametrize("route", TRIED, ids=name_of)
def test_what_is_described_is_answered_as_described(
    platform: Served, described: Any, route: Route, who: str
) -> None:
    attempt(platform, described, route, who, GenerationMode.POSITIVE)


@pytest.mark.parametrize("route", [route for route in TRIED if route.body], ids=name_of)
def test_what_is_not_described_is_refused(platform: Served, described: Any, route: Route) -> None:
    attempt(platform, described, route, "clerk", GenerationMode.NEGATIVE)


def attempt(platform: Served, described: Any, route: Route, who: str, mode: GenerationMode) -> None:
    operation = described[f"/api{route.path}"][route.method]
    ids = ids_of(platform.town)
    headers = {"Authorization": f"Bearer {platform.town.tokens[who]}"}

    @SPARINGLY
    @given(st.data())
    def attempts(data: st.DataObject) -> None:
        turn = data.draw(st.integers(0, 99))
        case = data.draw(operation.as_strategy(mode))
        for name, known in ids.items():
            if name in case.path_parameters and turn % 2:
                case.path_parameters[name] = known[turn % len(known)]
        checks = [
            check for check in CHECKS if mode is GenerationMode.NEGATIVE or check is not REJECTS
        ]
        case.call_and_validate(headers=headers, checks=checks)

    attempts()
