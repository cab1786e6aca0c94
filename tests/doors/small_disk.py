"""A disk that a test can fill: a tmpfs of its own where one may mount, else a limit on files."""

import contextlib
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

SIZE_MB = 24
PIECE = bytes(64 * 1024)
FILE_BYTES_MAX = 64 * 1024  # of any file while the disk is "full"


class Disk(Protocol):
    """Where a platform keeps its data."""

    folder: Path

    def fill(self, pid: int) -> None:
        """Leave no room for what this process writes."""

    def make_room(self, pid: int) -> None:
        """Let it write again."""


class Tmpfs:
    """A real file system: what is written past its end is ENOSPC."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, pid: int) -> None:
        """Write until nothing more goes in."""
        del pid  # everybody is stopped alike
        handle = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        with contextlib.suppress(OSError):
            while os.write(handle, PIECE):
                pass
        with contextlib.suppress(OSError):
            while os.write(handle, b"0"):
                pass
        os.close(handle)

    def make_room(self, pid: int) -> None:
        """Take the ballast away."""
        del pid
        self._ballast.unlink()


class Limited:
    """No file of the process may grow past a limit: EFBIG, where no file system may be mounted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, pid: int) -> None:
        """Lower the limit of the running process."""
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, hard))

    def make_room(self, pid: int) -> None:
        """Lift it."""
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextlib.contextmanager
def tmpfs() -> Iterator[Tmpfs]:
    """A small file system, if this account may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="finmart-small-"))
    folder.chmod(0o755)  # a database server has an account of its own
    options = f"size={SIZE_MB}m,mode=755"
    mount = shutil.which("mount") or "mount"
    done = subprocess.run(  # noqa: S603 -- our own words
        [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    try:
        if done.returncode:
            pytest.skip("this account may not mount a file system")
        yield Tmpfs(folder)
    finally:
        if not done.returncode:
            umount = shutil.which("umount") or "umount"
            subprocess.run([umount, "-l", str(folder)], check=True)  # noqa: S603
        folder.rmdir()
