"""How camera frames travel as one file: each a length of four bytes, then so many bytes; pure."""

from domain.kernel.refusal import Invalid

LENGTH_BYTES = 4
FRAMES_MIN = 3
FRAMES_MAX = 120
FRAME_BYTES_MAX = 400 * 1024
FRAMES_BYTES_MAX = 8 * 1024 * 1024
MEDIA = "application/octet-stream"
UNREADABLE = "拍摄的画面未能完整上传，请重试"


def unpacked(content: bytes) -> list[bytes]:
    """The frames, oldest first. Raises Invalid unless every byte belongs to one."""
    frames: list[bytes] = []
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + LENGTH_BYTES], "big")
        at += LENGTH_BYTES
        frame = content[at : at + length]
        at += length
        if not 0 < length <= FRAME_BYTES_MAX or len(frame) < length or len(frames) >= FRAMES_MAX:
            raise Invalid(UNREADABLE, (("file", UNREADABLE),))
        frames.append(frame)
    if len(frames) < FRAMES_MIN:
        raise Invalid(UNREADABLE, (("file", UNREADABLE),))
    return frames


def packed(frames: list[bytes]) -> bytes:
    """The same, the other way round."""
    return b"".join(len(frame).to_bytes(LENGTH_BYTES, "big") + frame for frame in frames)
