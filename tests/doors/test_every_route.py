"""What every route does with what it should not be sent."""

import httpx2
import pytest

from domain.kernel.routing import Route
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served
from tests.doors.table import (
    ACTS,
    CLOSED,
    NOBODY,
    OF_ONE,
    READS,
    ROUTES,
    fields_of,
    filled,
    name_of,
    wrong_value,
)

pytestmark = [pytest.mark.slow, pytest.mark.row("S1"), pytest.mark.clause("5.3.1.1")]
TOO_LARGE = 256 * 1024 + 1
PERSONS = ("operator", "officer", "approver", "clerk", "guarantee_officer", "underwriter")


def a_person_for(route: Route) -> str | None:
    return None if route.public else "clerk"


@pytest.mark.parametrize("route", CLOSED, ids=name_of)
@pytest.mark.parametrize(
    "token", ["", "x" * 43, "短", "x" * 5000], ids=["no", "false", "odd", "long"]
)
def test_nobody_is_let_in_without_a_session(platform: Served, route: Route, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
    answer = platform.ask(
        route.method, f"/api{filled(route)}", headers=headers, json={} if route.body else None
    )
    must_be_a_problem(answer, 401, "not_logged_in")


@pytest.mark.parametrize("route", ACTS, ids=name_of)
def test_an_unknown_field_is_named(platform: Served, route: Route) -> None:
    answer = platform.post(filled(route), a_person_for(route), {"unheard_of": 1})
    assert "unheard_of" in must_be_a_problem(answer, 400, "invalid")


@pytest.mark.parametrize(
    ("route", "field"),
    [
        pytest.param(route, field, id=f"{name_of(route)}:{field}")
        for route in ACTS
        if route.body
        for field in fields_of(route.body)
    ],
)
def test_a_value_of_the_wrong_type_is_named(platform: Served, route: Route, field: str) -> None:
    assert route.body is not None
    body = {field: wrong_value(route.body, field)}
    answer = platform.post(filled(route), a_person_for(route), body)
    [named] = must_be_a_problem(answer, 400, "invalid")
    assert named.partition("[")[0] == field


@pytest.mark.parametrize("route", READS, ids=name_of)
class TestAQuery:
    def test_an_unknown_filter_is_named(self, platform: Served, route: Route) -> None:
        params = {"unheard_of": "1"}
        path = f"/api{filled(route)}"
        answer = platform.ask(route.method, path, a_person_for(route), params=params)
        assert "unheard_of" in must_be_a_problem(answer, 400, "invalid")

    def test_a_filter_twice_is_named(self, platform: Served, route: Route) -> None:
        assert route.query is not None
        field = fields_of(route.query)[0]
        path = f"/api{filled(route)}?{field}=1&{field}=2"
        answer = platform.ask(route.method, path, a_person_for(route))
        assert field in must_be_a_problem(answer, 400, "invalid")

    def test_a_limit_has_a_limit(self, platform: Served, route: Route) -> None:
        assert route.query is not None
        if "limit" not in fields_of(route.query):
            return
        for limit in ("0", "101", "-1", "x", "1e3", "9" * 30):
            answer = platform.get(filled(route), a_person_for(route), params={"limit": limit})
            assert "limit" in must_be_a_problem(answer, 400, "invalid")

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "////",
            "WyJhIiwiYiJd",  # ["a","b"]
            "WyI5OTk5OTk5OTk5OTk5OTk5OTk5Il0",  # ["9999999999999999999"]: no bigint
            "WyItLTUiXQ",  # ["--5"]
            "WyLCsiJd",  # ["²"]: a digit, and no number
            "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjU5IiwgIjAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMCJd",
            "W10",  # []
            "bnVsbA",  # null
            "编号",
        ],
    )
    def test_a_cursor_nobody_wrote_is_refused(
        self, platform: Served, route: Route, cursor: str
    ) -> None:
        assert route.query is not None
        if "cursor" not in fields_of(route.query) or route.path.endswith("/export"):
            return
        for person in PERSONS:
            answer = platform.get(filled(route), person, params={"cursor": cursor})
            assert answer.status_code in {400, 403, 404}, answer.text[:200]


@pytest.mark.parametrize("route", OF_ONE, ids=name_of)
class TestAnId:
    def test_of_nothing_is_not_found_or_not_ones_post(self, platform: Served, route: Route) -> None:
        for person in PERSONS:
            answer = platform.ask(
                route.method, f"/api{filled(route)}", person, json={} if route.body else None
            )
            assert answer.status_code in {400, 403, 404}, answer.text[:200]

    def test_that_is_none_is_no_address(self, platform: Served, route: Route) -> None:
        for row_id in ("1", "x" * 36, f"{NOBODY}0", "..%2f..", "%00"):
            answer = platform.ask(route.method, f"/api{filled(route, row_id)}", "clerk")
            must_be_a_problem(answer, 404, "not_found")


@pytest.mark.parametrize("route", ACTS, ids=name_of)
class TestABody:
    def test_that_is_no_json_is_malformed(self, platform: Served, route: Route) -> None:
        for body in (b"", b"{", b"{}}", b"\xff\xfe", b'{"a": "\xff"}', b"nul", b"[" * 5000):
            answer = self._send(platform, route, body)
            must_be_a_problem(answer, 400)
            assert answer.json()["code"] in {"malformed", "invalid"}

    def test_that_is_no_object_is_invalid(self, platform: Served, route: Route) -> None:
        for body in (b"[]", b"1", b'"x"', b"null", b"true"):
            must_be_a_problem(self._send(platform, route, body), 400, "invalid")

    def test_of_another_kind_is_malformed(self, platform: Served, route: Route) -> None:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
            answer = self._send(platform, route, b"{}", kind)
            must_be_a_problem(answer, 400, "malformed")

    def test_that_is_too_large_is_too_large(self, platform: Served, route: Route) -> None:
        answer = self._send(platform, route, b" " * TOO_LARGE)
        must_be_a_problem(answer, 413, "too_large")

    def test_with_a_nul_is_invalid(self, platform: Served, route: Route) -> None:
        answer = self._send(platform, route, b'{"reason": "\\u0000"}')
        must_be_a_problem(answer, 400, "invalid")

    def test_with_half_a_character_is_refused(self, platform: Served, route: Route) -> None:
        assert route.body is not None
        for field in fields_of(route.body)[:1]:
            answer = self._send(platform, route, b'{"%s": "\\ud800"}' % field.encode())
            must_be_a_problem(answer, 400)

    def _send(
        self, platform: Served, route: Route, body: bytes, kind: str = "application/json"
    ) -> httpx2.Response:
        headers = {"Content-Type": kind} if kind else {}
        return platform.ask(
            route.method,
            f"/api{filled(route)}",
            a_person_for(route),
            content=body,
            headers=headers,
        )


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_another_method_is_answered_with_those_allowed(platform: Served, route: Route) -> None:
    path = f"/api{filled(route)}"
    allowed = {each.method for each in ROUTES if filled(each) == filled(route)}
    for method in ("PUT", "PATCH", "DELETE", "GET", "POST"):
        if method in allowed:
            continue
        answer = platform.ask(method, path, "clerk")
        if answer.status_code == 404:
            continue  # the same shape of path with a word in place of an id
        must_be_a_problem(answer, 405, "method_not_allowed")
        assert set(answer.headers["allow"].replace(" ", "").split(",")) >= allowed


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31"])
def test_a_date_from_which_nothing_can_be_counted_is_refused(platform: Served, when: str) -> None:
    """The first and the last day there are: the day before, or after, is none."""
    offset = "+14:00" if when < "2000" else "-14:00"
    order = {
        "starts_at": f"{when}T12:00:00{offset}",
        "ends_at": "2026-12-02T02:00:00Z",
        "zone": "roadshow",
        "room": "路演厅",
        "title": "季度例会",
        "kind": "ordinary",
        "headcount": 5,
    }
    must_be_a_problem(platform.post("/meetings/order", "store", order), 400, "invalid")
    calendar = platform.get("/store-calendar", "store", params={"from": when})
    must_be_a_problem(calendar, 400, "invalid")
    assert not platform.crashes()
