"""What letters say: parties, amounts in capitals, term, liability, law. Pure."""

from datetime import date

from msgspec import Struct

from domain.kernel.letters import LetterText
from vocabulary.guarantee import LETTER_KIND_LABELS, LIABILITY_LABELS, ClaimLiability, LetterKind
from vocabulary.money import capital_text, yuan_text

VERIFY_PATH = "/portal/verify"


class CommitmentFacts(Struct, frozen=True, kw_only=True):
    """Everything a commitment is made of."""

    guarantee_no: str
    own_no: str
    application_no: str
    enterprise_name: str
    enterprise_uscc: str
    bank_name: str
    guarantor_name: str
    requested_fen: int
    guaranteed_fen: int
    fee_bp: int
    coverage_bp: int
    claim_liability: ClaimLiability
    term_months: int
    purpose: str
    effective_on: date
    valid_until: date
    issued_on: date


class LetterFacts(Struct, frozen=True, kw_only=True):
    """Everything a letter of guarantee is made of."""

    guarantee_no: str
    application_no: str
    kind: LetterKind
    enterprise_name: str
    enterprise_uscc: str
    beneficiary_name: str
    guarantor_name: str
    project: str
    contract_no: str
    amount_fen: int
    effective_on: date
    valid_until: date
    issued_on: date


_LIABILITY = {
    ClaimLiability.JOINT: (
        "我公司承担连带责任保证。借款人到期不履行债务的，贵行可以要求借款人履行债务，"
        "也可以要求我公司在担保范围内承担保证责任。"
    ),
    ClaimLiability.GENERAL_LIABILITY: (
        "我公司承担一般保证。主债务经审判或者仲裁，并就借款人的财产依法强制执行仍不能履行前，"
        "我公司有权拒绝承担保证责任，法律另有规定的除外。"
    ),
}
_BREACH = {
    LetterKind.TENDER: (
        "申请人在投标有效期内撤回投标、中标后无正当理由不与受益人订立合同，"
        "或者不按招标文件提交履约担保"
    ),
    LetterKind.PERFORMANCE: "申请人未按基础合同履行义务",
    LetterKind.ADVANCE_PAYMENT: "申请人未按基础合同使用、抵扣或者返还受益人支付的预付款",
    LetterKind.MIGRANT_WAGE: (
        "申请人未按时足额支付本项目农民工工资，经有关部门责令限期支付逾期仍未支付"
    ),
}
_ELECTRONIC = (
    "电子形式。本函以数据电文形式出具，依照《中华人民共和国电子签名法》由我公司电子签名，"
    "没有纸质原件。文件签名后有任何改动的，以在平台登记的文件为准。"
)


def commitment_text(facts: CommitmentFacts) -> LetterText:
    """Word a 担保函."""
    return LetterText(
        title="担保函",
        letter_no=facts.guarantee_no,
        addressee=facts.bank_name,
        opening=(
            f"鉴于{facts.enterprise_name}（统一社会信用代码：{facts.enterprise_uscc}，"
            f"以下称“借款人”）向贵行申请融资（申请编号：{facts.application_no}），"
            "我公司经尽职调查和风险评估，同意为借款人对贵行的下述债务提供担保，并出具本担保函。"
        ),
        facts=_commitment_facts(facts),
        clauses=(
            (
                "担保范围。贵行依上述申请实际发放的借款本金及按约定计算的利息、逾期利息和实现债权的"
                f"合理费用，按{percent_text(facts.coverage_bp)}的担保比例计算，累计不超过担保金额。"
            ),
            f"代偿责任。{_LIABILITY[facts.claim_liability]}",
            (
                "索赔。贵行要求代偿的，应在本函有效期内提出，并附借款合同、放款凭证和欠款明细；"
                "我公司审核无误后按约定代偿，代偿后依法向借款人和反担保人追偿。"
            ),
            (
                "有效期。本函自生效日期起生效，至有效期届满之日失效；主债务在此之前全部清偿的，"
                "自清偿之日起失效。贵行在平台确认本函前，不得据本函放款。"
            ),
            (
                "变更。未经我公司书面同意，贵行与借款人变更金额、利率或者延长期限的，"
                "我公司对加重的部分不承担保证责任。"
            ),
            (
                "适用法律和争议解决。本函适用《中华人民共和国民法典》《融资担保公司监督管理条例》；"
                "因本函发生的争议，由贵行所在地有管辖权的人民法院管辖。"
            ),
            _ELECTRONIC,
        ),
        issuer=facts.guarantor_name,
        issued_on=day_text(facts.issued_on),
        verify_path=f"{VERIFY_PATH}/{facts.guarantee_no}",
    )


def _commitment_facts(facts: CommitmentFacts) -> tuple[tuple[str, str], ...]:
    own = (("内部编号", facts.own_no),) if facts.own_no else ()
    return (
        *own,
        ("借款人", facts.enterprise_name),
        ("债权人", facts.bank_name),
        ("担保人", facts.guarantor_name),
        ("申请金额", amount_text(facts.requested_fen)),
        ("担保金额", amount_text(facts.guaranteed_fen)),
        ("担保比例", percent_text(facts.coverage_bp)),
        ("担保费率", f"{percent_text(facts.fee_bp)}/年"),
        ("代偿责任", LIABILITY_LABELS[facts.claim_liability]),
        ("担保期限", f"{facts.term_months} 个月"),
        ("生效日期", day_text(facts.effective_on)),
        ("有效期至", day_text(facts.valid_until)),
        ("资金用途", facts.purpose),
    )


def letter_text(facts: LetterFacts) -> LetterText:
    """Word a 保函: payable on demand, whatever becomes of the contract behind it."""
    contract = f"、合同编号：{facts.contract_no}" if facts.contract_no else ""
    return LetterText(
        title=LETTER_KIND_LABELS[facts.kind],
        letter_no=facts.guarantee_no,
        addressee=f"{facts.beneficiary_name}（受益人）",
        opening=(
            f"鉴于{facts.enterprise_name}（统一社会信用代码：{facts.enterprise_uscc}，"
            f"以下称“申请人”）参与贵方的{facts.project}（以下称“项目”{contract}），"
            "我公司应申请人的请求，向贵方开立本保函。"
        ),
        facts=(
            ("申请人", facts.enterprise_name),
            ("受益人", facts.beneficiary_name),
            ("担保人", facts.guarantor_name),
            ("项目", facts.project),
            *((("基础合同", facts.contract_no),) if facts.contract_no else ()),
            ("担保金额", amount_text(facts.amount_fen)),
            ("生效日期", day_text(facts.effective_on)),
            ("有效期至", day_text(facts.valid_until)),
        ),
        clauses=(
            (
                f"付款条件。{_BREACH[facts.kind]}的，贵方可以在本保函有效期内向我公司提交书面索赔通知，"
                "写明索赔金额和申请人违约的事实；不要求提交其他单据。"
            ),
            (
                "付款义务。我公司收到相符的索赔通知后，在七个工作日内向贵方支付不超过担保金额的款项。"
                "本保函为独立保函，我公司的付款义务不受基础合同的效力和履行情况影响。"
            ),
            "减额。我公司每支付一笔款项，本保函的担保金额相应减少。",
            (
                "有效期。本保函自生效日期起至有效期届满之日止；索赔通知须在有效期内送达我公司。"
                "有效期届满、担保金额付清或者贵方书面解除的，本保函失效。"
            ),
            "转让。未经我公司书面同意，贵方不得转让本保函项下的权利。",
            (
                "适用法律和争议解决。本保函适用中华人民共和国法律和《最高人民法院关于审理独立保函纠纷"
                "案件若干问题的规定》；因本保函发生的争议，由我公司住所地有管辖权的人民法院管辖。"
            ),
            _ELECTRONIC,
        ),
        issuer=facts.guarantor_name,
        issued_on=day_text(facts.issued_on),
        verify_path=f"{VERIFY_PATH}/{facts.guarantee_no}",
    )


def amount_text(fen: int) -> str:
    """人民币壹佰万元整（¥1,000,000.00）."""
    return f"人民币{capital_text(fen)}（¥{yuan_text(fen).removesuffix('元')}）"


def percent_text(rate_bp: int) -> str:
    """80%, 1.25%: as few places as say it all."""
    whole, rest = divmod(rate_bp, 100)
    return f"{whole}%" if rest == 0 else f"{whole}.{rest:02d}".rstrip("0") + "%"


def day_text(day: date) -> str:
    """2026年11月27日."""
    return f"{day.year}年{day.month}月{day.day}日"
