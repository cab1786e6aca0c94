"""Codes of firms and people: accepted, refused and masked as the national standards say."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from tests.acceptance.tables import document, rows
from vocabulary import reference
from vocabulary.identifiers import (
    INPUT_MAX,
    SERIAL_MAX,
    birth_date,
    compact_phone,
    compact_resident_id,
    compact_uscc,
    make_uscc,
    mask_enterprise,
    mask_person,
    mask_phone,
    mask_resident_id,
    mask_uscc,
    phone_problem,
    resident_id_problem,
    uscc_problem,
)

TABLE = document("china_identifiers.json")
GOOD_USCC = "91110000600037341L"
GOOD_ID = "44011320141005001X"
NAME_PARTS = [
    part
    for parts in tomllib.loads(
        Path(reference.__path__[0], "name_parts.toml").read_text("utf-8")
    ).values()
    for part in parts
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.clause("6.1.3.2")
class TestSocialCreditCode:
    @pytest.mark.parametrize("row", rows("uscc.csv"), ids=lambda row: row["number"])
    def test_the_table_of_codes_is_judged_alike(self, row: dict[str, str]) -> None:
        assert (uscc_problem(row["number"]) is None) == (row["expected"] == "valid")

    def test_the_published_test_numbers_are_judged_alike(self) -> None:
        assert not [code for code in TABLE["uscc_valid"] if uscc_problem(code)]
        assert all(uscc_problem(code) for code, _ in TABLE["uscc_invalid"])
        for written, stored in TABLE["uscc_equivalent_input"]:
            assert compact_uscc(written) == stored
            assert uscc_problem(written) is None

    @pytest.mark.parametrize(
        "written",
        [
            full_width(GOOD_USCC),
            GOOD_USCC.lower(),
            full_width(GOOD_USCC.lower()),
            " 9111 0000-6000 37341\u3000L\n",
        ],
    )
    def test_any_usual_writing_gives_one_stored_form(self, written: str) -> None:
        assert compact_uscc(written) == GOOD_USCC
        assert uscc_problem(written) is None

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("", "请填写"),
            ("12345", "18位"),
            ("9111000060003IOZSV", "不使用"),
            ("91A10000600037341L", "应为数字"),
            ("91110000600037341N", "校验位"),
            ("②1110000600037341L", "只含数字"),
            ("9" * (INPUT_MAX + 1), "18位"),
        ],
    )
    def test_a_wrong_code_is_refused_with_the_reason(self, written: str, sentence: str) -> None:
        assert sentence in str(uscc_problem(written))

    @given(st.integers(0, 17), st.sampled_from(ALPHABET))
    def test_every_single_slip_is_caught(self, place: int, sign: str) -> None:
        slipped = GOOD_USCC[:place] + sign + GOOD_USCC[place + 1 :]

        assert (uscc_problem(slipped) is None) == (slipped == GOOD_USCC)

    @given(st.text(alphabet=ALPHABET + "IOSVZ -", max_size=22))
    def test_an_independent_checker_agrees(self, text: str) -> None:
        if compact_uscc(text)[:2].isdigit():  # It knows no letters in the first two places.
            assert (uscc_problem(text) is None) == stdnum_uscc.is_valid(text)

    @given(st.integers(0, SERIAL_MAX), st.sampled_from(["320500", "320594", "320581"]))
    def test_a_made_code_is_valid_and_always_the_same(self, serial: int, division: str) -> None:
        code = make_uscc(serial, division=division)

        assert uscc_problem(code) is None
        assert stdnum_uscc.is_valid(code)
        assert code == make_uscc(serial, division=division)
        assert code[:8] == f"91{division}"

    def test_made_codes_do_not_collide(self) -> None:
        assert len({make_uscc(serial) for serial in range(5_000)}) == 5_000

    @pytest.mark.parametrize(
        ("serial", "division", "registrar"),
        [
            (-1, "320500", "91"),
            (SERIAL_MAX + 1, "320500", "91"),
            (1, "32", "91"),
            (1, "320500", "I"),
        ],
    )
    def test_no_code_is_made_from_nonsense(
        self, serial: int, division: str, registrar: str
    ) -> None:
        with pytest.raises(ValueError, match=r"range|GB"):
            make_uscc(serial, division=division, registrar=registrar)


@pytest.mark.clause("6.1.3.1")
class TestPhone:
    @pytest.mark.parametrize(
        "written",
        ["13800000001", "138 0000 0001", "+86 138-0000-0001", "008613800000001", "8613800000001"],
    )
    def test_any_usual_writing_gives_eleven_digits(self, written: str) -> None:
        assert compact_phone(written) == "13800000001"
        assert compact_phone(full_width("13800000001")) == "13800000001"
        assert phone_problem(written) is None

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("", "请填写"),
            ("1380000000", "11位"),
            ("138000000011", "11位"),
            ("1380000000a", "11位"),
            ("١٣٨٠٠٠٠٠٠٠١", "11位"),
            ("12800000001", "有效"),
            ("05126888888", "有效"),
        ],
    )
    def test_a_wrong_number_is_refused_with_the_reason(self, written: str, sentence: str) -> None:
        assert sentence in str(phone_problem(written))


@pytest.mark.clause("6.1.3.2")
class TestResidentId:
    @pytest.mark.parametrize("row", rows("resident_id.csv"), ids=lambda row: row["call"])
    def test_the_table_of_numbers_is_read_alike(self, row: dict[str, str]) -> None:
        number = compact_resident_id(row["input"])
        if row["call"] == "validate":
            assert resident_id_problem(row["input"]) is None
            assert repr(number) == row["expected_output"]
        elif row["call"] == "format":
            assert repr(number) == row["expected_output"]
        elif row["call"] == "get_birth_date":
            assert repr(birth_date(number)) == row["expected_output"]
        else:  # We keep no table of counties.
            assert row["call"] == "get_birth_place"
            assert resident_id_problem(row["input"]) is None

    def test_the_published_test_numbers_are_judged_alike(self) -> None:
        for number, verdict, born in TABLE["resident_id"]:
            if verdict.startswith("valid"):
                assert resident_id_problem(number) is None
                assert birth_date(number) == date.fromisoformat(born)
            else:
                assert resident_id_problem(number)

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ("", "请填写"),
            ("4401132014", "18位"),
            ("4401132014100500XX", "17位数字"),
            ("990113201410050014", "行政区划"),
            ("440113201413050014", "出生日期"),
            ("440113101410050014", "出生日期"),
            ("440113201410050011", "校验位"),
        ],
    )
    def test_a_wrong_number_is_refused_with_the_reason(self, written: str, sentence: str) -> None:
        assert sentence in str(resident_id_problem(written))

    def test_nobody_is_born_tomorrow(self) -> None:
        assert resident_id_problem(GOOD_ID, today=date(2014, 10, 5)) is None
        assert "出生日期" in str(resident_id_problem(GOOD_ID, today=date(2014, 10, 4)))

    @given(st.integers(0, 16), st.sampled_from("0123456789"))
    def test_every_single_slip_is_caught(self, place: int, digit: str) -> None:
        slipped = GOOD_ID[:place] + digit + GOOD_ID[place + 1 :]

        assert (resident_id_problem(slipped) is None) == (slipped == GOOD_ID)


@pytest.mark.clause("5.3.2.1", "5.3.4.4")
class TestMasks:
    def test_masks_show_what_people_expect(self) -> None:
        assert mask_phone("13800000001") == "138****0001"
        assert mask_uscc(GOOD_USCC) == "9111**********341L"
        assert mask_resident_id(GOOD_ID) == "440***********001X"

    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("王小明", "王*"),
            ("王明", "王*"),
            ("欧阳娜娜", "欧阳*"),
            ("欧阳", "欧*"),
            ("王", "*"),
            ("", "*"),
            ("  李四 ", "李*"),
        ],
    )
    def test_a_person_keeps_the_surname_alone(self, name: str, masked: str) -> None:
        assert mask_person(name) == masked

    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("苏州晨星精密有限公司", "苏州晨*精密有限公司"),
            ("苏州阿里巴巴有限公司", "苏州阿***有限公司"),
            ("江苏省苏州市昆山市大华机械设备有限公司", "江苏省苏州市昆山市大*机械设备有限公司"),
            ("晨星（苏州）精密机械有限公司", "晨*（苏州）精密机械有限公司"),
            ("晨星(苏州)精密机械有限公司", "晨*（苏州）精密机械有限公司"),
            ("晨星（王小明）精密有限公司", "晨*（*）精密有限公司"),
            ("苏州好运来科技（集团）股份有限公司", "苏州好**科技（集团）股份有限公司"),
            ("苏州晨光合伙企业（有限合伙）", "苏州晨*合伙企业（有限合伙）"),
            ("张三面馆", "张***"),
            ("昆山店", "昆山*"),
            ("苏州", "苏*"),
            ("星", "*"),
            ("", "*"),
        ],
    )
    def test_a_firm_keeps_place_trade_and_kind(self, name: str, masked: str) -> None:
        assert mask_enterprise(name) == masked

    @given(
        st.sampled_from(["", "苏州", "昆山市", "江苏省苏州市"]),
        st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8),
        st.sampled_from(["", "精密", "生物医药", "（集团）"]),
        st.sampled_from(["有限公司", "厂", ""]),
    )
    def test_of_a_firms_own_name_one_sign_at_most_is_shown(
        self, place: str, own: str, trade: str, kind: str
    ) -> None:
        masked = mask_enterprise(place + own + trade + kind)

        assert "*" in masked
        if len(own) > 1 and not any(part in own for part in NAME_PARTS):
            assert own[1:] not in masked

    @given(st.text(max_size=40))
    def test_a_code_never_shows_more_than_its_ends(self, text: str) -> None:
        for mask, shown in ((mask_phone, 7), (mask_uscc, 8), (mask_resident_id, 7)):
            masked = mask(text)
            assert len(masked) == len(text)
            assert sum(a == b for a, b in zip(masked, text, strict=True) if b != "*") <= shown
            assert len(text) <= shown or "*" in masked
