"""The doors of onboarding as they are served: tickets, files, and who may take which step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import msgspec
import pytest

from domain.onboarding.documents import DOCUMENT_BYTES_MAX
from tests.conftest import SERVER
from tests.doors.served import Served, database, served
from tests.onboarding.applicants import PDF, PHONE, a_form
from tests.test_rights import EVERYBODY
from vocabulary.identifiers import make_uscc
from vocabulary.parties import INSTITUTION_KINDS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("O6", "S6"),
    pytest.mark.clause("5.3.3.1", "6.1.1.1"),
]
FORM: dict[str, Any] = msgspec.to_builtins(a_form())
SIGNATURE = {"version": "2026.1", "hash": "0" * 64, "name": "沈知行"}
EVIDENCE = (
    "business_licence", "trade_licence", "head_office_consent", "authorisation_letter",
    "consumer_protection", "data_protection",
)  # fmt: skip
STEPS: dict[str, dict[str, Any]] = {
    "admission-check": {"findings": [{"criterion": "A1", "verdict": "met"}]},
    "recommend": {},
    "send-back": {"reason": "试"},
    "return-to-check": {"reason": "试"},
    "approve": {},
    "reject": {"reason": "试"},
    "ask-renewal": {"licence_no": "B0321"},
    "extend-admission": {},
    "return-renewal": {"reason": "试"},
    "give-notice": {"reason": "试"},
    "cancel-notice": {"reason": "试"},
    "leave": {"reason": "试"},
}


@pytest.fixture(scope="module")
def platform(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("onboarding")
    with database(template, folder, SERVER) as url, served(url, folder) as found:
        yield found
        assert found.crashes() == []


def sms_code(platform: Served) -> str:
    sent = platform.post("/sms-codes/send", body={"phone": PHONE, "purpose": "onboard"})
    return str(sent.json()["printed_code"])


def hand_in(
    platform: Served, ticket: str, evidence: str, content: bytes = PDF, *, key: str = ""
) -> Any:
    headers = {"X-Onboarding-Ticket": ticket, "X-File-Name": quote("扫描件.pdf")}
    return platform.ask(
        "POST",
        f"/api/onboarding/hand-in?evidence={evidence}",
        content=content,
        headers=headers | ({"Idempotency-Key": key} if key else {}),
    )


@pytest.fixture(scope="module")
def ticket(platform: Served) -> str:
    """An application that waits for its check."""
    body = {"form": FORM, "sms_code": sms_code(platform)}
    begun = platform.post("/onboarding/apply", body=body)
    assert begun.status_code == 201, begun.text
    found: str = begun.json()["ticket"]
    for evidence in EVIDENCE:
        assert hand_in(platform, found, evidence).status_code == 200
    headers = {"X-Onboarding-Ticket": found}
    sent = platform.post("/onboarding/submit", body=FORM, headers=headers)
    assert sent.json()["state"] == "to_review", sent.text
    return found


@pytest.fixture(scope="module")
def case(platform: Served, ticket: str) -> str:
    shown = platform.get("/onboarding", headers={"X-Onboarding-Ticket": ticket})
    return str(shown.json()["id"])


@pytest.mark.parametrize("given", ["", "nonsense", "x" * 43, "é" * 20])
@pytest.mark.parametrize(
    ("verb", "body"),
    [("submit", FORM), ("resubmit", FORM), ("withdraw", {"reason": "x"}), ("sign", SIGNATURE)],
)
def test_without_a_ticket_no_act_is_taken(
    platform: Served, verb: str, body: dict[str, Any], given: str
) -> None:
    headers = {"X-Onboarding-Ticket": given.encode()}
    answer = platform.post(f"/onboarding/{verb}", body=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_log_in")


def test_a_ticket_is_no_log_in(platform: Served, ticket: str) -> None:
    for headers in ({"Authorization": f"Bearer {ticket}"}, {"X-Onboarding-Ticket": ticket}):
        assert platform.get("/account", headers=headers).status_code == 401
        assert platform.get("/onboardings", headers=headers).status_code == 401


def test_a_log_in_is_no_ticket(platform: Served) -> None:
    assert platform.get("/onboarding", "operator").status_code == 401


def test_files_have_a_size_and_are_what_they_say(platform: Served) -> None:
    other = FORM | {"uscc": make_uscc(5153)}
    begun = platform.post("/onboarding/apply", body={"form": other, "sms_code": sms_code(platform)})
    found = begun.json()["ticket"]
    assert hand_in(platform, found, "business_licence", b"MZ" + PDF).status_code == 400
    first, second = (
        hand_in(platform, found, "business_licence", key="onboarding-0001") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["Idempotent-Replay"] == "true"
    assert first.content == second.content
    large = PDF + bytes(DOCUMENT_BYTES_MAX - len(PDF) + 1)
    assert hand_in(platform, found, "business_licence", large).status_code == 413
    platform.client.close()
    platform.client = httpx2.Client(base_url=platform.base, timeout=30, trust_env=False)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_the_case_and_its_documents(platform: Served, case: str, who: str) -> None:
    answer = platform.get(f"/onboardings/{case}", who)
    expected = {"operator": 200, "admin": 404}.get(who, 403)
    assert answer.status_code == expected, answer.text[:200]
    shown = platform.get(f"/onboardings/{case}", "operator").json()
    document = shown["evidence"][0]["document"]["id"]
    file = platform.get(f"/onboardings/{case}/documents/{document}", who)
    assert file.status_code == (200 if who == "operator" else 404), file.text[:200]


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "operator"])
@pytest.mark.parametrize("step", STEPS)
def test_the_case_of_another_is_nobodys_to_decide(
    platform: Served, case: str, step: str, who: str
) -> None:
    answer = platform.post(f"/onboardings/{case}/{step}", who, STEPS[step])
    assert answer.status_code == 404, answer.text[:200]


def test_what_the_operator_may_do_is_what_the_buttons_say(platform: Served, case: str) -> None:
    shown = platform.get(f"/onboardings/{case}", "operator").json()
    verbs = {step["verb"] for step in shown["open_steps"]}
    assert verbs == {"admission_check", "send_back", "reject"}
    for step in STEPS.keys() - {"admission-check", "send-back", "reject"}:
        answer = platform.post(f"/onboardings/{case}/{step}", "operator", STEPS[step])
        assert answer.status_code in {403, 409}, f"{step}: {answer.text[:200]}"


@pytest.mark.clause("4.5")
def test_everybody_reads_the_standard(platform: Served) -> None:
    found = platform.get("/admission-criteria").json()
    assert {each["kind"] for each in found["kinds"]} == set(INSTITUTION_KINDS)
    assert all(each["source"] for each in found["criteria"])
