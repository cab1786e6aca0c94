"""The checks are pure: the same papers come out the same; what is missing is doubtful."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.kernel.ports import RegistryRecord
from domain.kernel.seeing import FieldReading
from domain.parties import review
from domain.parties.checks import AuthorizationFacts, Evidence, FaceFinding
from domain.parties.readings import region_of, shown, value_of
from domain.parties.terms import CertificationHandIn, ItemMark
from domain.parties.texts import authorization_text, is_in_force
from tests.parties.firm import BACK, CAPITAL_FEN, FRONT, LICENCE, NAME, PERSON, RECORD, USCC, fields
from vocabulary.certification import CheckItem, CheckVerdict, RegistryState
from vocabulary.seeing import DocumentKind

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]
TODAY = date(2026, 11, 27)
SOME = UUID(int=7)
FORM = CertificationHandIn(
    name=NAME,
    uscc=USCC,
    region="320505",
    industry="C",
    legal_representative=PERSON,
    contact_name="王小明",
    contact_phone="13812340001",
    registered_capital_fen=CAPITAL_FEN,
    main_business="精密机械零部件加工",
    licence_id=SOME,
    id_front_id=SOME,
    id_back_id=SOME,
    authorization_id=SOME,
)
TEXT = authorization_text(NAME, USCC, "运营中心", TODAY)
WHOLE = Evidence(
    form=FORM,
    licence=fields(LICENCE),
    id_front=fields(FRONT),
    id_back=fields(BACK),
    record=RECORD,
    registry_away=False,
    authorization=AuthorizationFacts(PERSON, TEXT.text, TEXT.expires_on, withdrawn=False),
    face=FaceFinding.SAME,
    uscc_taken=False,
    papers_of_others=False,
    today=TODAY,
)


def verdict(item: CheckItem, **differing: Any) -> CheckVerdict:
    found = review.check_all(replace(WHOLE, **differing))
    return next(check.verdict for check in found if check.item is item)


def licence(**said: str) -> dict[str, FieldReading]:
    return fields(LICENCE | said)


def test_when_all_agree_every_check_matches_and_the_platform_passes() -> None:
    checks = review.check_all(WHOLE)
    assert {check.verdict for check in checks} == {CheckVerdict.MATCHED}
    assert review.decide(checks).verb == "pass_check"


@pytest.mark.parametrize(
    ("item", "differing", "how"),
    [
        (CheckItem.REGISTRATION_STATE, {"record": None}, CheckVerdict.DOUBTFUL),
        (CheckItem.REGISTRATION_STATE, {"registry_away": True}, CheckVerdict.DOUBTFUL),
        (
            CheckItem.REGISTRATION_STATE,
            {"record": replace(RECORD, state=RegistryState.MOVED_OUT)},
            CheckVerdict.DOUBTFUL,
        ),
        (CheckItem.ENTERPRISE_NAME, {"licence": {}}, CheckVerdict.DOUBTFUL),
        (CheckItem.USCC, {"uscc_taken": True}, CheckVerdict.DOUBTFUL),
        (CheckItem.USCC, {"licence": licence(uscc=USCC[:-1] + "?")}, CheckVerdict.CONTRARY),
        (
            CheckItem.LEGAL_REPRESENTATIVE,
            {"record": replace(RECORD, legal_representative="前任")},
            CheckVerdict.DOUBTFUL,
        ),
        (CheckItem.LEGAL_REPRESENTATIVE, {"id_front": {}}, CheckVerdict.DOUBTFUL),
        (
            CheckItem.REGISTERED_CAPITAL,
            {"licence": licence(registered_capital="")},
            CheckVerdict.MATCHED,
        ),
        (
            CheckItem.REGISTERED_CAPITAL,
            {"licence": licence(registered_capital="陆佰万元整"), "record": None},
            CheckVerdict.CONTRARY,
        ),
        (
            CheckItem.REGISTERED_CAPITAL,
            {"licence": licence(registered_capital="500万美元"), "record": None},
            CheckVerdict.DOUBTFUL,
        ),
        (
            CheckItem.MAIN_BUSINESS,
            {"form": replace(FORM, main_business="餐饮")},
            CheckVerdict.DOUBTFUL,
        ),
        (
            CheckItem.MAIN_BUSINESS,
            {"form": replace(FORM, main_business="销售")},
            CheckVerdict.DOUBTFUL,
        ),
        (CheckItem.DOMICILE, {"form": replace(FORM, region="320581")}, CheckVerdict.DOUBTFUL),
        (
            CheckItem.LICENCE_TERM,
            {"licence": licence(business_term="2015-03-12至2026-11-26")},
            CheckVerdict.CONTRARY,
        ),
        (
            CheckItem.LICENCE_TERM,
            {"licence": licence(business_term="2015-03-12至2026-11-27")},
            CheckVerdict.MATCHED,
        ),
        (
            CheckItem.LICENCE_TERM,
            {"licence": licence(business_term="2015-03-12")},
            CheckVerdict.DOUBTFUL,
        ),
        (
            CheckItem.LICENCE_TERM,
            {"licence": licence(established_on="2027-01-01")},
            CheckVerdict.CONTRARY,
        ),
        (CheckItem.RESIDENT_ID, {"id_front": {}}, CheckVerdict.DOUBTFUL),
        (
            CheckItem.RESIDENT_ID,
            {"id_front": fields(FRONT | {"birth_date": "1981-03-12"})},
            CheckVerdict.CONTRARY,
        ),
        (CheckItem.ID_CARD_TERM, {"id_back": {}}, CheckVerdict.DOUBTFUL),
        (
            CheckItem.ID_CARD_TERM,
            {"id_back": fields(BACK | {"valid_until": "2026-01-01"})},
            CheckVerdict.CONTRARY,
        ),
        (
            CheckItem.ID_CARD_TERM,
            {"id_back": fields(BACK | {"valid_until": "2026-01-01"}, sure=0.4)},
            CheckVerdict.DOUBTFUL,
        ),
        (
            CheckItem.AUTHORIZATION,
            {"authorization": replace(WHOLE.authorization, withdrawn=True)},
            CheckVerdict.CONTRARY,
        ),
        (
            CheckItem.AUTHORIZATION,
            {"authorization": replace(WHOLE.authorization, signer_name="路人")},
            CheckVerdict.DOUBTFUL,
        ),
        (CheckItem.FACE_CHECK, {"face": FaceFinding.UNCLEAR}, CheckVerdict.DOUBTFUL),
        (CheckItem.FACE_CHECK, {"face": FaceFinding.OTHER}, CheckVerdict.DOUBTFUL),
        (CheckItem.PAPER_ORIGIN, {"papers_of_others": True}, CheckVerdict.DOUBTFUL),
    ],
)
def test_each_check(item: CheckItem, differing: dict[str, Any], how: CheckVerdict) -> None:
    assert verdict(item, **differing) is how


def test_with_nothing_to_compare_nothing_but_the_origin_matches() -> None:
    nothing = replace(
        WHOLE, licence={}, id_front={}, id_back={}, record=None, face=FaceFinding.NOT_SHOWN
    )
    matched = {
        check.item for check in review.check_all(nothing) if check.verdict is CheckVerdict.MATCHED
    }
    assert matched == {CheckItem.AUTHORIZATION, CheckItem.PAPER_ORIGIN}
    assert review.decide(review.check_all(nothing)).verb == "refer"


def test_personal_numbers_are_masked_in_what_is_compared() -> None:
    for check in review.check_all(WHOLE):
        assert FRONT["resident_id"] not in str(check)


def test_a_missing_check_is_a_mistake_and_never_a_pass() -> None:
    with pytest.raises(AssertionError):
        review.decide(review.check_all(WHOLE)[:-1])


def test_marks_need_a_reason_only_where_the_checks_disagree() -> None:
    checks = review.check_all(replace(WHOLE, face=FaceFinding.NOT_SHOWN))
    marks = [ItemMark(item, ok=True) for item in CheckItem]
    assert "人脸核验" in (review.marks_problem(checks, marks) or "")
    with_reason = [replace(mark, note="视频核验") for mark in marks]
    assert review.marks_problem(checks, with_reason) is None
    assert review.return_problem(marks)


@pytest.mark.parametrize(
    ("printed", "fen"),
    [
        ("伍佰万元整", "500000000"),
        ("人民币1000万元", "1000000000"),
        ("壹亿贰仟万元整", "12000000000"),
        ("５００万元", "500000000"),
        ("100万美元", ""),
        ("看不清", ""),
    ],
)
def test_capital_is_read_in_every_writing(printed: str, fen: str) -> None:
    assert value_of(DocumentKind.BUSINESS_LICENCE, "registered_capital", printed) == fen


def test_an_address_names_its_region_or_none() -> None:
    assert region_of("苏州市相城区元和街道1号") == "320507"
    assert region_of("苏州工业园区星湖街") == "320571"
    assert region_of("常熟市与昆山市之间") == ""


def test_what_is_shown_of_a_picture_has_no_control_signs_and_an_end() -> None:
    assert shown("公\x00司\x1b[31m\n名") == "公 司 [31m 名"
    assert len(shown("长" * 5_000)) == 300


def test_a_name_cannot_put_fields_of_its_own_into_the_authorisation() -> None:
    text = authorization_text("{uscc}{operator}公司", USCC, "运营中心", TODAY)
    assert "（uscc）（operator）公司" in text.text
    assert text.expires_on == date(2027, 11, 27)


def test_an_authorisation_is_for_one_purpose_until_its_last_day() -> None:
    facts: dict[str, Any] = {"purpose": "a", "asked_for": "a", "expires_on": TODAY}
    assert is_in_force(**facts, withdrawn=False, today=TODAY)
    assert not is_in_force(**facts, withdrawn=True, today=TODAY)
    assert not is_in_force(**facts, withdrawn=False, today=date(2026, 11, 28))
    assert not is_in_force(**facts | {"asked_for": "b"}, withdrawn=False, today=TODAY)


def test_the_record_of_another_writing_is_the_same_firm() -> None:
    record: RegistryRecord = replace(RECORD, name="苏州晨曦精密(有限)公司")
    typed = replace(FORM, name="苏州晨曦精密（有限）公司")
    printed = licence(name="苏州晨曦精密 ( 有限 ) 公司")
    found = verdict(CheckItem.ENTERPRISE_NAME, record=record, form=typed, licence=printed)
    assert found is CheckVerdict.MATCHED
