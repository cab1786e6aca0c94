"""The documents' process as the platform uses it: limits, deaths, what the web process holds."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.kernel.seeing import Unseen
from server.adapters import documents as hand
from server.adapters.documents import MODULE, ModelDocuments
from server.adapters.model_processes import ModelError, ModelProcesses
from tests.vision import hostile, spoiling
from tests.vision.papers import dice_of, id_card_back, needs_font
from vocabulary.documents import DocumentField as F
from vocabulary.seeing import DocumentKind, Flaw

MEMORY_MAX_MB = 400  # of the process after every hostile file, without the models

pytestmark = [pytest.mark.slow, pytest.mark.row("E2"), pytest.mark.clause("6.1.3.2")]


@pytest_asyncio.fixture
async def process() -> AsyncIterator[ModelProcesses]:
    found = ModelProcesses(MODULE, waiting_max=2)
    yield found
    await found.close()


def pid_of(process: ModelProcesses) -> int | None:
    return next((each.pid for each in process.running), None)


def peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def is_running(pid: int | None) -> bool:
    return Path(f"/proc/{pid}").exists()


async def said_of(documents: ModelDocuments, content: bytes) -> Flaw | None:
    """What is wrong with a file; None when it was rebuilt."""
    try:
        assert await documents.clean(content) != content
    except Unseen as problem:
        return problem.flaw
    return None


async def test_no_hostile_file_ends_the_process_or_fills_its_memory(
    process: ModelProcesses,
) -> None:
    documents = ModelDocuments(process)
    pids = set()
    for sent in hostile.all_sent():
        assert await said_of(documents, sent.content) is sent.flaw
        pids.add(pid_of(process))
    (pid,) = pids
    assert pid is not None
    assert peak_mb(pid) < MEMORY_MAX_MB


@needs_font
async def test_a_document_is_read_and_another_is_refused(process: ModelProcesses) -> None:
    documents, paper = ModelDocuments(process), id_card_back(2)
    photo = spoiling.photo(paper.image, dice_of("photo", 2))
    reading = await documents.read(photo, paper.kind)
    assert {name: field.text for name, field in reading.fields.items()} == paper.says
    assert reading.fields[F.ISSUING_AUTHORITY].sure > 0.5
    with pytest.raises(Unseen) as caught:
        await documents.read(photo, DocumentKind.BUSINESS_LICENCE)
    assert caught.value.flaw is Flaw.WRONG_DOCUMENT


async def test_a_process_that_dies_says_so_and_is_replaced(process: ModelProcesses) -> None:
    documents, photo = ModelDocuments(process), hostile.encoded("JPEG")
    await documents.clean(photo)
    first = pid_of(process)
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    asked = asyncio.create_task(documents.clean(photo))
    await asyncio.sleep(0.1)
    os.kill(first, signal.SIGKILL)
    with pytest.raises(ModelError, match="models_gone") as caught:
        await asked
    assert caught.value.retry
    assert await documents.clean(photo)
    assert pid_of(process) not in {None, first}


async def test_a_process_that_hangs_is_ended_in_time(
    process: ModelProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, photo = ModelDocuments(process), hostile.encoded("JPEG")
    await documents.clean(photo)
    first = pid_of(process)
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(hand, "CLEAN_S_MAX", 0.2)
    with pytest.raises(ModelError, match="models_slow"):
        await documents.clean(photo)
    monkeypatch.undo()
    assert not is_running(first)
    assert await documents.clean(photo)


async def test_who_gives_up_waiting_leaves_no_answer_behind(process: ModelProcesses) -> None:
    large, little = hostile.encoded_size(3000, 3000), hostile.encoded_size(100, 100)
    documents = ModelDocuments(process)
    expected = await documents.clean(little)
    given_up = asyncio.create_task(documents.clean(large))
    await asyncio.sleep(0.05)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    assert await documents.clean(little) == expected


async def test_more_than_the_queue_holds_are_told_to_come_again(process: ModelProcesses) -> None:
    documents, photo = ModelDocuments(process), hostile.encoded("JPEG")
    asked = [asyncio.create_task(documents.clean(photo)) for _ in range(5)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in answers] == [bytes, bytes, bytes, ModelError, ModelError]


async def test_a_process_ends_with_whoever_started_it(process: ModelProcesses) -> None:
    await ModelDocuments(process).clean(hostile.encoded("JPEG"))
    pid = pid_of(process)
    await process.close()
    assert pid_of(process) is None
    assert not is_running(pid)


def test_the_web_process_holds_no_model() -> None:
    program = (
        "import sys, server.app, server.composing;"
        "held = {'cv2', 'onnxruntime', 'rapidocr'} & set(sys.modules);"
        "sys.exit(sorted(held) or 0)"
    )
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
