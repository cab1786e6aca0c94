"""House style that a linter cannot know. A rule that is not checked is a wish."""

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "vocabulary",
    "orm",
    "vision",
    "domain",
    "devices",
    "kiosk",
    "bigscreen",
    "miniapp_api",
    "server",
    "benchmarks",
    "deploy",
    "tests",
)
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50
FILE_BYTES_MAX = 2_000_000
EMPTY_NAMES = {
    "base_service",
    "common",
    "constants",
    "helper",
    "helpers",
    "manager",
    "misc",
    "util",
    "utils",
}
MADE = {"node_modules", "dist", "var", "__pycache__"}

# The patterns are put together here so that this file does not hold what it forbids.
UNFINISHED = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b"
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~/-])/("
    + "|".join(["work/" + "main", "work/" + "shared", "root/", "home/" + r"\w+/"])
    + ")"
)
REGISTRIES = re.compile(
    "|".join(
        [
            "registry" + r"\.npm",
            r"pypi\.org/" + "simple",
            "files" + r"\.pythonhosted",
            "--(extra-)?index" + "-url",
            "--find" + "-links",
            r"index[-_]url\s*=",
            r"registry\s*=\s*.?https?:",
            '"resolved": *' + '"https?:',
            r"tool\.uv\." + "index",
        ]
    )
)


def files() -> list[Path]:
    """List every file of the project that a person or a generator wrote."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in MADE and (name == ".ci" or name[0] != ".")
        )
        found += [Path(folder, name) for name in sorted(names)]
    return [path for path in found if path.stat().st_size <= FILE_BYTES_MAX]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


FILES = files()
MIGRATIONS = ROOT / "orm" / "migrations"  # the numbered ones are written by Tortoise
MODULES = [
    path
    for path in FILES
    if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES
    if not (path.parent == MIGRATIONS and path.name[0].isdigit())
]
PAGES = [p for p in FILES if p.suffix in {".ts", ".vue"} and p.is_relative_to(ROOT / "clients")]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_tidy(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert path.stem not in EMPTY_NAMES, "name the file after what is in it"
    assert text.count("\n") <= FILE_LINES_MAX, "split the file along its meaning"
    said = ast.get_docstring(tree)
    assert said, "say in one sentence what this file is for"
    assert text.startswith(('"""', 'r"""')), "the sentence is the first line"
    assert said.splitlines()[0].rstrip().endswith((".", "。", "?", "!", ":")), "a sentence ends"
    if path.name == "__init__.py":
        assert len(tree.body) <= 1, "a package's __init__ holds its docstring and nothing else"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= FUNCTION_LINES_MAX, f"{node.name} does not fit on a screen"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_money_and_rates_are_whole_numbers(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for name, annotation, value in _named(node):
            if not name.endswith(("_fen", "_bp")):
                continue
            kind = ast.unparse(annotation) if annotation else ""
            assert "float" not in kind, f"{name}: money and rates are whole numbers"
            is_float = isinstance(value, ast.Constant) and isinstance(value.value, float)
            assert not is_float, f"{name}: money and rates are whole numbers"
            assert not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Div), (
                f"{name}: `/` makes a float; use the named roundings of vocabulary.money"
            )


def _named(node: ast.AST) -> list[tuple[str, ast.expr | None, ast.expr | None]]:
    """List what this node names, with the annotation and the value it gives."""
    if isinstance(node, ast.AnnAssign):
        return [(ast.unparse(node.target), node.annotation, node.value)]
    if isinstance(node, ast.Assign):
        return [(ast.unparse(target), None, node.value) for target in node.targets]
    if isinstance(node, ast.arg):
        return [(node.arg, node.annotation, None)]
    if isinstance(node, ast.keyword) and node.arg:
        return [(node.arg, None, node.value)]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [(node.name, node.returns, None)]
    return []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_is_short_and_well_named(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= FILE_LINES_MAX, "split along its meaning"
    assert path.stem.split(".")[0].lower() not in EMPTY_NAMES, "name it after what is in it"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_finished_and_at_home_anywhere(path: Path) -> None:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return  # A picture or a font says nothing that could be wrong.
    if path.suffix in {".py", ".ts", ".vue"}:
        assert not (found := UNFINISHED.search(text)), f"unfinished: {found}"
    assert not (found := MACHINE_PATHS.search(text)), f"a path of one machine: {found}"
    assert not (found := REGISTRIES.search(text)), f"the address of a registry: {found}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_file_by_its_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8"))
    pins = [block for block in blocks if not block.startswith("#")]
    assert pins
    for pin in pins:
        assert re.match(r"[a-z0-9._-]+==\S+ ", pin), f"not an exact version: {pin[:60]}"
        assert "--hash=sha256:" in pin, f"no hash: {pin[:60]}"


def test_the_lock_for_running_is_part_of_the_lock_for_testing() -> None:
    pins = [
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] < pins[1], "make lock writes both"


def test_the_lock_holds_what_the_project_asks_for() -> None:
    asked = re.findall(r'^ {2}"([\w-]+)(?:\[\w+\])?(==[^"]+)",$', _pyproject(), re.MULTILINE)
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert asked
    for name, version in asked:
        assert f"\n{name}{version} " in f"\n{lock}", f"{name}: run make lock"


def _pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text("utf-8")
