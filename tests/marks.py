"""Finds, without running anything, which tests wear which marks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, order=True)
class Wearer:
    """A test, or a class or file of tests, that wears a mark."""

    path: str
    name: str

    def __str__(self) -> str:
        return f"{self.path}::{self.name}" if self.name else self.path


@cache
def worn(mark: str) -> dict[str, list[Wearer]]:
    """Give every argument of a mark with the tests that wear it, in the order of their files."""
    found: dict[str, list[Wearer]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for name, worn_id in worn_in(tree, mark):
            wearer = Wearer(str(path.relative_to(ROOT)), name)
            wearers = found.setdefault(worn_id, [])
            if wearer not in wearers:
                wearers.append(wearer)
    return found


def worn_in(tree: ast.Module, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the dotted name of each wearer in a file with each argument of the mark."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and _names(node.targets) == ["pytestmark"]:
            yield from (("", worn_id) for worn_id in _ids(node.value, mark))
    yield from _worn_by_definitions(tree.body, "", mark)


def _worn_by_definitions(body: list[ast.stmt], prefix: str, mark: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{prefix}{node.name}"
            for decorator in node.decorator_list:
                yield from ((name, worn_id) for worn_id in _ids(decorator, mark))
            if isinstance(node, ast.ClassDef):
                yield from _worn_by_definitions(node.body, f"{name}::", mark)


def _ids(node: ast.AST, mark: str) -> list[str]:
    """List the arguments of `pytest.mark.<mark>(...)` wherever it stands in an expression."""
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == f"pytest.mark.{mark}"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _names(targets: list[ast.expr]) -> list[str]:
    return [target.id for target in targets if isinstance(target, ast.Name)]
