"""A sequence passes when one head moves as asked and without a break; nothing else does."""

import pytest

from tests.vision.heads import APPROACH, LEFT, NOD, RIGHT, STRAIGHT, a_film
from vision.faces.liveness import Head, judge
from vocabulary.seeing import Challenge, Flaw

pytestmark = pytest.mark.row("S12")


def test_who_does_what_is_asked_is_alive() -> None:
    verdict = judge(a_film(STRAIGHT, LEFT, STRAIGHT, NOD), [Challenge.TURN_LEFT, Challenge.NOD])
    assert verdict.alive
    assert verdict.done == (Challenge.TURN_LEFT, Challenge.NOD)
    assert verdict.flaw is None


@pytest.mark.parametrize(
    ("film", "asked"),
    [
        ((STRAIGHT, LEFT, RIGHT), (Challenge.TURN_LEFT, Challenge.TURN_RIGHT)),
        ((STRAIGHT, APPROACH, LEFT), (Challenge.APPROACH, Challenge.TURN_LEFT)),
        ((NOD, RIGHT), (Challenge.NOD, Challenge.TURN_RIGHT)),
        ((RIGHT, STRAIGHT, APPROACH), (Challenge.TURN_RIGHT, Challenge.APPROACH)),
    ],
)
def test_every_challenge_can_be_met(film: tuple[str, ...], asked: tuple[Challenge, ...]) -> None:
    assert judge(a_film(*film), asked).alive


def test_a_still_picture_proves_nothing() -> None:
    verdict = judge(a_film(*[STRAIGHT] * 6), [Challenge.NOD, Challenge.TURN_LEFT])
    assert not verdict.alive
    assert verdict.done == ()


def test_the_wrong_order_is_not_alive() -> None:
    asked = [Challenge.TURN_LEFT, Challenge.TURN_RIGHT]
    assert not judge(a_film(STRAIGHT, RIGHT, LEFT), asked).alive
    assert not judge(a_film(STRAIGHT, NOD, LEFT), [Challenge.TURN_LEFT, Challenge.NOD]).alive


def test_a_film_that_turns_to_both_sides_answers_no_single_question() -> None:
    assert not judge(a_film(LEFT, RIGHT), [Challenge.TURN_LEFT]).alive
    assert not judge(a_film(RIGHT, LEFT, RIGHT), [Challenge.TURN_LEFT, Challenge.TURN_RIGHT]).alive


def test_half_of_what_was_asked_is_said_and_is_not_enough() -> None:
    verdict = judge(a_film(STRAIGHT, LEFT, STRAIGHT), [Challenge.TURN_LEFT, Challenge.NOD])
    assert not verdict.alive
    assert verdict.done == (Challenge.TURN_LEFT,)


def test_one_noisy_frame_is_no_movement() -> None:
    film = a_film(*[STRAIGHT] * 3)
    film[10] = film[10]._replace(yaw=40.0) if film[10] else None
    film[15] = film[15]._replace(pitch=30.0) if film[15] else None
    assert judge(film, [Challenge.TURN_LEFT]).done == ()
    assert judge(film, [Challenge.NOD]).done == ()


def test_a_face_that_leaps_may_be_another_one() -> None:
    film = a_film(STRAIGHT, LEFT)
    at = len(film) // 2
    elsewhere = [head and head._replace(x=head.x + 250) for head in film[at:]]
    assert judge(film[:at] + elsewhere, [Challenge.TURN_LEFT]).flaw is Flaw.SEVERAL_FACES
    larger = [head and head._replace(height=head.height * 1.5) for head in film[at:]]
    assert judge(film[:at] + larger, [Challenge.TURN_LEFT]).flaw is Flaw.SEVERAL_FACES


def test_a_face_may_be_missed_for_a_moment_but_not_longer() -> None:
    film: list[Head | None] = [*a_film(STRAIGHT, LEFT, STRAIGHT)]
    film[3] = film[4] = None
    assert judge(film, [Challenge.TURN_LEFT]).alive
    film[5] = None
    assert judge(film, [Challenge.TURN_LEFT]).flaw is Flaw.NO_FACE
    assert judge([], [Challenge.TURN_LEFT]).flaw is Flaw.NO_FACE


def test_what_proves_nothing_may_not_be_asked() -> None:
    for asked in ([], [Challenge.APPROACH], [Challenge.NOD, Challenge.BLINK]):
        with pytest.raises(ValueError, match=r"asked|blink"):
            judge(a_film(STRAIGHT, APPROACH), asked)
