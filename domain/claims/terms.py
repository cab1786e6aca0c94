"""What each step of a claim is told."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.money import Fen
from vocabulary.servicing import Payer

TEXT_LENGTH_MAX = 500
ReasonText = Annotated[
    str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, description="原因，会显示给对方")
]


class ClaimForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """申请代偿：向谁、多少、为什么。"""

    respondent: Annotated[Payer, Meta(description="向担保机构、保险机构或政策基金")]
    amount_fen: Fen
    reason: ReasonText


class ClaimAgreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """同意代偿：同意的金额和意见。"""

    amount_fen: Fen
    opinion: Annotated[str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, description="意见")]


class ClaimPaid(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """登记代偿：金额、日期、原因。"""

    amount_fen: Fen
    paid_on: Annotated[date, Meta(description="代偿日期")]
    reason: ReasonText


class Recovered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """登记追偿：金额、日期、说明。"""

    amount_fen: Fen
    recovered_on: Annotated[date, Meta(description="追偿日期")]
    note: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="说明，可不填")] = ""
