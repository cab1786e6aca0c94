"""What kinds of recordings are taken: documents and pictures as everywhere, and short clips."""

from domain.kernel.refusal import Invalid, TooLarge
from domain.lending import attachment_rules
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENT_MEDIA

RECORDING_BYTES_MAX = ATTACHMENT_BYTES_MAX
_BOX_AT, _BOX_END = 4, 8  # where an MP4 says so
_CLIPS = {"mp4": "video/mp4", "m4a": "audio/mp4"}
_SOUND = {"mp3": "audio/mpeg"}
_MP3_BEGINS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
RECORDING_MEDIA = (*ATTACHMENT_MEDIA, *_CLIPS.values(), *_SOUND.values())
WRONG = "文件内容与扩展名不符，请上传原始的 MP4、M4A、MP3、图片或 PDF 文件"


def media_of(name: str, content: bytes) -> str:
    """What the file is, by its own bytes; its name must say the same."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _CLIPS | _SOUND:
        return attachment_rules.media_of(name, content)
    if len(content) > RECORDING_BYTES_MAX:
        raise TooLarge(RECORDING_BYTES_MAX)
    is_clip = content[_BOX_AT:_BOX_END] == b"ftyp"
    if ending in _CLIPS and is_clip:
        return _CLIPS[ending]
    if ending in _SOUND and content.startswith(_MP3_BEGINS):
        return _SOUND[ending]
    raise Invalid(WRONG, (("file", WRONG),))
