"""The ports this process was given, held for whoever needs the outside world."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.kernel.letters import ESeal, Press
from domain.kernel.ports import Limiter, MiniProgram, ObjectStore, Registry, Sms
from domain.kernel.seeing import Documents, Faces
from vocabulary.messaging import MessageTemplate


@dataclass(frozen=True, slots=True)
class Outside:
    """Short messages, WeChat, somebody who counts, files, eyes, a register, a press and a seal.

    `templates` are WeChat's ids of the subscription messages; one that has none is not sent.
    """

    sms: Sms
    mini_program: MiniProgram
    limiter: Limiter
    objects: ObjectStore
    faces: Faces
    documents: Documents
    registry: Registry
    press: Press
    seal: ESeal
    templates: Mapping[MessageTemplate, str] = field(default_factory=dict)


class _Held:
    """The hands of this process; set once by whoever puts the process together."""

    outside: Outside | None = None


def hold(outside: Outside) -> None:
    """Give this process its hands."""
    _Held.outside = outside


def held() -> Outside:
    """The hands of this process."""
    assert _Held.outside is not None, "no ports: call domain.kernel.outside.hold first"
    return _Held.outside
