"""The indicative limit of a pre-approved product: declared rules over stated facts. Pure.

The institution declares the parameters on its product (`LimitRule`); the enterprise states its
figures; the platform adds what it knows of the enterprise's loans here. The smallest basis counts,
what is owed already is taken off, and every rule that had a say gives a sentence.
"""

from datetime import date

from msgspec import Struct

from domain.catalogue.terms import LimitFacts, LimitRule
from vocabulary.money import half_up, wan_text

WHOLE = 10_000  # basis points
STEP_FEN = 1_000_000  # a limit is told in whole 万元
MONTHS = 12


class Terms(Struct, frozen=True):
    """What the product itself sets."""

    rule: LimitRule
    amount_fen_min: int
    amount_fen_max: int
    eligible_regions: tuple[str, ...]


class Known(Struct, frozen=True):
    """What the platform knows of the enterprise."""

    region: str
    region_label: str
    owed_fen: int  # lent here and in hand


class Indication(Struct, frozen=True):
    """The limit, 0 if there is none, and a sentence for each rule that had a say."""

    limit_fen: int
    reasons: tuple[str, ...]


def indicate(terms: Terms, stated: LimitFacts, known: Known, today: date) -> Indication:
    """What this product would lend this enterprise, as far as stated figures can tell."""
    obstacles = tuple(_obstacles(terms, stated, known, today))
    if obstacles:
        return Indication(0, obstacles)
    basis_fen, reasons = _basis(terms.rule, stated)
    owed_fen = max(stated.debt_fen, known.owed_fen)
    taken_off_fen = half_up(owed_fen * terms.rule.debt_share_bp, WHOLE)
    if taken_off_fen:
        whose = "您填写的" if stated.debt_fen >= known.owed_fen else "平台已登记的"
        reasons.append(
            f"按{whose}融资余额{wan_text(owed_fen)}的{_percent(terms.rule.debt_share_bp)}"
            f"扣减{wan_text(taken_off_fen)}。"
        )
    limit_fen = max(0, basis_fen - taken_off_fen)
    if limit_fen > terms.amount_fen_max:
        limit_fen = terms.amount_fen_max
        reasons.append(f"不超过本产品的最高额度{wan_text(limit_fen)}。")
    limit_fen -= limit_fen % STEP_FEN
    if limit_fen < terms.amount_fen_min:
        reasons.append(
            f"测算结果低于本产品的最低额度{wan_text(terms.amount_fen_min)}，暂无参考额度。"
        )
        limit_fen = 0
    return Indication(limit_fen, tuple(reasons))


def _obstacles(terms: Terms, stated: LimitFacts, known: Known, today: date) -> list[str]:
    found = []
    if terms.eligible_regions and known.region not in terms.eligible_regions:
        found.append(f"本产品不面向{known.region_label or '贵企业所在区域'}的企业。")
    months = months_between(stated.founded_on, today)
    least = terms.rule.trading_months_min
    if months < least:
        found.append(f"本产品要求经营满{least}个月，贵企业为{months}个月。")
    return found


def _basis(rule: LimitRule, stated: LimitFacts) -> tuple[int, list[str]]:
    """The smallest of the bases the product uses; each is told."""
    bases = []
    if rule.revenue_share_bp:
        by_revenue_fen = half_up(stated.revenue_fen * rule.revenue_share_bp, WHOLE)
        share = _percent(rule.revenue_share_bp)
        said = f"按上年度营业收入{wan_text(stated.revenue_fen)}的{share}测算"
        bases.append((by_revenue_fen, f"{said}，为{wan_text(by_revenue_fen)}。"))
    if rule.tax_multiple:
        by_tax_fen = stated.tax_fen * rule.tax_multiple
        said = f"按上年度纳税额{wan_text(stated.tax_fen)}的{rule.tax_multiple}倍测算"
        bases.append((by_tax_fen, f"{said}，为{wan_text(by_tax_fen)}。"))
    assert bases, "a rule without a basis is refused when it is written"
    reasons = [said for _, said in bases]
    if len(bases) > 1:
        reasons.append("以上取较低者。")
    return min(amount_fen for amount_fen, _ in bases), reasons


def months_between(since: date, until: date) -> int:
    """Whole months from one day to another; none if the first lies later."""
    months = (until.year - since.year) * MONTHS + until.month - since.month
    return max(0, months - (until.day < since.day))


def _percent(share_bp: int) -> str:
    return f"{share_bp // 100}.{share_bp % 100:02d}%".replace(".00%", "%")
