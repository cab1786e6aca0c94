"""Whether an institution takes new business: its admission runs, and nobody has given notice."""

from uuid import UUID

from domain.kernel.refusal import Unmet
from orm.parties import Party

OWN_LAPSED = (
    "贵机构的入驻资格已到期或正在办理退出，不能承接新业务；已受理的业务可以继续办理。"
    "续期请由机构管理员在“入驻信息”中申请"
)
OTHERS_LAPSED = "该机构的入驻资格已到期或正在退出，暂不承接新业务，请选择其他机构"


async def must_take_business(party_id: UUID, *, own: bool = False) -> None:
    """Refuse new business of an institution whose admission has run out. Raises `Unmet`.

    What is under way goes on: an enterprise does not pay for its bank's paperwork.
    """
    if await Party.exists(id=party_id, lapsed=True):
        raise Unmet(OWN_LAPSED if own else OTHERS_LAPSED)
