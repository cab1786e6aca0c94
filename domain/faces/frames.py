"""Several pictures as one body: each preceded by its length, four bytes, the highest first."""

from collections.abc import Sequence

from domain.faces.terms import FRAME_BYTES_MAX, FRAMES_MAX, FRAMES_MIN
from domain.kernel.actor import Call
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Invalid, Unmet
from vocabulary.identity import Terminal

LENGTH_BYTES = 4
BROKEN = "拍摄的画面没有完整送达，请重新开始"
NOT_IN_WECHAT = "小程序不采集人脸画面，请使用微信人脸核验，或改用其他方式"


def must_be_filmed_here(call: Call) -> None:
    """Refuse a mini-program: only WeChat itself may film somebody there, and gives no picture."""
    if call.terminal is Terminal.MINIPROGRAM:
        raise Unmet(NOT_IN_WECHAT)


async def received(file: IncomingFile, *, call: Call) -> list[bytes]:
    """The pictures of a body, from a terminal that may send some."""
    must_be_filmed_here(call)
    return split(await file.read())


def split(content: bytes) -> list[bytes]:
    """The pictures, oldest first. Raises `Invalid` when they are too few, too many or cut."""
    frames: list[bytes] = []
    at = 0
    while at < len(content):
        begins = at + LENGTH_BYTES
        at = begins + int.from_bytes(content[at:begins])
        frame = content[begins:at]
        if not frame or at > len(content) or len(frame) > FRAME_BYTES_MAX:
            raise Invalid(BROKEN, (("frames", "画面不完整或过大"),))
        frames.append(frame)
        if len(frames) > FRAMES_MAX:
            raise Invalid(BROKEN, (("frames", f"不能超过 {FRAMES_MAX} 张"),))
    if len(frames) < FRAMES_MIN:
        raise Invalid(BROKEN, (("frames", f"不能少于 {FRAMES_MIN} 张"),))
    return frames


def joined(frames: Sequence[bytes]) -> bytes:
    """The body that `split` takes apart."""
    return b"".join(len(frame).to_bytes(LENGTH_BYTES) + frame for frame in frames)
