"""Finding fields among lines, without pictures: labels, values, codes; text stays text."""

from collections.abc import Sequence

import numpy as np
import pytest

from vision.documents.codes import find_resident_id, find_uscc
from vision.documents.id_card import back_fields, front_fields
from vision.documents.layout import TEXT_MAX
from vision.documents.licence import licence_fields
from vision.documents.lines import Line
from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import make_uscc

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]

HEIGHT = 30
ID = "11010519491231002X"


def line(text: str, x: float, y: float, lean: float = 0.0) -> Line:
    """A line of text at this place; `lean`: how much it falls to the right."""
    wide = HEIGHT * len(text)
    corners = [[0, 0], [wide, lean * wide], [wide, HEIGHT + lean * wide], [0, HEIGHT]]
    box = np.array(corners, np.float32) + np.array([x, y + lean * x], np.float32)
    return Line(text, 0.9, box.astype(np.float32))


def licence_lines(lean: float = 0.0, **texts: str) -> list[Line]:
    rows = [
        ("统一社会信用代码", 100, 100),
        (texts.get("uscc", make_uscc(7)), 400, 100),
        ("名", 100, 200),
        ("称", 220, 200),
        (texts.get("name", "苏州晨曦精密有限公司"), 320, 200),
        ("类型", 100, 260),
        ("有限责任公司", 320, 260),
        ("法定代表人", 100, 320),
        ("王小明", 320, 320),
        ("经营范围", 100, 380),
        ("软件开发;", 320, 380),
        ("货物进出口。", 320, 430),
        ("成立日期", 900, 260),
        ("2001年02月03日", 1100, 260),
        ("住所", 900, 320),
        ("苏州市虎丘区科技路", 1100, 320),
        ("8号", 1100, 370),
        ("登记机关", 900, 600),
    ]
    return [line(text, x, y, lean) for text, x, y in rows]


def said(fields: dict[str, object], name: str) -> str:
    return str(getattr(fields[name], "text", ""))


@pytest.mark.parametrize("lean", [0.0, 0.05, -0.05])
def test_a_label_owns_what_stands_at_its_right_and_below_that(lean: float) -> None:
    found = {name: value.text for name, value in licence_fields(licence_lines(lean)).items()}
    assert found == {
        F.USCC: make_uscc(7),
        F.NAME: "苏州晨曦精密有限公司",
        F.KIND: "有限责任公司",
        F.LEGAL_REPRESENTATIVE: "王小明",
        F.BUSINESS_SCOPE: "软件开发；货物进出口。",
        F.ESTABLISHED_ON: "2001-02-03",
        F.ADDRESS: "苏州市虎丘区科技路8号",
    }


def test_a_line_that_was_cut_in_two_is_one_line() -> None:
    lines = [line("经营范围", 100, 100), line("软件开发，", 320, 100), line("货物", 490, 102)]
    lines += [line("进出口。", 320, 150), line("住所", 700, 100), line("苏州", 900, 100)]
    found = licence_fields(lines)
    assert found[F.BUSINESS_SCOPE].text == "软件开发，货物进出口。"
    assert found[F.ADDRESS].text == "苏州"


def test_a_label_and_its_value_may_be_read_in_one() -> None:
    lines = [line("名称：甲乙有限公司", 100, 100), line("负责人 王小明", 100, 160)]
    found = licence_fields(lines)
    assert found[F.NAME].text == "甲乙有限公司"
    assert found[F.LEGAL_REPRESENTATIVE].text == "王小明"


def test_injected_markup_stays_inert_text_without_control_signs() -> None:
    attack = "<script>alert(1)</script>\x00\x1b[31m'; DROP TABLE--"
    found = licence_fields(licence_lines(name=attack))
    assert found[F.NAME].text == "<script>alert（1）</script>[31m'；DROPTABLE--"


def test_no_value_is_longer_than_its_limit() -> None:
    found = licence_fields(licence_lines(name="长" * 5_000))
    assert len(found[F.NAME].text) == TEXT_MAX


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["91320500XX0000070D"], None),
        ([f"统一社会信用代码:{make_uscc(7)}"], make_uscc(7)),
        (["９" + make_uscc(7)[1:].lower()], make_uscc(7)),
        ([" ".join(make_uscc(7))], make_uscc(7)),
        ([make_uscc(7).replace("0", "O")], make_uscc(7)),
        ([make_uscc(7).replace("1", "I")], make_uscc(7)),
        (["12345678901234567A", make_uscc(8)], make_uscc(8)),
        (["没有代码"], ""),
        (["HTTPWWWGSXTGOVCNINDEX"], ""),
    ],
)
def test_a_code_is_mended_only_where_its_check_digit_proves_it(
    texts: Sequence[str], code: str | None
) -> None:
    expected = texts[0] if code is None else code or None
    assert find_uscc(texts) == expected


def test_a_code_that_fails_its_check_is_reported_as_read() -> None:
    wrong = make_uscc(7)[:-1] + ("1" if make_uscc(7)[-1] != "1" else "2")
    assert find_uscc([wrong]) == wrong
    misread = wrong.replace("0", "O", 1)
    assert find_uscc([misread]) == misread


@pytest.mark.parametrize(
    "text",
    [ID, f"公民身份号码{ID}", ID.lower(), ID.replace("0", "O"), ID.replace("1", "I"), " ".join(ID)],
)
def test_a_residents_number_likewise(text: str) -> None:
    assert find_resident_id([text]) == ID


def test_the_fields_of_a_card_stand_several_to_a_row() -> None:
    lines = [
        line("姓名", 70, 70),
        line("王小明", 180, 70),
        line("性别", 70, 140),
        line("女", 180, 140),
        line("民族漢", 290, 140),
        line("出生", 70, 210),
        line("1949", 180, 210),
        line("年12月31日", 310, 210),
        line("住址", 70, 280),
        line("苏州市虎丘区", 180, 280),
        line("科技路8号", 180, 330),
        line("公民身份号码", 70, 540),
        line(ID, 330, 540),
    ]
    assert {name: value.text for name, value in front_fields(lines).items()} == {
        F.NAME: "王小明",
        F.SEX: "女",
        F.ETHNICITY: "汉",
        F.BIRTH_DATE: "1949-12-31",
        F.ADDRESS: "苏州市虎丘区科技路8号",
        F.RESIDENT_ID: ID,
    }


@pytest.mark.parametrize(
    ("printed", "begins", "ends"),
    [
        ("2015.01.09-2035.01.09", "2015-01-09", "2035-01-09"),
        ("2015.01.09-长期", "2015-01-09", "长期"),
        ("2015.01.09", "2015-01-09", None),
    ],
)
def test_a_card_is_valid_until_a_day_or_for_long(
    printed: str, begins: str, ends: str | None
) -> None:
    lines = [line("有效期限", 220, 550), line(printed, 400, 550)]
    found = {name: value.text for name, value in back_fields(lines).items()}
    assert found.get(F.VALID_FROM) == begins
    assert found.get(F.VALID_UNTIL) == ends
