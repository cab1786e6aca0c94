"""A payout above the limit, over HTTP: kept, answered alike once more, and declined by another."""

from typing import Any

import pytest

from domain.kernel import clock
from tests.doors.served import Served

pytestmark = [pytest.mark.row("K2", "O1"), pytest.mark.clause("6.1.1.2")]
LIMIT = {"code": "loan_application.disburse", "reason": "分行授权书"}


def test_what_is_above_the_limit_is_answered_with_the_number_under_which_it_waits(
    platform: Served,
) -> None:
    case = f"/loan-applications/{platform.town.cases['disburse']}"
    set_to = platform.post("/amount-limits/set", "admin", LIMIT | {"amount_fen": 100})
    assert set_to.status_code == 200, set_to.text
    paid = {"contract_no": "HT-SECOND-1", "amount_fen": 101, "paid_on": str(clock.today())}
    before = platform.get(case, "operator").json()
    key = {"Idempotency-Key": "a-payout-above-the-limit"}
    answers = [platform.post(f"{case}/disburse", "officer", paid, headers=key) for _ in range(2)]
    told: list[dict[str, Any]] = [answer.json() for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["idempotent-replay"] == "true"
    assert told[0] == told[1]
    assert told[0]["proposed_no"].endswith("-F1")
    assert platform.get(case, "operator").json()["disbursed_fen"] == before["disbursed_fen"]
    asked = {"about_id": before["id"], "state": "open"}
    [shown] = platform.get("/proposals", "second_officer", params=asked).json()["items"]
    assert [step["verb"] for step in shown["open_steps"]] == ["confirm", "decline"]
    mine = platform.post(f"/proposals/{shown['id']}/confirm", "officer")
    assert (mine.status_code, mine.json()["code"]) == (409, "unmet")
    no = platform.post(
        f"/proposals/{shown['id']}/decline", "second_officer", {"reason": "收款账户有误"}
    )
    assert (no.status_code, no.json()["answer"]) == (200, "收款账户有误")
    assert platform.post("/amount-limits/set", "admin", LIMIT).status_code == 200


def test_a_list_leaves_as_a_stream_of_a_whole_spreadsheet(platform: Served) -> None:
    answer = platform.get("/loan-applications/export", "operator")
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.content.startswith(b"PK")
