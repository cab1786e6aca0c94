"""P6: from a frame to a vector, from the last frame to a decision, and guidance; beside floors."""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import cv2

from benchmarks.measured import Line, Setting, middle, percentile
from tests.vision.drawn_faces import Person, frame, jpeg
from tests.vision.films import a_film
from tests.vision.heads import LEFT, RIGHT, STRAIGHT
from vision.faces.eyes import Eyes
from vision.faces.measured import SFACE
from vision.frames import decode
from vocabulary.seeing import Challenge

ROUNDS = 60
WATCHED_ROUNDS, DECIDED_S_MAX = 10, 1.0
RATIO_MAX, GUIDED_A_SECOND_MIN = 2.0, 15.0
SEEN = Person(246)


async def measure(setting: Setting) -> list[Line]:
    """CPU time of one thread, all in turn: what else runs here disturbs little, and all alike."""
    eyes, sent = Eyes(SFACE.name), jpeg(frame(SEEN))
    encoder = _encoder_alone()
    through_dlib = _through_face_recognition(sent)
    spent: dict[str, list[float]] = {"ours": [], "floor": [], "peer": [], "guidance": []}
    works: dict[str, Callable[[], Any]] = {
        "ours": lambda: eyes.embed(sent),
        "floor": encoder,
        "peer": through_dlib,
        "guidance": lambda: eyes.glance(sent),
    }
    for _ in range(setting.scaled(ROUNDS)):
        for name, work in works.items():
            began = time.thread_time()
            work()
            spent[name].append(time.thread_time() - began)
    ours, floor, guided = (middle(spent[name]) for name in ("ours", "floor", "guidance"))
    return [
        Line(
            "P6",
            "frame (640×480 JPEG) to vector, CPU of one core",
            _ms(spent["ours"]),
            f"encoder alone {_ms(spent['floor'])}; face_recognition {_ms(spent['peer'])}",
            ours / floor,
            f"<= {RATIO_MAX}",
        ),
        Line(
            "P6",
            "guidance: frames a second on one core",
            f"{1 / guided:.0f} ({_ms(spent['guidance'])})",
            "–",
            1 / guided,
            f">= {GUIDED_A_SECOND_MIN}",
        ),
        _after_the_last_frame(eyes, floor, setting),
    ]


def _after_the_last_frame(eyes: Eyes, floor: float, setting: Setting) -> Line:
    """What a person still waits for when they have done what was asked, at a terminal and without.

    Looked at ahead are all frames but the last two, as a page does that sends one at a time.
    """
    film = a_film(STRAIGHT, LEFT, RIGHT)
    asked = (Challenge.TURN_LEFT, Challenge.TURN_RIGHT)
    spent: dict[str, list[float]] = {"at once": [], "ahead": []}
    for _ in range(max(2, setting.scaled(WATCHED_ROUNDS))):
        for name, ahead in (("at once", ()), ("ahead", film[:-2])):
            for sent in ahead:
                eyes.look_ahead(sent)
            began = time.thread_time()
            assert eyes.watch(film, asked).alive, "a film of one person who does what is asked"
            spent[name].append(time.thread_time() - began)
    return Line(
        "P6",
        f"last of {len(film)} frames to decision, CPU of one core",
        _ms(spent["ahead"]),
        f"all at the end {_ms(spent['at once'])}; encoder alone, one frame, {floor * 1000:.1f} ms",
        middle(spent["ahead"]),
        f"<= {DECIDED_S_MAX} s",
    )


def _ms(values: list[float]) -> str:
    return f"{middle(values) * 1000:.1f}/{percentile(values, 0.99) * 1000:.1f} ms"


def _encoder_alone() -> Callable[[], Any]:
    from vision.faces import weights  # noqa: PLC0415 -- beside what it is for

    net = cv2.FaceRecognizerSF.create(weights.path_of(weights.SFACE), "")
    crop = cv2.resize(frame(SEEN)[100:380, 180:460], (112, 112))
    return lambda: net.feature(crop)


def _through_face_recognition(sent: bytes) -> Callable[[], Any]:
    library = import_module("face_recognition")

    def work() -> Any:
        picture = decode(sent)[:, :, ::-1].copy()
        places = library.face_locations(picture)
        return library.face_encodings(picture, places, model="small")

    return work
