"""Files over HTTP: the body is the file, under a limit of its own; no browser opens it here."""

import asyncio
import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx2
import pytest

from domain.kernel.actor import Call
from domain.kernel.refusal import TooLarge, Unavailable
from domain.kernel.routing import Upload
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENT_MEDIA
from server.files import READING_OF_ONE_MAX, SentFile
from server.http import BODY_BYTES_MAX
from tests.doors.served import Served
from tests.lending.papers import PDF, PNG
from tests.world import nobody

PIECE = bytes(64 * 1024)
TAKEN = Upload(ATTACHMENT_MEDIA, ATTACHMENT_BYTES_MAX)


def attach(
    platform: Served,
    case: str = "review",
    who: str | None = "clerk",
    *,
    name: str = "营业执照.pdf",
    content: Any = PDF,
    **headers: str,
) -> httpx2.Response:
    given = {"X-File-Name": quote(name, safe=""), "Content-Type": "application/pdf", **headers}
    path = f"/api/loan-applications/{platform.town.cases[case]}/attach"
    return platform.ask("POST", path, who, content=content, headers=given)


def refused(answer: httpx2.Response, status: int, code: str) -> str:
    assert answer.status_code == status, answer.text
    said = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["code"] == code
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said["detail"])
    return str(said["detail"])


class TestInAndOut:
    def test_a_file_comes_back_as_it_was(self, platform: Served) -> None:
        content = PDF + bytes(BODY_BYTES_MAX + 1)  # larger than any JSON may be
        name = '财务报表 2026"; filename=x.html'.replace('"', "”") + ".pdf"
        answer = attach(platform, name=name, content=content)
        assert answer.status_code == 200, answer.text
        shown = answer.json()["attachments"][-1]
        assert (shown["name"], shown["size_bytes"]) == (name, len(content))

        path = f"/loan-applications/{platform.town.cases['review']}/attachments/{shown['id']}"
        found = platform.get(path, "officer")
        assert found.content == content
        assert found.headers["content-type"] == "application/pdf"
        assert found.headers["content-length"] == str(len(content))
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        assert found.headers["content-disposition"] == disposition
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in found.headers["content-security-policy"]
        assert found.headers["cache-control"] == "no-store"
        refused(platform.get(path, "rival"), 404, "not_found")
        refused(platform.get(path), 401, "not_logged_in")

    def test_the_same_key_attaches_once(self, platform: Served) -> None:
        key = {"Idempotency-Key": uuid4().hex}
        first = attach(platform, "inbox", **key)
        again = attach(platform, "inbox", **key)
        assert again.content == first.content
        assert again.headers["idempotent-replay"] == "true"
        for other in ({"content": PDF + b" "}, {"name": "另一份.pdf"}):
            refused(attach(platform, "inbox", **other, **key), 409, "key_reused")
        case = platform.get(f"/loan-applications/{platform.town.cases['inbox']}", "clerk").json()
        assert len(case["attachments"]) == 1

    def test_what_the_caller_calls_it_does_not_count(self, platform: Served) -> None:
        told = {"Content-Type": "text/html"}
        answer = attach(platform, "grant", name="照片.png", content=PNG, **told)
        assert answer.json()["attachments"][-1]["media"] == "image/png"


class TestRefused:
    def test_by_who_asks(self, platform: Served) -> None:
        refused(attach(platform, who=None), 401, "not_logged_in")
        refused(attach(platform, who="rival"), 404, "not_found")
        refused(attach(platform, "pool", who="other_officer"), 404, "not_found")
        refused(attach(platform, who="admin"), 403, "not_your_post")
        path = f"/api/loan-applications/{nobody()}/attach"
        refused(platform.ask("POST", path, "clerk", content=PDF), 404, "not_found")

    def test_by_the_moment(self, platform: Served) -> None:
        for case in ("completed", "rejected", "withdrawn"):
            refused(attach(platform, case), 409, "not_now")

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("空.pdf", b""),
            ("图片.pdf", PNG),
            ("后置.pdf", b"<script>alert(1)</script>" + PDF),
            ("脚本.png", b"<?php system($_GET['c']);"),
            ("网页.html", b"<html>"),
            ("", PDF),
            ("../..", PDF),
        ],
    )
    def test_by_the_file(self, platform: Served, name: str, content: bytes) -> None:
        refused(attach(platform, name=name, content=content), 400, "invalid")

    def test_a_name_that_is_not_utf_8(self, platform: Served) -> None:
        refused(attach(platform, **{"X-File-Name": "%ff%fe.pdf"}), 400, "invalid")

    def test_a_path_in_the_name_is_dropped(self, platform: Served) -> None:
        answer = attach(platform, "disburse", name="../../etc/授权书\r\n.pdf")
        assert answer.json()["attachments"][-1]["name"] == "授权书.pdf"

    def test_json_keeps_its_own_limit(self, platform: Served) -> None:
        path = f"/api/loan-applications/{platform.town.cases['review']}/withdraw"
        more = {"Content-Type": "application/json"}
        large = bytes(BODY_BYTES_MAX + 1)
        answer = platform.ask("POST", path, "clerk", content=large, headers=more)
        refused(answer, 413, "too_large")


class TestTooLarge:
    def test_one_byte_too_many(self, platform: Served) -> None:
        full = PDF + bytes(ATTACHMENT_BYTES_MAX - len(PDF))
        assert attach(platform, "amend", content=full).status_code == 200
        assert "10 MB" in refused(attach(platform, content=full + b"\0"), 413, "too_large")

    def test_a_file_without_end_is_cut_off(self, platform: Served) -> None:
        sent = 0

        def endless() -> Iterator[bytes]:
            nonlocal sent
            yield PDF
            while sent < 20 * ATTACHMENT_BYTES_MAX:
                sent += len(PIECE)
                yield PIECE

        with contextlib.suppress(httpx2.TransportError):  # cut off in the middle of a word
            refused(attach(platform, content=endless()), 413, "too_large")
        assert sent < 10 * ATTACHMENT_BYTES_MAX
        assert platform.get("/account", "clerk").status_code == 200


class Sending:
    """A body that comes piece by piece, and counts what was taken of it."""

    def __init__(self, pieces: int, *, stalls: bool = False) -> None:
        self.pieces, self.stalls, self.taken = pieces, stalls, 0
        self.expecting_continue = False

    async def read(self) -> bytes | None:
        if self.stalls:
            await asyncio.Event().wait()
        if self.taken == self.pieces:
            return None
        self.taken += 1
        return PIECE


def sent_file(sending: Sending, **headers: str) -> SentFile:
    request: Any = SimpleNamespace(headers=headers, stream=sending, path="/attach")
    return SentFile(request, Call(), "somebody", TAKEN)


class TestMemory:
    async def test_no_more_is_read_than_is_allowed(self) -> None:
        sending = Sending(10_000)
        with pytest.raises(TooLarge):
            await sent_file(sending).read()
        assert sending.taken * len(PIECE) <= ATTACHMENT_BYTES_MAX + len(PIECE)

    async def test_what_is_declared_too_large_is_not_read_at_all(self) -> None:
        sending = Sending(10_000)
        with pytest.raises(TooLarge):
            await sent_file(sending, **{"content-length": str(ATTACHMENT_BYTES_MAX + 1)}).read()
        assert sending.taken == 0

    async def test_what_is_refused_passes_by_up_to_the_limit(self) -> None:
        sending = Sending(10_000)
        await sent_file(sending).drain()
        assert sending.taken * len(PIECE) <= ATTACHMENT_BYTES_MAX + len(PIECE)

    async def test_one_account_does_not_take_every_place(self) -> None:
        slow = [
            asyncio.create_task(sent_file(Sending(1, stalls=True)).read())
            for _ in range(READING_OF_ONE_MAX)
        ]
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await sent_file(Sending(1)).read()
        for each in slow:
            each.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        assert await sent_file(Sending(1)).read() == PIECE


def test_openapi_tells_of_both_ways(platform: Served) -> None:
    paths = platform.client.get("/openapi.json").json()["paths"]
    inward = paths["/api/loan-applications/{application_id}/attach"]["post"]
    assert set(inward["requestBody"]["content"]) == set(ATTACHMENT_MEDIA)
    assert "X-File-Name" in {each["name"] for each in inward["parameters"]}
    outward = paths["/api/loan-applications/{application_id}/attachments/{attachment_id}"]["get"]
    assert set(outward["responses"]["200"]["content"]) == set(ATTACHMENT_MEDIA)


def test_the_bytes_lie_sealed(platform: Served) -> None:
    content = PDF + b"% only here"
    assert attach(platform, "guarantee", "guarantee_officer", content=content).status_code == 200
    kept = [path.read_bytes() for path in (platform.log.parent / "objects").rglob("*/*")]
    assert kept
    assert not any(content in each for each in kept)
