"""How one line of a checklist is answered."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

REMARK_LENGTH_MAX = 300


class ItemCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """一个检查项的结果：正常，或异常及其情况。"""

    item_id: UUID
    passed: Annotated[bool, Meta(description="是否正常")]
    remark: Annotated[
        str, Meta(max_length=REMARK_LENGTH_MAX, description="情况说明，异常时必填")
    ] = ""
