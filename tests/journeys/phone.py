"""A phone with WeChat: the built mini-program, rendered and tapped without a screen."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from deploy.front_ends import MINIPROGRAM, node_env
from tests.journeys.people import WAIT_S_MAX

PAUSE_S = 0.1


class Phone:
    """Somebody's phone: opens pages, taps what it sees, and reads what is there."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.page = self.text = ""
        self.notes: list[str] = []

    def open(self, page: str) -> None:
        """Go to a page by its address."""
        self._do("open", page=page)

    def back(self) -> None:
        self._do("back")

    def tap(self, words: str, *, near: str = "") -> None:
        """Tap what says this; where several do, the one near to what says that."""
        self._do("tap", on=words, near=near)

    def type(self, label: str, text: str) -> None:
        """Type into the field of that label."""
        self._do("type", into=label, text=text)

    def pick(self, label: str, place: int) -> None:
        """Turn the wheel of that label to the choice at this place."""
        self._do("pick", **{"from": label, "at": place})

    def show_number(self, words: str, phone: str) -> None:
        """Agree to show the phone's number, as WeChat's own button asks."""
        detail = {"code": f"phone-{phone}"}
        self._do("tell", on=words, event="getphonenumber", detail=detail)

    def stand_at(self, latitude: float, longitude: float) -> None:
        """Carry the phone to a place."""
        self._do("stand", at={"latitude": latitude, "longitude": longitude})

    def scan(self, text: str) -> None:
        """Hold it before a code: the next scan reads this."""
        self._do("scan", text=text)

    def photograph(self, file: Path) -> None:
        """Hold it before a paper: the next photograph is this picture."""
        self._do("photograph", file=str(file))

    def sees(self, words: str, within_s: float = WAIT_S_MAX) -> None:
        """Wait until the page says this."""
        until = time.monotonic() + within_s
        while words not in self.text:
            assert time.monotonic() < until, f"{self.page} does not say {words!r}: {self.text}"
            time.sleep(PAUSE_S)
            self._do("read")

    def settles(self) -> None:
        """Read what the page says once all that it asked for has come."""
        self._do("read")

    def _do(self, act: str, **given: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode({"do": act, **given}) + b"\n")
        self._process.stdin.flush()
        told = self._told()
        assert "fault" not in told, told["fault"]
        self.page, self.text = told["page"], told["text"]
        self.notes += told["notes"]

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the phone has gone dark"
        return msgspec.json.decode(line, type=dict[str, Any])


@contextmanager
def running_phone(base: str, person: str) -> Iterator[Phone]:
    """Start a phone whose WeChat belongs to this person of the stand-in."""
    node = shutil.which("node", path=node_env()["PATH"])
    assert node, "no Node. Run: make setup"
    assert (MINIPROGRAM / "dist/build/mp-weixin/app.js").is_file(), "not built. Run: make setup"
    command = [node, str(MINIPROGRAM / "tests" / "phone.mjs"), base, f"demo-{person}"]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        phone = Phone(process)
        try:
            assert phone._told() == {"ready": True}  # noqa: SLF001 -- its own maker
            yield phone
        finally:
            process.kill()
