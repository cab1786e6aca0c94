"""Writes down what a replay has found: the reconciliation and the quarantine."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from server.replay.ledgers import Ended, Outcome
from server.replay.reconcile import Compared, Reconciliation, Tally, yuan
from server.replay.rows import Quarantined, Reading
from server.replay.steps import Failure

RECONCILIATION, QUARANTINE = "reconciliation.md", "quarantine.csv"
SHOWN_MAX = 10_000
HEADINGS = {
    "all": "Everything",
    "state": "By state",
    "bank": "By bank",
    "region": "By region",
    "industry": "By industry",
}


def write_quarantine(folder: Path, quarantined: Sequence[Quarantined]) -> Path:
    """Write every row that was not replayed, with its reasons."""
    path = folder / QUARANTINE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("line", "number", "reasons"))
        for row in quarantined:
            writer.writerow((row.line, row.number, "; ".join(row.reasons)))
    return path


def write_report(folder: Path, text: str) -> Path:
    """Write the reconciliation, whole or not at all."""
    path = folder / RECONCILIATION
    fresh = folder / f".{RECONCILIATION}"
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)  # noqa: PTH105 -- atomic by name
    return path


def report_of(
    name: str,
    base: str,
    reading: Reading,
    result: Reconciliation,
    failures: Sequence[Failure],
) -> str:
    """The reconciliation, as text that people read."""
    good = not result.differences and not failures
    verdict = "everything agrees to the fen" if good else "there are differences"
    chosen = next((each.of_file.loans for each in result.groups if each.group == "all"), 0)
    wall = (
        f"agrees at position {result.wall_at} of the journal"
        if result.wall_at is not None
        else "does not agree, or was not compared"
    )
    of_file = f"{len(reading.loans)} loans that can be replayed ({chosen} of them compared)"
    of_books = f"{len(result.books.applications)} applications"
    lines = [
        f"# Reconciliation of {name}: {verdict}",
        "",
        f"- platform: {base}",
        f"- file: {of_file}, {len(reading.quarantined)} rows in quarantine",
        f"- books: {of_books}, {len(result.books.register)} lines in the register (of everybody)",
        f"- wall: {wall}",
        "",
    ]
    for group, heading in HEADINGS.items():
        lines += _table(heading, [each for each in result.groups if each.group == group])
    lines += _after_payout(result.ended)
    lines += _listed("Loans that were not completed", [f"{f.number}: {f.reason}" for f in failures])
    lines += _listed("Differences", result.differences)
    return "\n".join(lines)


def _table(heading: str, rows: Sequence[Compared]) -> list[str]:
    lines = [
        f"## {heading}",
        "",
        "| | loans | asked ¥ | granted ¥ | paid ¥ | payouts | platform |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        agrees = row.of_file == row.of_books
        said = "agrees" if agrees else _cells(row.of_books).replace(" | ", ", ")
        lines.append(f"| {row.name} | {_cells(row.of_file)} | {said} |")
    return [*lines, ""]


def _cells(tally: Tally) -> str:
    return (
        f"{tally.loans} | {yuan(tally.asked_fen)} | {yuan(tally.line_fen)} | "
        f"{yuan(tally.paid_fen)} | {tally.payouts}"
    )


def _after_payout(rows: Sequence[Ended]) -> list[str]:
    lines = [
        "## After the payout, by bank",
        "",
        "| | loans | principal repaid ¥ | charged off ¥ | claimed ¥ | written off ¥ | platform |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        agrees = row.of_file == row.of_books
        said = "agrees" if agrees else _outcome(row.of_books).replace(" | ", ", ")
        lines.append(f"| {row.name} | {_outcome(row.of_file)} | {said} |")
    return [*lines, ""]


def _outcome(outcome: Outcome) -> str:
    return (
        f"{outcome.loans} | {yuan(outcome.repaid_fen)} | {yuan(outcome.lost_fen)} | "
        f"{yuan(outcome.claimed_fen)} | {yuan(outcome.written_off_fen)}"
    )


def _listed(heading: str, found: Sequence[str]) -> list[str]:
    if not found:
        return []
    more = [f"- and {len(found) - SHOWN_MAX} more"] if len(found) > SHOWN_MAX else []
    return [f"## {heading}", "", *(f"- {line}" for line in found[:SHOWN_MAX]), *more, ""]
