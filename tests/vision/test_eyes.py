"""Drawn people before the real models: what is seen, who it is, and whether they live."""

import cv2
import numpy as np
import pytest

from tests.vision.drawn_faces import HEIGHT, WIDTH, Image, Person, frame, jpeg
from tests.vision.films import ANNE, BERT, CLARA, a_film, a_film_of_two
from tests.vision.heads import APPROACH, LEFT, NOD, RIGHT, STRAIGHT
from vision.faces.eyes import Eyes
from vision.faces.measured import DLIB, SFACE, Measured
from vision.faces.wire import FRAMES_MAX, Embedded, Flawed
from vocabulary.seeing import Challenge, Flaw

pytestmark = [pytest.mark.slow, pytest.mark.row("S12", "E2")]
ENGINES = [SFACE, DLIB]


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    return Eyes(SFACE.name)


def vector_of(eyes: Eyes, picture: Image) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    seen = eyes.embed(jpeg(picture))
    assert isinstance(seen, Embedded)
    return np.frombuffer(seen.vector, "<f4")


class TestGuidance:
    def test_a_well_framed_face_has_no_flaw(self, eyes: Eyes) -> None:
        looked = eyes.glance(jpeg(frame(ANNE)))
        assert looked.flaw is None
        assert abs(looked.yaw) < 8
        assert 0.2 < looked.span < 0.5

    @pytest.mark.parametrize(
        ("picture", "flaw"),
        [
            (np.full((HEIGHT, WIDTH, 3), 120, np.uint8), Flaw.NO_FACE),
            (frame(ANNE, size=40), Flaw.FACE_TOO_FAR),
            (frame(ANNE, size=215), Flaw.FACE_TOO_NEAR),
            (frame(ANNE, x=120), Flaw.FACE_OFF_CENTRE),
            (frame(BERT, yaw=40), Flaw.FACE_TURNED),
            (frame(ANNE, light=0.3), Flaw.TOO_DARK),
            (frame(ANNE, blur=7), Flaw.BLURRED),
            (np.hstack([frame(ANNE)[:, 160:480], frame(BERT)[:, 160:480]]), Flaw.SEVERAL_FACES),
        ],
        ids=lambda value: value.value if isinstance(value, Flaw) else "",
    )
    def test_each_flaw_is_said(self, eyes: Eyes, picture: Image, flaw: Flaw) -> None:
        assert eyes.glance(jpeg(picture)).flaw is flaw

    def test_too_much_light_is_said(self, eyes: Eyes) -> None:
        assert eyes.glance(jpeg(frame(CLARA, light=2.6))).flaw is Flaw.TOO_BRIGHT

    def test_left_is_the_persons_own_left(self, eyes: Eyes) -> None:
        assert eyes.glance(jpeg(frame(BERT, yaw=35))).yaw > 15
        assert eyes.glance(jpeg(frame(BERT, yaw=-35))).yaw < -15
        nodding = eyes.glance(jpeg(frame(BERT, pitch=-28))).pitch
        assert nodding < eyes.glance(jpeg(frame(BERT))).pitch - 5

    def test_what_is_no_picture_is_said(self, eyes: Eyes) -> None:
        assert eyes.glance(b"nothing").flaw is Flaw.NOT_A_PICTURE
        assert eyes.embed(b"nothing") == Flawed(Flaw.NOT_A_PICTURE)


class TestVectors:
    @pytest.mark.parametrize("measured", ENGINES, ids=lambda engine: engine.name)
    def test_one_person_is_the_same_in_another_picture(self, measured: Measured) -> None:
        eyes = Eyes(measured.name)
        first = vector_of(eyes, frame(ANNE))
        again = vector_of(eyes, frame(ANNE, yaw=9, size=80, x=280, light=0.85, noise=7))
        assert float(np.linalg.norm(first)) == pytest.approx(1, abs=1e-5)
        assert float(first @ again) > measured.verifying

    def test_two_people_are_not(self, eyes: Eyes) -> None:
        assert vector_of(eyes, frame(ANNE)) @ vector_of(eyes, frame(BERT)) < SFACE.verifying

    @pytest.mark.parametrize(
        ("picture", "flaw"),
        [
            (frame(ANNE, size=20), Flaw.FACE_TOO_FAR),
            (frame(ANNE, blur=7), Flaw.BLURRED),
            (frame(BERT, yaw=42), Flaw.FACE_TURNED),
            (np.hstack([frame(ANNE)[:, 160:480], frame(BERT)[:, 160:480]]), Flaw.SEVERAL_FACES),
        ],
        ids=lambda value: value.value if isinstance(value, Flaw) else "",
    )
    def test_a_bad_photo_gives_no_template(self, eyes: Eyes, picture: Image, flaw: Flaw) -> None:
        assert eyes.embed(jpeg(picture)) == Flawed(flaw)

    def test_a_small_portrait_cut_from_a_document_is_enough(self, eyes: Eyes) -> None:
        portrait = cv2.resize(frame(ANNE)[70:410, 170:470], (150, 170)).astype(np.uint8)
        assert vector_of(eyes, portrait) @ vector_of(eyes, frame(ANNE)) > SFACE.verifying


class TestLiving:
    @pytest.mark.parametrize("who", [ANNE, BERT, CLARA], ids=["anne", "bert", "clara"])
    def test_who_turns_to_the_asked_side_is_alive(self, eyes: Eyes, who: Person) -> None:
        seen = eyes.watch(
            a_film(STRAIGHT, LEFT, STRAIGHT, APPROACH, who=who),
            (Challenge.TURN_LEFT, Challenge.APPROACH),
        )
        assert seen.flaw is None
        assert seen.alive
        known = vector_of(eyes, frame(who))
        assert float(known @ np.frombuffer(seen.vector, "<f4")) > SFACE.verifying

    @pytest.mark.parametrize("who", [BERT, CLARA], ids=["bert", "clara"])
    def test_a_nod_is_seen(self, eyes: Eyes, who: Person) -> None:
        film = a_film(STRAIGHT, NOD, STRAIGHT, RIGHT, who=who)
        assert eyes.watch(film, (Challenge.NOD, Challenge.TURN_RIGHT)).alive

    def test_a_repeated_photograph_is_not(self, eyes: Eyes) -> None:
        seen = eyes.watch([jpeg(frame(ANNE))] * 24, (Challenge.TURN_LEFT,))
        assert not seen.alive
        assert seen.vector == b""

    @pytest.mark.parametrize("asked", [Challenge.TURN_LEFT, Challenge.TURN_RIGHT, Challenge.NOD])
    def test_a_photograph_that_is_turned_and_tilted_shows_no_depth(
        self, eyes: Eyes, asked: Challenge
    ) -> None:
        assert not eyes.watch(_a_waved_photograph(), (asked,)).alive

    def test_the_wrong_order_or_the_wrong_side_is_not(self, eyes: Eyes) -> None:
        film = a_film(STRAIGHT, LEFT, RIGHT)
        assert not eyes.watch(film, (Challenge.TURN_RIGHT, Challenge.TURN_LEFT)).alive
        assert not eyes.watch(film, (Challenge.TURN_RIGHT,)).alive

    def test_two_people_at_once_are_not(self, eyes: Eyes) -> None:
        film = [*a_film(STRAIGHT, LEFT)]
        film[5] = jpeg(np.hstack([frame(ANNE)[:, 160:480], frame(BERT)[:, 160:480]]))
        assert eyes.watch(film, (Challenge.TURN_LEFT,)).flaw is Flaw.SEVERAL_FACES

    def test_a_person_exchanged_in_the_middle_is_noticed(self, eyes: Eyes) -> None:
        film = a_film_of_two(STRAIGHT, LEFT, STRAIGHT, who=(ANNE, BERT, ANNE))
        seen = eyes.watch(film, (Challenge.TURN_LEFT,))
        assert not seen.alive
        assert seen.flaw is Flaw.SEVERAL_FACES

    def test_one_exchanged_frame_is_noticed(self, eyes: Eyes) -> None:
        film = [*a_film(STRAIGHT, STRAIGHT, LEFT)]
        film[7] = jpeg(frame(BERT, size=80))
        seen = eyes.watch(film, (Challenge.TURN_LEFT,))
        assert not seen.alive

    def test_nobody_is_not(self, eyes: Eyes) -> None:
        empty = [jpeg(np.full((HEIGHT, WIDTH, 3), 120, np.uint8))] * 12
        assert eyes.watch(empty, (Challenge.NOD,)).flaw is Flaw.NO_FACE

    def test_a_film_has_an_end(self, eyes: Eyes) -> None:
        film = [b"x"] * (FRAMES_MAX + 1)
        assert eyes.watch(film, (Challenge.NOD,)).flaw is Flaw.TOO_LARGE


def _a_waved_photograph() -> list[bytes]:
    """A print of a straight face, turned to both sides and tilted before the camera."""
    printed = frame(ANNE, size=110)
    film = []
    for step in range(36):
        yaw = 45 * np.sin(step / 36 * 2 * np.pi)
        tilt = 35 * np.sin(step / 18 * 2 * np.pi)
        film.append(jpeg(_seen_aslant(printed, float(yaw), float(tilt))))
    return film


def _seen_aslant(printed: Image, yaw: float, tilt: float) -> Image:
    """A flat picture 40 cm away, turned about its middle, in perspective."""
    far = 1200.0
    y, t = np.radians(yaw), np.radians(tilt)
    corners = np.array([[-320, -240], [320, -240], [320, 240], [-320, 240]], np.float64)
    seen = []
    for across, down in corners:
        x, z = across * np.cos(y), across * np.sin(y)
        up, z = down * np.cos(t) - z * np.sin(t), down * np.sin(t) + z * np.cos(t)
        seen.append([320 + x * far / (far + z), 240 + up * far / (far + z)])
    source = (corners + np.array([320, 240])).astype(np.float32)
    turned = cv2.getPerspectiveTransform(source, np.array(seen, np.float32))
    return cv2.warpPerspective(
        printed, turned, (WIDTH, HEIGHT), borderValue=(120, 120, 120)
    ).astype(np.uint8)
