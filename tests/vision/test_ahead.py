"""What is seen while somebody still moves: saves time, decides nothing, is soon forgotten."""

import pytest

from tests.vision.films import ANNE, BERT, a_film, a_film_of_two
from tests.vision.heads import APPROACH, LEFT, STRAIGHT
from vision.faces.ahead import KEPT_MAX, KEPT_S_MAX, Ahead
from vision.faces.engines import Engine, Portrait, Vector
from vision.faces.eyes import Eyes
from vision.faces.measured import SFACE
from vocabulary.seeing import Challenge, Flaw

pytestmark = [pytest.mark.slow, pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]
ASKED = (Challenge.TURN_LEFT, Challenge.APPROACH)
FILM = (STRAIGHT, LEFT, STRAIGHT, APPROACH)


class Counting:
    """An engine that says how often it was asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self.asked = engine, 0

    def vector(self, portrait: Portrait) -> Vector:
        self.asked += 1
        return self._engine.vector(portrait)


def test_the_verdict_is_the_same_and_the_work_is_done_before() -> None:
    eyes, film = Eyes(SFACE.name), a_film(*FILM)
    engine = eyes._engine = Counting(eyes._engine)  # noqa: SLF001 -- counted, not replaced
    whole = eyes.watch(film, ASKED)
    assert whole.alive
    assert engine.asked > 10
    for frame in film[:-2]:
        eyes.look_ahead(frame)
    engine.asked = 0
    assert eyes.watch(film, ASKED) == whole
    assert engine.asked <= 2
    assert len(eyes._ahead) == 0, "forgotten with the verdict"  # noqa: SLF001


def test_another_person_in_the_middle_is_noticed_all_the_same() -> None:
    eyes, film = Eyes(SFACE.name), a_film_of_two(*FILM[:3], who=(ANNE, BERT, ANNE))
    for frame in film:
        eyes.look_ahead(frame)
    seen = eyes.watch(film, (Challenge.TURN_LEFT,))
    assert (seen.alive, seen.flaw) == (False, Flaw.SEVERAL_FACES)


def test_what_was_looked_at_and_is_not_in_the_sequence_counts_for_nothing() -> None:
    eyes, film = Eyes(SFACE.name), a_film(*FILM)
    for frame in film:
        eyes.look_ahead(frame)
    still = a_film(STRAIGHT, STRAIGHT, STRAIGHT)
    assert not eyes.watch(still, ASKED).alive


def test_nothing_is_kept_long_or_without_a_limit() -> None:
    moment = [0.0]
    ahead: Ahead[str, str] = Ahead(lambda: moment[0])
    for serial in range(KEPT_MAX + 5):
        ahead.keep(b"%d" % serial, "shot", None)
    assert len(ahead) == KEPT_MAX
    assert ahead.shot(b"0") is None
    assert ahead.shot(b"%d" % KEPT_MAX) == ("shot",)
    moment[0] = KEPT_S_MAX + 1
    assert ahead.shot(b"%d" % KEPT_MAX) is None
    assert len(ahead) == 0
