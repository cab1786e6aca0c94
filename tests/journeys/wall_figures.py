"""The wall's figures twice: as the screen shows them, and as the platform's lists add up."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Page

from domain.kernel import clock
from tests.journeys.people import Caller, Found

Figures = dict[str, dict[str, int]]

READ_PANELS = """() => {
  const panels = {}
  for (const panel of document.querySelectorAll('[data-panel]')) {
    const rows = (panels[panel.dataset.panel] = {})
    for (const figure of panel.querySelectorAll('[data-figure]')) {
      const row = figure.closest('[data-row]')?.dataset.row ?? ''
      rows[row] ??= {}
      rows[row][figure.dataset.figure] ??= figure.dataset.value
    }
  }
  return panels
}"""


def shown_on(wall: Page) -> dict[str, Figures]:
    """Every figure on the screen, by panel, row and field; what stands in no row is under ''."""
    panels: dict[str, dict[str, dict[str, str]]] = wall.evaluate(READ_PANELS)
    return {
        panel: {
            row: {name: int(value) for name, value in figures.items()}
            for row, figures in rows.items()
        }
        for panel, rows in panels.items()
    }


def differences(wall: Page, told: dict[str, Figures]) -> list[str]:
    """Where the screen says something else than what was told."""
    shown = shown_on(wall)
    return [
        f"{panel} {row} {name}: {value}, not {seen}"
        for panel, rows in told.items()
        for row, values in rows.items()
        for name, value in values.items()
        if (seen := shown.get(panel, {}).get(row, {}).get(name)) != value
    ]


def told_by_api(operator: Caller) -> dict[str, Figures]:
    """The same sums from the operator's lists: every application, every payout."""
    cases = operator.all("/loan-applications")
    payouts = operator.all("/business-register")
    return {
        "today": {"": _today(cases, payouts)},
        "stages": _stages(cases),
        "districts": _districts(cases),
        "institutions": _institutions(cases, payouts),
    }


def _today(cases: list[Found], payouts: list[Found]) -> dict[str, int]:
    """In a world that began today, today's acts are all there are."""
    today = str(clock.today())
    granted = [case["credit_line_fen"] for case in cases if case["credit_line_fen"]]
    paid = [row["amount_fen"] for row in payouts if row["paid_on"] == today]
    return {
        "requests": len(cases),
        "requests_fen": sum(case["requested_fen"] for case in cases),
        "granted": len(granted),
        "granted_fen": sum(granted),
        "disbursed": len(paid),
        "disbursed_fen": sum(paid),
    }


def _stages(cases: list[Found]) -> Figures:
    found: Figures = defaultdict(lambda: {"count": 0, "amount_fen": 0})
    for case in cases:
        found[case["state"]]["count"] += 1
        found[case["state"]]["amount_fen"] += case["credit_line_fen"] or case["requested_fen"]
    return dict(found)


def _districts(cases: list[Found]) -> Figures:
    names = ("requests", "requests_fen", "disbursed_fen")
    found: Figures = defaultdict(lambda: dict.fromkeys(names, 0))
    for case in cases:
        found[case["region"]]["requests"] += 1
        found[case["region"]]["requests_fen"] += case["requested_fen"]
        found[case["region"]]["disbursed_fen"] += case["disbursed_fen"]
    return dict(found)


def _institutions(cases: list[Found], payouts: list[Found]) -> Figures:
    """Banks that have paid out: applications name them, the register has their ids too."""
    found: Figures = {}
    ids: dict[str, Any] = {row["bank_name"]: row["bank_id"] for row in payouts}
    for name, bank_id in ids.items():
        own = [case for case in cases if case["bank_name"] == name]
        found[bank_id] = {
            "accepted": len(own),
            "granted_fen": sum(case["credit_line_fen"] or 0 for case in own),
            "disbursed_fen": sum(r["amount_fen"] for r in payouts if r["bank_id"] == bank_id),
        }
    return found
