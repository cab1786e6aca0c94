"""The one shape in which the platform says no."""

from typing import Any

import httpx2

MEDIA = "application/problem+json"


def must_be_a_problem(answer: httpx2.Response, status: int, code: str | None = None) -> list[str]:
    """Hold an answer to RFC 9457 and to our own words. Returns the fields it names."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].split(";")[0] == MEDIA
    problem: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "code", "detail", "request_id"} <= set(problem)
    assert set(problem) <= {"type", "title", "status", "code", "detail", "request_id", "errors"}
    assert problem["status"] == status
    assert problem["type"].endswith(problem["code"])
    assert code in {None, problem["code"]}, answer.text
    for sentence in (problem["title"], problem["detail"]):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in sentence), "said in Chinese"
    return [each["field"] for each in problem.get("errors", [])]
