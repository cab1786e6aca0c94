"""What a wish must say, by the kind of finance it is for. Pure."""

from msgspec.structs import replace

from domain.catalogue.shapes import shape_of
from domain.kernel.refusal import Invalid
from domain.matching.terms import FinancingWish
from vocabulary.catalogue import KINDS_OF

_ASKED = {
    "security": ("securities", "请选择担保方式"),
    "repayment_method": ("repayment_methods", "请选择还款方式"),
}


def tidied(wish: FinancingWish) -> FinancingWish:
    """The wish without what its kind of finance does not have; refused if something is missing."""
    if wish.kind is not None and wish.kind not in KINDS_OF[wish.category]:
        raise Invalid("产品类型不属于所选类别", (("kind", "产品类型不属于所选类别"),))
    shape = shape_of(wish.kind or KINDS_OF[wish.category][0])
    problems = []
    for field, (has, sentence) in _ASKED.items():
        if has not in shape.asks:
            wish = replace(wish, **{field: None})
        elif getattr(wish, field) is None:
            problems.append((field, sentence))
    if problems:
        raise Invalid("请补充后再匹配", tuple(problems))
    return wish if shape.price else replace(wish, rate_bp_max=None)
