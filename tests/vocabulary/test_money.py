"""Money: laws of splitting and rounding, and how amounts read."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.acceptance.tables import document
from vocabulary.money import FEN_MAX, capital_text, half_up, split_fen, wan_text, yuan_text

amounts = st.integers(0, FEN_MAX)
weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_the_parts_sum_to_the_whole_and_none_is_off_by_a_fen(total: int, shares: list[int]) -> None:
    parts = split_fen(total, shares)

    assert sum(parts) == total
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part * sum(shares) - total * weight) < sum(shares)


@given(amounts, weights)
def test_a_heavier_share_never_gets_less(total: int, shares: list[int]) -> None:
    parts = split_fen(total, shares)

    for one, weight in zip(parts, shares, strict=True):
        for other, other_weight in zip(parts, shares, strict=True):
            assert one >= other or weight <= other_weight


def test_the_odd_fen_goes_to_the_largest_remainder_and_a_tie_to_the_earlier() -> None:
    assert split_fen(100, [1, 1, 1]) == [34, 33, 33]
    assert split_fen(10, [10, 25, 65]) == [1, 3, 6]  # 1.0, 2.5, 6.5: the earlier of the tie
    assert split_fen(1, [20, 15, 65]) == [0, 0, 1]
    assert split_fen(0, [5, 0]) == [0, 0]


@pytest.mark.parametrize("case", document("loss_split.json")["cases_derived_here"])
def test_a_loss_is_shared_as_the_published_ratios_say(case: dict[str, str]) -> None:
    def fen(yuan: str) -> int:
        return int(Decimal(yuan) * 100)

    expected = [fen(case[k]) for k in ("fund_65", "bank_20", "guarantor_or_insurer_15")]

    assert split_fen(fen(case["loss"]), [65, 20, 15]) == expected


@pytest.mark.parametrize("bad", [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1]), (FEN_MAX + 1, [1])])
def test_a_senseless_split_is_a_programmers_error(bad: tuple[int, list[int]]) -> None:
    with pytest.raises(AssertionError):
        split_fen(*bad)


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_half_up_is_never_further_than_a_half(top: int, bottom: int) -> None:
    distance = 2 * (half_up(top, bottom) * bottom - top)

    assert abs(distance) <= bottom
    if abs(distance) == bottom:
        assert (distance > 0) == (top > 0)


@given(st.integers(-(10**12), 10**12))
def test_half_up_agrees_with_decimal_on_hundredths(hundredths: int) -> None:
    exact = (Decimal(hundredths) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)

    assert half_up(hundredths, 100) == int(exact)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1_234_567, "12,345.67元"),
        (0, "0.00元"),
        (5, "0.05元"),
        (-1_234_567, "-12,345.67元"),
        (FEN_MAX, "100,000,000,000.00元"),
    ],
)
def test_yuan_are_written_to_the_fen(fen: int, text: str) -> None:
    assert yuan_text(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (12_345_000, "12.35万元"),
        (12_344_999, "12.34万元"),
        (500_000_000, "500.00万元"),
        (0, "0.00万元"),
        (4_999, "0.00万元"),
        (-4_999, "0.00万元"),
        (-12_345_000, "-12.35万元"),
        (123_456_789_000, "123,456.79万元"),
    ],
)
def test_wan_are_rounded_half_up_to_two_places(fen: int, text: str) -> None:
    assert wan_text(fen) == text


@given(amounts)
def test_what_yuan_text_writes_can_be_read_back(fen: int) -> None:
    assert int(yuan_text(fen).removesuffix("元").replace(",", "").replace(".", "")) == fen


DIGITS = {sign: digit for digit, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1_000}
SECTIONS = {"万": 10_000, "亿": 10**8}


def read_capitals(text: str) -> int:
    """Read an amount in capitals the way a teller does, left to right."""
    fen = yuan = section = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in PLACES:
            section, digit = section + digit * PLACES[sign], 0
        elif sign in SECTIONS:
            yuan, section, digit = yuan + (section + digit) * SECTIONS[sign], 0, 0
        elif sign == "元":
            fen, digit = (yuan + section + digit) * 100, 0
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return fen


@given(st.one_of(amounts, st.integers(0, 10_000), amounts.map(lambda fen: fen // 10**6 * 10**6)))
def test_an_amount_in_capitals_is_read_as_it_was_written(fen: int) -> None:
    text = capital_text(fen)
    assert read_capitals(text) == fen
    assert "零零" not in text
    assert "零元" not in text or fen == 0
    assert text.endswith("整" if fen % 10 == 0 else "分")


@pytest.mark.parametrize(
    ("yuan", "text"),
    [  # the examples of the rules for bills (支付结算办法, appendix 1), and borders
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0", "零元整"),
        ("0.50", "伍角整"),
        ("0.05", "伍分"),
        ("1000000", "壹佰万元整"),
        ("100000010", "壹亿零壹拾元整"),
        ("100050000", "壹亿零伍万元整"),
        ("100000000000", "壹仟亿元整"),
    ],
)
def test_an_amount_in_capitals_is_as_the_rules_have_it(yuan: str, text: str) -> None:
    assert capital_text(int(Decimal(yuan) * 100)) == text


@pytest.mark.parametrize("bad", [-1, FEN_MAX + 1])
def test_no_letter_says_such_an_amount(bad: int) -> None:
    with pytest.raises(AssertionError):
        capital_text(bad)
