"""What a screen is shown of a flow is the flow: its steps, its picture, its story."""

from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest

from domain.kernel.journal import Entry
from domain.kernel.showing import form_of, picture, states_left, timeline
from domain.parties.flow import CertificationFlow, FormCertificationFlow
from tests import world
from vocabulary.certification import CertificationState as S

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def an_entry(verb: str, came_from: str, to: str, **terms: object) -> Entry:
    return Entry(
        id=1,
        seal_no=0,
        code=f"certification.{verb}",
        subject_kind="certification",
        subject_id=uuid4(),
        subject_no="RZ-1",
        actor_id=uuid4(),
        actor_name="欧阳明",
        party_id=uuid4(),
        party_name="江南银行",
        from_state=came_from,
        to_state=to,
        reason="",
        terms=terms,
        facts={},
        changes={},
        at=AT,
    )


@pytest.mark.clause("4.3")
def test_the_picture_is_the_table_with_the_place_marked() -> None:
    drawn = msgspec.to_builtins(picture(CertificationFlow, S.TO_AMEND, past={"to_review"}))

    assert [each["state"] for each in drawn["states"]] == [state.value for state in S]
    assert [each["state"] for each in drawn["states"] if each["current"]] == ["to_amend"]
    assert [each["state"] for each in drawn["states"] if each["done"]] == ["to_review"]
    assert [each["state"] for each in drawn["states"] if each["final"]] == ["approved", "rejected"]
    resubmit = next(each for each in drawn["steps"] if each["verb"] == "resubmit")
    assert resubmit == {
        "verb": "resubmit",
        "label": "重新提交",
        "from": ["to_amend"],
        "to": "to_check",
    }
    begins = next(each for each in drawn["steps"] if each["verb"] == "submit")
    assert begins["from"] == []


def test_a_picture_without_a_row_marks_nothing() -> None:
    drawn = picture(CertificationFlow)
    assert not any(each.current or each.done for each in drawn.states)


def test_a_reason_alone_is_no_form() -> None:
    assert form_of(CertificationFlow.steps["submit"]) == "CertificationHandIn"
    assert form_of(FormCertificationFlow.steps["reject"]) is None


@pytest.mark.clause("6.1.3.4 c")
async def test_a_milestone_is_one_sentence_with_its_amount(db: None) -> None:
    viewer = world.clerk_of(await world.an_enterprise())
    entries = [
        an_entry("submit", "", "to_review", amount_fen=123_456_700),
        an_entry("unknown", "to_review", "to_review"),
        an_entry("note", "to_review", "to_review"),
    ]

    told = timeline(CertificationFlow, entries, viewer, also={"certification.note": "备注"})

    assert [each.label for each in told] == ["提交认证", "备注"]
    assert told[0].summary == "江南银行提交认证，金额123.46万元，进入“待审核”。"
    assert told[0].amount_fen == 123_456_700
    assert told[0].actor_name == "欧阳*"
    assert told[1].summary == "江南银行备注。"
    assert states_left(told) == {"to_review"}
