"""What is filled in about faces; the frames themselves come as a file of several pictures."""

from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.faces import FacePurpose
from vocabulary.identifiers import Phone

FRAMES_MEDIA = "application/octet-stream"
FRAME_MEDIA = "image/jpeg"
FRAME_BYTES_MAX = 128 * 1024
FRAMES_MIN = 3
FRAMES_MAX = 40
FRAMES_BYTES_MAX = 3 * 1024 * 1024


class Consenting(Struct, frozen=True, forbid_unknown_fields=True):
    """单独同意一种用途：须是当前有效的文本。"""

    purpose: Annotated[FacePurpose, Meta(description="用途")]
    text_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="所读文本的摘要")]


class Withdrawal(Struct, frozen=True, forbid_unknown_fields=True):
    """撤回同意。"""

    purpose: Annotated[FacePurpose, Meta(description="用途")]


class Asking(Struct, frozen=True, forbid_unknown_fields=True):
    """请求一组活体动作；填写手机号码时只与该账号核对。"""

    phone: Phone | None = None
