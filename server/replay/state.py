"""What a replay remembers between runs. It only saves work: what is so, the platform says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct

FILE = "progress.jsonl"


class Finished(Struct, frozen=True):
    """A loan that stands completed on the platform."""

    number: str
    application_id: str


class State:
    """One line of JSON per event, written at once: a kill loses at most the line being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: set[str] = set()
        self.finished: dict[str, Finished] = {}
        self.was_empty = True  # when it was opened
        self._file: TextIO | None = None

    def open(self) -> None:
        """Read what there is, and go on writing after it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / FILE
        text = path.read_text("utf-8") if path.exists() else ""
        for line in text.splitlines():
            self._take(line)
        self.was_empty = not self.begun
        self._file = path.open("a", encoding="utf-8", buffering=1)
        if text and not text.endswith("\n"):
            self._file.write("\n")  # The last line was cut off.

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            self._file.close()

    def set_aside(self) -> Path:
        """Keep the old state under another name and begin anew: it was of another platform."""
        self.close()
        aside = self.folder / f"{FILE}.other-platform"
        (self.folder / FILE).replace(aside)
        self.begun.clear()
        self.finished.clear()
        self.open()
        return aside

    def begin(self, number: str) -> None:
        """A loan's enterprise is about to sign up."""
        self.begun.add(number)
        self._write({"begun": number})

    def finish(self, number: str, application_id: str) -> None:
        """A loan stands completed."""
        self.finished[number] = Finished(number, application_id)
        self._write({"finished": number, "application_id": application_id})

    def _take(self, line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            return
        if not isinstance(event, dict):
            return
        if "finished" in event:
            number = str(event["finished"])
            self.finished[number] = Finished(number, str(event.get("application_id", "")))
        self.begun.add(str(event.get("begun", event.get("finished", ""))))

    def _write(self, event: Mapping[str, Any]) -> None:
        assert self._file is not None, "the state is not open"
        self._file.write(json.dumps(event) + "\n")
