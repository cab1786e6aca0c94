"""Writes the documents that follow from the code: `python -m tests.generate_docs [--check]`."""

import dataclasses
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from domain.flows import FLOWS
from domain.kernel.flow import Flow, Step
from server.settings import Settings
from tests import reference
from tests.marks import worn
from vocabulary.parties import APART, ROLE_LABELS, Role, Seat
from vocabulary.proving import FRESH_MINUTES, TWO_FACTOR_ROLES
from vocabulary.rights import RIGHT_SENTENCES, RIGHTS_OF, Right

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
MADE_BY = "<!-- Made by `make docs` from {source}. Do not edit. -->"

SEAT_LABELS: dict[Seat, str] = {
    Seat.ENTERPRISE: "本企业",
    Seat.BANK: "受理银行",
    Seat.INSURER: "承保机构",
    Seat.GUARANTOR: "担保机构",
    Seat.INSTITUTION: "本机构",
    Seat.POOL: "抢单区任一银行",
    Seat.PLATFORM: "平台",
}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a Markdown table, one row a line."""
    names = list(heads)
    lines = [names, ["---"] * len(names), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |\n"
        for line in lines
    )


def page(title: str, source: str, *parts: str) -> str:
    return "\n".join([f"# {title}\n", MADE_BY.format(source=source) + "\n", *parts])


def code(words: Iterable[str]) -> str:
    return "<br>".join(f"`{word}`" for word in words)


def coverage() -> dict[str, str]:
    """Write what is required, where it can be done and which tests drive it."""
    wearers = worn("row")
    rows = reference.requirements()
    done = sum(row.status == "done" for row in rows)

    def line(row: reference.Requirement) -> list[str]:
        tests = sorted({wearer.path for wearer in wearers.get(row.id, [])})
        where = code([*row.pages, *row.routes]) or "–"
        what = row.title or row.done_when
        return [row.id, row.status, what, " ".join(row.terminals), where, code(tests) or "–"]

    body = table(["row", "status", "what", "on", "page or route", "tests"], map(line, rows))
    count = f"{done} of {len(rows)} rows are done. M mini-program, P PC portal, K kiosk, B lobby\n"
    letters = "large screen, C supervision cockpit, S server only.\n"
    text = page(
        "Coverage of the requirements", "`coverage.toml` and the tests", count + letters, body
    )
    return {"coverage.md": text}


def standard() -> dict[str, str]:
    """Write each clause with the tests that stand for it."""
    wearers = worn("clause")
    clauses = reference.clauses()
    count = (
        f"{len(set(wearers) & set(clauses))} of {len(clauses)} clauses are stood for by a test.\n"
    )
    body = table(
        ["clause", "begins", "tests"],
        (
            [clause, text, code(map(str, wearers.get(clause, []))) or "–"]
            for clause, text in clauses.items()
        ),
    )
    text = page("The standard, clause by clause", "`clauses.toml` and the tests", count, body)
    return {"standard.md": text}


def flows() -> dict[str, str]:
    """Draw each flow and write its table."""
    return {"flows/README.md": _flow_index()} | {
        f"flows/{_file_name(flow)}": _flow(flow) for flow in FLOWS
    }


def _file_name(flow: type[Flow]) -> str:
    return f"{flow.subject}.{flow.name}.v{flow.version}.md"


def _flow_index() -> str:
    body = table(
        ["flow", "subject", "version", "steps", "states"],
        (
            [
                f"[{flow.title}]({_file_name(flow)})",
                f"`{flow.subject}`",
                str(flow.version),
                str(len(flow.steps)),
                str(len(flow.states)),
            ]
            for flow in FLOWS
        ),
    )
    return page("Flows", "the flow tables", "Every business process, as the code runs it.\n", body)


def _flow(flow: type[Flow]) -> str:
    steps = table(
        ["step", "button", "from", "to", "who", "or is told", "reason", "takes"],
        (_flow_line(flow, step) for step in flow.steps.values()),
    )
    states = table(
        ["state", "label", "working days", "final"],
        (
            [
                f"`{state.value}`",
                flow.labels[state],
                str(flow.workdays.get(state, "–")),
                "yes" if state in flow.final else "",
            ]
            for state in flow.states
        ),
    )
    facts = (
        f"`{flow.subject}`, flow `{flow.name}`, version {flow.version}. "
        f"Every party must be certified: {'yes' if flow.needs_certified else 'no'}.\n"
    )
    drawing = f"```mermaid\n{flow.diagram()}```\n"
    return page(
        flow.title, "the flow's table", facts, drawing, "## Steps\n", steps, "## States\n", states
    )


def _flow_line(flow: type[Flow], step: Step) -> list[str]:
    sources = [flow.labels[state] for state in flow.states if state in step.sources]
    who = sorted(f"{ROLE_LABELS[post.role]}（{SEAT_LABELS[post.seat]}）" for post in step.by)
    return [
        f"`{step.verb}`",
        step.says,
        "、".join(sources) or "（开始）",
        flow.labels[step.to],
        "<br>".join(who),
        "<br>".join(rule.sentence for rule in step.when) or "–",
        "yes" if step.needs_reason else "",
        f"`{step.takes.__name__}`" if step.takes else "",
    ]


def rights() -> dict[str, str]:
    """Write who may take which step at which seat, and who may read what."""
    roles = list(Role)
    heads = ["step", *(ROLE_LABELS[role] for role in roles)]

    def seats(step: Step, role: Role) -> str:
        return "<br>".join(sorted(SEAT_LABELS[p.seat] for p in step.by if p.role is role))

    parts = []
    for flow in FLOWS:
        rows = (
            [f"`{step.code}`", *(seats(step, role) for role in roles)]
            for step in flow.steps.values()
        )
        parts += [f"## {flow.title}\n", table(heads, rows)]
    reading = table(
        ["right", *heads[1:]],
        (
            [f"`{right.value}`", *("yes" if right in RIGHTS_OF[role] else "" for role in roles)]
            for right in Right
        ),
    )
    intro = (
        "A post counts only at the party in the seat named. An empty cell means no: what is not\n"
        "granted here is refused. A change to this page is a change of rights, to be approved.\n"
    )
    text = page(
        "Rights",
        "the flow tables and `vocabulary/rights.py`",
        intro,
        *parts,
        "## Reading\n",
        reading,
        *_proofs(roles),
    )
    return {"rights.md": text}


def _proofs(roles: list[Role]) -> list[str]:
    """Write what each right means, what wants a fresh proof, and which posts are kept apart."""
    sentences = table(
        ["right", "what its holder may do", "proof wanted within"],
        (
            [
                f"`{right.value}`",
                RIGHT_SENTENCES[right.value],
                f"{FRESH_MINUTES[right.value]} minutes" if right.value in FRESH_MINUTES else "–",
            ]
            for right in Right
        ),
    )
    fresh = table(
        ["operation", "a fresh proof of who asks, within"],
        ([f"`{code}`", f"{minutes} minutes"] for code, minutes in sorted(FRESH_MINUTES.items())),
    )
    two = "、".join(ROLE_LABELS[role] for role in roles if role in TWO_FACTOR_ROLES)
    apart = table(
        ["of these posts nobody holds two"],
        (["、".join(ROLE_LABELS[role] for role in roles if role in each)] for each in APART),
    )
    return [
        "## What each right means\n",
        sentences,
        "## Proofs\n",
        f"With `TWO_FACTORS=1` these log in by two ways that differ: {two}.\n",
        fresh,
        "## Posts kept apart\n",
        apart,
    ]


def settings() -> dict[str, str]:
    """Write every setting with its default and its reason."""

    def default(value: object) -> str:
        written = str(int(value) if isinstance(value, bool) else value)
        return f"`{written}`" if written else ""

    body = table(
        ["variable", "default", "what it is for"],
        (
            [f"`{item.metadata['env']}`", default(item.default), item.metadata["reason"]]
            for item in dataclasses.fields(Settings)
        ),
    )
    intro = "All settings come from the environment. `deploy/env.example` is ready to be copied.\n"
    return {"settings.md": page("Settings", "`server/settings.py`", intro, body)}


DOCUMENTS: tuple[Callable[[], dict[str, str]], ...] = (
    coverage,
    standard,
    flows,
    rights,
    settings,
)


def made() -> dict[str, str]:
    """Make every document, by its path under docs/."""
    return {path: text for document in DOCUMENTS for path, text in document().items()}


def differences() -> list[str]:
    """Name the documents that are not what the code says: missing, old, or of a flow long gone."""
    wanted = made()
    present = {str(p.relative_to(DOCS)): p.read_text("utf-8") for p in DOCS.rglob("*.md")}
    old = [path for path, text in wanted.items() if present.get(path) != text]
    gone = [path for path in present if path.startswith("flows/") and path not in wanted]
    return sorted(old + gone)


def main(arguments: list[str]) -> int:
    """Write what differs; with --check only name it."""
    wanted = made()
    for path in differences():
        sys.stdout.write(f"docs/{path}\n")
        if "--check" not in arguments and path in wanted:
            (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / path).write_text(wanted[path], "utf-8")
        elif "--check" not in arguments:
            (DOCS / path).unlink()
            wanted.pop(path, None)
    return 1 if "--check" in arguments and differences() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
