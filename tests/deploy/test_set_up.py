"""Set-up does only what is not done, and copes with what a machine lacks."""

import os
import re
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest

from deploy import environment, front_ends, setup, steps
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX
from server.app import DOORS
from server.http import BODY_BYTES_MAX
from server.settings import Settings

ROOT = steps.ROOT


def test_make_alone_lists_every_target_with_one_line() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    answer = subprocess.run(["make"], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"help"}
    assert targets == set(re.findall(r"^  make (\w+) +\S", answer.stdout, re.MULTILINE))


def test_an_unchanged_lock_installs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "installed"
    stamp.write_text(environment.digest(environment.DEV_LOCK.read_bytes()), "utf-8")
    monkeypatch.setattr(environment, "INSTALLED", stamp)
    monkeypatch.setattr(environment, "shown", _must_not_run)
    environment.prepare(for_tests=True)


def test_a_changed_lock_is_installed_with_its_hashes_and_stamped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    stamp = tmp_path / "installed"
    stamp.write_text("something older", "utf-8")
    monkeypatch.setattr(environment, "INSTALLED", stamp)
    monkeypatch.setattr(environment, "shown", lambda _, command, **_rest: commands.append(command))

    environment.prepare(for_tests=False)

    assert [command[-4:] for command in commands] == [
        ["--require-hashes", "--no-deps", "-r", str(environment.RUN_LOCK)]
    ]
    assert stamp.read_text("utf-8") == environment.digest(environment.RUN_LOCK.read_bytes())


def test_a_failed_installation_leaves_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "installed"
    stamp.write_text("something older", "utf-8")
    monkeypatch.setattr(environment, "INSTALLED", stamp)
    monkeypatch.setattr(environment, "shown", _must_not_run)
    with pytest.raises(steps.StepFailed):
        environment.prepare(for_tests=False)
    assert not stamp.exists()


@pytest.mark.parametrize(
    ("version", "enough"),
    [("v18.20.4", False), ("v20.18.9", False), ("v20.19.0", True), ("v24.1.0", True), ("", False)],
)
def test_node_of_the_machine_is_taken_when_it_is_new_enough(
    tmp_path: Path, version: str, *, enough: bool
) -> None:
    _program(tmp_path / "node", f"echo {version}")
    _program(tmp_path / "npm", "true")
    assert front_ends.is_good_enough({"PATH": str(tmp_path)}) is enough


def test_node_without_npm_is_not_enough(tmp_path: Path) -> None:
    _program(tmp_path / "node", "echo v24.1.0")
    assert not front_ends.is_good_enough({"PATH": str(tmp_path)})


def test_node_of_the_wheel_runs_npm_and_what_npm_runs(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    front_ends.shelve_node(shelf)
    (tmp_path / "package.json").write_text('{"scripts": {"say": "node --version"}}', "utf-8")
    env = os.environ | {"PATH": f"{shelf}:/usr/bin:/bin", "HOME": str(tmp_path)}
    assert front_ends.is_good_enough(env)
    command = [str(shelf / "npm"), "run", "--silent", "say"]
    answer = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("v24.")


def test_npm_has_somewhere_to_write_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    assert front_ends.node_env()["npm_config_cache"].startswith(str(steps.VAR))


def test_without_root_the_one_command_is_named_and_set_up_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps, "may_install", lambda: False)
    monkeypatch.setattr(setup, "chromium", lambda: None)
    assert not setup.have_chromium()
    assert "sudo apt-get install -y chromium fonts-noto-cjk" in capsys.readouterr().out


def test_compose_and_the_example_set_only_what_is_a_setting() -> None:
    known = {item.metadata["env"] for item in Settings.__dataclass_fields__.values()}
    known |= {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
    known |= {"REDIS_PASSWORD"}
    compose = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    example = (ROOT / "deploy" / "env.example").read_text("utf-8")
    in_compose = set(re.findall(r"^ +([A-Z][A-Z_]+):", compose, re.MULTILINE))
    in_example = set(re.findall(r"^([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert {"PROFILE", "DATABASE_URL", "REDIS_URL", "WITH_WORKER"} <= in_compose
    assert in_compose | in_example <= known


def test_the_example_starts_as_it_stands() -> None:
    example = (ROOT / "deploy" / "env.example").read_text("utf-8")
    given = dict(re.findall(r"^([A-Z][A-Z_]+)=(.*)$", example, re.MULTILINE))
    assert Settings.from_environment(given) == Settings.from_environment({})


def test_the_proxy_lets_through_as_much_as_the_application_takes() -> None:
    proxy = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    unit = {"k": 1024, "m": 1024**2}
    sizes = re.findall(r"client_max_body_size (\d+)([km]);", proxy)
    everywhere, *special = [int(number) * unit[letter] for number, letter in sizes]
    assert everywhere >= BODY_BYTES_MAX
    assert "/attach" in proxy
    assert max(special) > ATTACHMENT_BYTES_MAX  # the form around the file needs room too


def test_the_image_holds_every_package_that_is_served() -> None:
    image = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    packages = re.search(
        r"^packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert packages
    for name in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {name} {name}\n" in image


def _must_not_run(title: str, *_command: object, **_rest: object) -> None:
    raise steps.StepFailed(title)


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def test_the_proxy_lets_through_every_file_that_the_application_takes() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    [(names, megabytes)] = re.findall(
        r"location ~ (\^/api/\(\S*loan-applications\S+) \{[^}]*?client_max_body_size (\d+)m;", text
    )
    usual = 512 * 1024
    for route in (route for door in DOORS for route in door):
        if route.upload is None or route.upload.bytes_max < usual:
            continue
        path = f"/api{re.sub(r'{[a-z_]+}', str(uuid4()), route.path)}"
        assert re.match(names, path), f"{route.path} is cut off by the proxy"
        assert route.upload.bytes_max <= int(megabytes) * 1024**2
