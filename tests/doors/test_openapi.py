"""The description of the doors is valid, whole and true."""

from typing import Any

import jsonschema_rs
import pytest

from tests.doors.served import Served
from tests.doors.table import AT_KIOSK, ROUTES, name_of

pytestmark = [pytest.mark.row("S8"), pytest.mark.clause("5.3.2.4")]


@pytest.fixture
def document(platform: Served) -> dict[str, Any]:
    found: dict[str, Any] = platform.ask("GET", "/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path.removeprefix('/api')}": operation
        for path, methods in document["paths"].items()
        if path.startswith("/api/")
        for method, operation in methods.items()
    }


def test_every_route_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    assert set(operations(document)) == {name_of(route) for route in (*ROUTES, *AT_KIOSK)}


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document).values()]
    assert len(names) == len(set(names))


def test_every_operation_says_in_chinese_what_it_is_for(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert any("\u4e00" <= sign <= "\u9fff" for sign in operation["summary"]), name


def test_what_needs_a_session_says_so(document: dict[str, Any]) -> None:
    found = operations(document)
    for route in (*ROUTES, *AT_KIOSK):
        is_open = route.public and not route.device
        assert ("security" in found[name_of(route)]) != is_open, name_of(route)


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    jsonschema_rs.Draft202012Validator(document | {"$ref": "#/components/schemas/Problem"})
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
        )


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            assert value.get("$ref") in {None, *known}
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(document)


def test_every_answer_of_a_problem_has_its_media(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert set(answer["content"]) == {"application/problem+json"}, name
