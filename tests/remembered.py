"""The outside world of a test: hands that remember, held for the code under test."""

from typing import Any

from domain.kernel import outside
from domain.kernel.outside import Outside
from server.adapters.e_seal import RememberingSeal
from server.adapters.letter_press import RememberingPress
from server.adapters.limiter import NoLimiter
from server.adapters.object_store import MemoryObjectStore
from server.adapters.registry import RememberingRegistry
from server.adapters.remembering_eyes import RememberingDocuments, RememberingFaces
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from vocabulary.messaging import MessageTemplate

TEMPLATES = {each: f"template-{each}" for each in MessageTemplate}


def hold_hands(**hands: Any) -> Outside:
    """Hold remembering hands, except those given; returns what is held."""
    world: dict[str, Any] = {
        "sms": RememberingSms(),
        "mini_program": RememberingMiniProgram(),
        "limiter": NoLimiter(),
        "objects": MemoryObjectStore(),
        "faces": RememberingFaces(),
        "documents": RememberingDocuments(),
        "templates": TEMPLATES,
        "registry": RememberingRegistry(),
        "press": RememberingPress(),
        "seal": RememberingSeal(),
    }
    held = Outside(**world | hands)
    outside.hold(held)
    return held
