"""What documents print: dates, terms and sums, in every writing we know of."""

from datetime import date

import pytest

from vocabulary.printed import PRINTED_MAX, capital_fen, printed_dates

pytestmark = [pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]

YUAN = 100
WAN = 10_000 * YUAN


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("壹佰万元整", 100 * WAN),
        ("叁仟贰佰万元整", 3_200 * WAN),
        ("人民币壹亿贰仟万元整", 12_000 * WAN),
        ("壹拾伍万元整", 15 * WAN),
        ("拾万元整", 10 * WAN),
        ("伍佰零捌万元", 508 * WAN),
        ("人民币1000万元", 1_000 * WAN),
        ("1,000万元人民币", 1_000 * WAN),
        ("5000.000000万人民币", 5_000 * WAN),
        ("３００万元", 300 * WAN),
        ("1.5亿元", 15_000 * WAN),
        ("500000元", 500_000 * YUAN),
        ("0.5万元", 5_000 * YUAN),
        ("100万美元", None),
        ("壹佰万港币", None),
        ("", None),
        ("零元", None),
        ("若干万元", None),
        ("0.000001元", None),
        ("9" * 40 + "万元", None),
    ],
)
def test_registered_capital_is_read_in_figures_and_in_words(text: str, fen: int | None) -> None:
    assert capital_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2001年2月3日", (date(2001, 2, 3),)),
        ("２００１年０２月０３日", (date(2001, 2, 3),)),
        ("2001 年 2 月 3 日至2031年2月2日", (date(2001, 2, 3), date(2031, 2, 2))),
        ("2015.01.09-2035.01.09", (date(2015, 1, 9), date(2035, 1, 9))),
        ("2015.01.092035.01.09", (date(2015, 1, 9), date(2035, 1, 9))),
        ("2001-02-30", ()),
        ("长期", ()),
    ],
)
def test_dates_are_read_in_the_order_printed(text: str, days: tuple[date, ...]) -> None:
    assert printed_dates(text) == days


def test_no_text_is_too_long_to_be_refused_at_once() -> None:
    assert capital_fen("一" * PRINTED_MAX * 1_000) is not None
    assert printed_dates("2001年" * 100_000) == ()
