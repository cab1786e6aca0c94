"""Resolve pyproject.toml into the two locks: names, versions and hashes, no addresses."""

import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.environment import DEV_LOCK, RUN_LOCK
from deploy.steps import ROOT, say, shown, stopping_cleanly

PIP_TOOLS = "pip-tools==7.6.2"
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
    changed = subprocess.run(
        ["git", "diff", "--stat", "--", DEV_LOCK.name, RUN_LOCK.name], cwd=ROOT, check=False
    )
    if changed.returncode == 0:
        say("Read the difference, then: make setup")


if __name__ == "__main__":
    with stopping_cleanly():
        main(sys.argv[1:])  # --upgrade, or --upgrade-package NAME
