"""A full disk: what cannot be kept is refused, is not half there, and goes when there is room."""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from orm import engine
from orm.attachments import Attachment
from orm.journal import JournalEntry
from orm.lending import FinancingRequest, LoanApplication
from tests.conftest import ON_POSTGRES, SERVER
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served, database, served
from tests.doors.small_disk import Disk, Limited, tmpfs
from tests.doors.test_attachments import attach
from tests.lending.papers import PDF
from vocabulary.lending import RequestAim

pytestmark = [pytest.mark.slow, pytest.mark.row("A3")]

TRIES_MAX = 600
DONE = 201
WISH = {
    "amount_fen": 100_000_000,
    "term_months": 12,
    "purpose": "采购原材料，补充流动资金" * 10,
    "security": "credit",
    "repayment_method": "interest_first",
    "aim": "open",
    "remarks": "请尽快联系" * 80,
}


async def _said(statement: str) -> str:
    connection = await asyncpg.connect(SERVER)
    try:
        return str(await connection.fetchval(statement))
    finally:
        await connection.close()


@contextlib.contextmanager
def _small_tablespace(disk: Disk) -> Iterator[str]:
    """A place for one database on the small disk; the journal of PostgreSQL lies elsewhere."""
    owner = Path(asyncio.run(_said("SHOW data_directory")))
    if not owner.exists():
        pytest.skip("this PostgreSQL is on another machine")
    place, name = disk.folder / "tables", f"small_{uuid4().hex}"
    place.mkdir()
    shared = owner.stat()
    os.chown(place, shared.st_uid, shared.st_gid)
    asyncio.run(_said(f"CREATE TABLESPACE {name} LOCATION '{place}'"))
    try:
        yield name
    finally:
        asyncio.run(_said(f"DROP TABLESPACE {name}"))


@pytest.fixture(params=["tmpfs", "limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """Where the platform of the test keeps everything."""
    if request.param == "limit":
        if ON_POSTGRES:
            pytest.skip("the limit is our process's, not PostgreSQL's")
        yield Limited(tmp_path)
        return
    with tmpfs() as found:
        yield found


@pytest.fixture
def cramped(template: str, tmp_path: Path, disk: Disk, _keys: None) -> Iterator[Served]:
    """A platform on the small disk; its log lies elsewhere."""
    with contextlib.ExitStack() as stack:
        if ON_POSTGRES:
            space = stack.enter_context(_small_tablespace(disk))
            url = stack.enter_context(database(template, tmp_path, SERVER, f"TABLESPACE {space}"))
        else:
            url = stack.enter_context(database(template, disk.folder, SERVER))
        found = stack.enter_context(served(url, tmp_path, DATA_DIR=str(disk.folder / "data")))
        yield found
        assert found.crashes() == []


def publishes(platform: Served, key: str) -> int:
    """One request for money; what is refused is refused for the disk alone."""
    answer = platform.post(
        "/financing-requests/publish", "clerk", WISH, headers={"Idempotency-Key": key}
    )
    if answer.status_code != DONE:
        must_be_a_problem(answer, 503, "unavailable")
        assert "没有生效" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) >= 1
    return answer.status_code


async def _counted(url: str) -> tuple[int, int, int]:
    await engine.connect(url)
    try:
        return (
            await FinancingRequest.filter(aim=RequestAim.OPEN).count(),
            await LoanApplication.filter(aim=RequestAim.OPEN).count(),
            await JournalEntry.filter(code="loan_application.publish").count(),
        )
    finally:
        await engine.disconnect()


def gone_through(platform: Served) -> tuple[int, int, int]:
    """Requests, cases and journal entries."""
    return asyncio.run(_counted(platform.database))


def until_refused(platform: Served) -> tuple[str, int]:
    """Publish until the disk is full: the key that was refused, and how many went before."""
    for count in range(TRIES_MAX):
        key = uuid4().hex
        if publishes(platform, key) != DONE:
            return key, count
    raise AssertionError("the disk was never full")


def test_what_a_full_disk_refuses_is_not_done_and_goes_when_there_is_room(
    cramped: Served, disk: Disk
) -> None:
    assert publishes(cramped, uuid4().hex) == DONE
    before = gone_through(cramped)
    disk.fill(cramped.pid)
    key, went = until_refused(cramped)
    assert cramped.get("/loan-applications", "clerk").status_code == 200, "reading goes on"
    for _ in range(5):
        went += publishes(cramped, uuid4().hex) == DONE
    disk.make_room(cramped.pid)

    assert gone_through(cramped) == tuple(number + went for number in before), "half-done"
    assert publishes(cramped, key) == DONE, "the same attempt goes"
    assert publishes(cramped, key) == DONE, "and is answered, not done again"
    assert gone_through(cramped) == tuple(number + went + 1 for number in before)
    asyncio.run(_until_sealed(cramped))


async def _until_sealed(platform: Served) -> None:
    """The worker has waited it out."""
    async with asyncio.timeout(30):
        while platform.ask("GET", "/readyz").json().get("unsealed") != 0:  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.2)


def test_a_file_for_which_there_is_no_room_leaves_nothing_behind(
    cramped: Served, disk: Disk
) -> None:
    kept = attach(cramped, content=PDF + bytes(1000))
    assert kept.status_code == 200, kept.text
    objects = disk.folder / "data" / "objects"
    before = sorted(path for path in objects.rglob("*") if path.is_file())
    content = PDF + bytes(2_000_000)
    disk.fill(cramped.pid)
    answer = attach(cramped, content=content)
    must_be_a_problem(answer, 503, "unavailable")
    assert sorted(path for path in objects.rglob("*") if path.is_file()) == before, "a torn file"
    disk.make_room(cramped.pid)

    assert attach(cramped, content=content).status_code == 200
    assert asyncio.run(_files(cramped.database, sha256(content).hexdigest())) == 1
    case = cramped.town.cases["review"]
    [shown] = [
        file
        for file in cramped.get(f"/loan-applications/{case}", "clerk").json()["attachments"]
        if file["size_bytes"] == len(content)
    ]
    path = f"/loan-applications/{case}/attachments/{shown['id']}"
    assert cramped.get(path, "clerk").content == content


async def _files(url: str, digest: str) -> int:
    await engine.connect(url)
    try:
        return await Attachment.filter(sha256=digest).count()
    finally:
        await engine.disconnect()
