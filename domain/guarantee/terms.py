"""What each step of a guarantee is told: the bodies of its routes and the terms in the journal."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.guarantee import ClaimLiability
from vocabulary.lending import TERM_MONTHS_MAX, SecurityKind
from vocabulary.money import FEN_MAX, Fen

PEOPLE_LENGTH_MAX = 100
PLACE_LENGTH_MAX = 200
FINDINGS_LENGTH_MAX = 2_000
OPINION_LENGTH_MAX = 500
FILES_MAX = 30
COUNTER_GUARANTEES_MAX = 20
WHAT_LENGTH_MAX = 200
OWN_NO_LENGTH_MAX = 60
FEE_BP_MAX = 500  # 5 % a year
COVERAGE_BP_MAX = 10_000

Amount = Annotated[int, Meta(ge=0, le=FEN_MAX, description="金额，单位：分，可为零")]
Months = Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="担保期限，单位：月")]
FeeRate = Annotated[int, Meta(ge=0, le=FEE_BP_MAX, description="担保费率，年，单位：基点")]
Coverage = Annotated[int, Meta(ge=1, le=COVERAGE_BP_MAX, description="担保比例，单位：基点")]
Opinion = Annotated[str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="审核意见")]
Narrative = Annotated[str, Meta(min_length=2, max_length=FINDINGS_LENGTH_MAX)]


class DueDiligenceForm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """尽调记录：何时、何人、在何处，发现了什么，附哪些材料。"""

    personal: ClassVar[tuple[str, ...]] = ("people",)

    visited_on: Annotated[date, Meta(description="走访日期")]
    people: Annotated[
        str,
        Meta(min_length=2, max_length=PEOPLE_LENGTH_MAX, description="尽调人员，多人以顿号分隔"),
    ]
    place: Annotated[str, Meta(min_length=2, max_length=PLACE_LENGTH_MAX, description="走访地点")]
    findings: Annotated[Narrative, Meta(description="尽调发现")]
    attachment_ids: Annotated[
        list[UUID], Meta(max_length=FILES_MAX, description="本机构在该业务中上传的材料")
    ] = []


class CounterGuaranteeForm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """一项反担保措施。"""

    kind: Annotated[SecurityKind, Meta(description="方式")]
    what: Annotated[
        str, Meta(min_length=2, max_length=WHAT_LENGTH_MAX, description="反担保人或反担保物")
    ]
    value_fen: Amount


class RiskAssessmentForm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """风险评估：财务报表、经营、征信、反担保，以及担保的条件。"""

    personal: ClassVar[tuple[str, ...]] = ("credit_report",)

    statements_on: Annotated[date, Meta(description="财务报表日期")]
    revenue_fen: Amount
    profit_fen: Annotated[
        int, Meta(ge=-FEN_MAX, le=FEN_MAX, description="净利润，单位：分，亏损为负")
    ]
    assets_fen: Amount
    liabilities_fen: Amount
    operations: Annotated[Narrative, Meta(description="经营状况")]
    credit_report: Annotated[Narrative, Meta(description="征信情况")]
    counter_guarantees: Annotated[
        list[CounterGuaranteeForm],
        Meta(max_length=COUNTER_GUARANTEES_MAX, description="反担保措施"),
    ] = []
    fee_bp: FeeRate
    coverage_bp: Coverage
    claim_liability: Annotated[ClaimLiability, Meta(description="代偿责任")]
    term_months: Months
    opinion: Opinion


class GuaranteeConfirmation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """确认担保：担保金额、生效日期和意见；担保函随之出具。

    旧流程的业务没有担保函，只填意见。
    """

    opinion: Opinion
    guaranteed_fen: Annotated[Fen | None, Meta(description="担保金额，单位：分")] = None
    effective_on: Annotated[date | None, Meta(description="生效日期")] = None
    own_no: Annotated[
        str, Meta(max_length=OWN_NO_LENGTH_MAX, description="本机构内部编号，可不填")
    ] = ""


class CommitmentCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """银行确认担保函：核对的担保编号。"""

    guarantee_no: Annotated[str, Meta(min_length=4, max_length=40, description="担保编号")]
