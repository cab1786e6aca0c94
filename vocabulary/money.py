"""Money is whole fen; a rate is basis points. No floats, no implicit rounding."""

from typing import Annotated

from msgspec import Meta

FEN_MAX = 10**13  # ¥100 billion: nothing the platform handles is larger.
SHARES_MAX = 1_000  # More parties to one sum than any programme or ranking knows.
WEIGHT_MAX = FEN_MAX  # A share may be weighed by an amount, and by nothing larger.

_FEN_PER_YUAN = 100
_FEN_PER_WAN = 1_000_000
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")  # of four places each; FEN_MAX needs no more

Fen = Annotated[int, Meta(gt=0, le=FEN_MAX, description="金额，单位：分")]
BasisPoints = Annotated[int, Meta(ge=0, le=10_000, description="比率，单位：基点（1/10000）")]


def split_fen(total_fen: int, weights: list[int]) -> list[int]:
    """Split an amount by weight; the odd fen go to the largest remainders, ties to the earlier.

    The parts always sum to the whole: risk sharing must not create or lose a fen.
    """
    assert 0 <= total_fen <= FEN_MAX
    assert 0 < len(weights) <= SHARES_MAX
    assert 0 <= min(weights) <= max(weights) <= WEIGHT_MAX
    weight_sum = sum(weights)
    assert weight_sum > 0

    shares = [total_fen * weight // weight_sum for weight in weights]
    remainders = [total_fen * weight % weight_sum for weight in weights]
    odd_fen = total_fen - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[:odd_fen]:
        shares[index] += 1
    assert sum(shares) == total_fen
    return shares


def half_up(numerator: int, denominator: int) -> int:
    """Round a fraction to the nearest whole; a half goes away from zero, as people are taught."""
    assert denominator > 0
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def yuan_text(fen: int) -> str:
    """Write an amount to the fen: 12,345.67元."""
    return f"{_sign(fen)}{_with_two_places(abs(fen))}元"


def wan_text(fen: int) -> str:
    """Write an amount in units of ten thousand yuan, to two places: 12.35万元."""
    hundredths = half_up(abs(fen) * _FEN_PER_YUAN, _FEN_PER_WAN)
    return f"{_sign(fen if hundredths else 0)}{_with_two_places(hundredths)}万元"


def capital_text(fen: int) -> str:
    """Write an amount as a letter or a cheque must have it: 壹佰贰拾万元整.

    By the rules for filling in bills and receipts (支付结算办法, appendix 1): one 零 for zeros
    between other digits, 整 after 元 and 角, nothing after 分.
    """
    assert 0 <= fen <= FEN_MAX
    yuan, rest = divmod(fen, _FEN_PER_YUAN)
    jiao, odd = divmod(rest, 10)
    text = f"{_whole_in_capitals(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_CAPITALS[jiao]}角"
    elif odd and yuan:
        text += "零"
    return text + (f"{_CAPITALS[odd]}分" if odd else "整")


def _whole_in_capitals(yuan: int) -> str:
    if yuan == 0:
        return _CAPITALS[0]
    text, has_gap = "", False
    for place in reversed(range(len(_SECTIONS))):
        section = yuan // 10_000**place % 10_000
        if section == 0:
            has_gap = bool(text)
            continue
        if text and (has_gap or section < 1_000):  # noqa: PLR2004 -- its first place is empty
            text += _CAPITALS[0]
        text += _section_in_capitals(section) + _SECTIONS[place]
        has_gap = False
    return text


def _section_in_capitals(section: int) -> str:
    text, has_gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = section // 10**place % 10
        if digit == 0:
            has_gap = bool(text)
            continue
        text += (_CAPITALS[0] if has_gap else "") + _CAPITALS[digit] + _PLACES[place]
        has_gap = False
    return text


def _sign(fen: int) -> str:
    return "-" if fen < 0 else ""


def _with_two_places(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02d}"
