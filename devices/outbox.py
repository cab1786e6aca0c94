"""What waits to be reported, on this machine's disk: in order, once, and through any restart.

When more than `KEPT_MAX` reports wait, the oldest are let go: the newest say how things are, and
the platform takes none that are older than a week.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

KEPT_MAX = 60_480  # a week of one every ten seconds


class Outbox:
    """Reports with their numbers, and the number of the last envelope."""

    def __init__(self, at: Path) -> None:
        at.parent.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(at, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=FULL")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS report (seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT)"
        )
        self._rows.execute("CREATE TABLE IF NOT EXISTS counter (value INTEGER)")
        if self._rows.execute("SELECT COUNT(*) FROM counter").fetchone()[0] == 0:
            self._rows.execute("INSERT INTO counter VALUES (0)")

    def put(self, body: str, *, kept_max: int = KEPT_MAX) -> int:
        """Keep one report; gives its number."""
        seq = self._rows.execute("INSERT INTO report (body) VALUES (?)", (body,)).lastrowid or 0
        self._rows.execute("DELETE FROM report WHERE seq <= ?", (seq - kept_max,))
        return seq

    def oldest(self, count: int) -> Sequence[tuple[int, str]]:
        """The next ones to send, in order."""
        found = self._rows.execute("SELECT seq, body FROM report ORDER BY seq LIMIT ?", (count,))
        return [(int(seq), str(body)) for seq, body in found]

    def sent(self, until: int) -> None:
        """Let go of what the platform has."""
        self._rows.execute("DELETE FROM report WHERE seq <= ?", (until,))

    def waiting(self) -> int:
        """How many wait."""
        return int(self._rows.execute("SELECT COUNT(*) FROM report").fetchone()[0])

    def next_counter(self) -> int:
        """A number that was never used, written down before it is."""
        taken = self._rows.execute("UPDATE counter SET value = value + 1 RETURNING value")
        return int(taken.fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._rows.close()
