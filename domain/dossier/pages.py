"""The dossier's front page as HTML that stands alone, and its ledgers as a spreadsheet."""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from rustpy_xlsxwriter import FastExcel

from domain.claims.queries import ClaimRow
from domain.kernel.showing import Milestone
from domain.servicing.views import LoanCase
from vocabulary.lending import DAY_COUNT_LABELS, METHOD_LABELS
from vocabulary.money import yuan_text
from vocabulary.servicing import PAYER_LABELS, ROW_LABELS

STYLE = (
    "body{font:14px/1.7 'Noto Sans SC',sans-serif;color:#1d2730;max-width:60em;margin:2em auto}"
    "table{border-collapse:collapse;width:100%;margin:0 0 2em}th{text-align:left;width:9em}"
    "th,td{border-bottom:1px solid #e4e2da;padding:4px 8px;vertical-align:top}"
)


def front_page(case: LoanCase, claims: Sequence[ClaimRow], story: Sequence[Milestone]) -> bytes:
    """What was lent, what came back, what was claimed, and how it went, in words."""
    parts = [
        "<!doctype html><html lang='zh-CN'><meta charset='utf-8'>",
        f"<title>业务档案 {escape(case.loan_no)}</title><style>{STYLE}</style>",
        f"<h1>业务档案</h1><h2>{escape(case.loan_no)} {escape(case.enterprise_name)}</h2>",
        _table(_facts(case)),
        "<h2>代偿</h2>",
        _table([(claim.claim_no, _claim(claim)) for claim in claims])
        if claims
        else "<p>没有代偿。</p>",
        "<h2>办理经过</h2>",
        _table([(f"{each.at:%Y-%m-%d %H:%M} UTC", _told(each)) for each in story]),
        "</html>",
    ]
    return "".join(parts).encode()


def _table(rows: Sequence[tuple[str, str]]) -> str:
    lines = [f"<tr><th>{escape(term)}</th><td>{escape(text)}</td></tr>" for term, text in rows]
    return f"<table>{''.join(lines)}</table>"


def _facts(case: LoanCase) -> list[tuple[str, str]]:
    return [
        ("状态", case.state_label),
        ("银行", case.bank_name),
        ("申请编号", case.application_no),
        ("合同编号", case.contract_no),
        ("贷款本金", yuan_text(case.principal_fen)),
        ("剩余本金", yuan_text(case.balance_fen)),
        ("已还本金", yuan_text(case.principal_repaid_fen)),
        ("已还利息", yuan_text(case.interest_repaid_fen)),
        ("已还罚息", yuan_text(case.penalty_repaid_fen)),
        ("已核销", yuan_text(case.written_off_fen)),
        ("年利率", f"{case.rate_bp / 100:.2f}%"),
        ("罚息年利率", f"{case.penalty_bp / 100:.2f}%"),
        ("还款方式", METHOD_LABELS[case.method]),
        ("计息天数", DAY_COUNT_LABELS[case.day_count]),
        ("放款日期", case.drawn_on.isoformat()),
        ("到期日", case.final_due_on.isoformat()),
        ("结清日期", case.settled_on.isoformat() if case.settled_on else "—"),
        ("五级分类", case.grade_label),
    ]


def _claim(claim: ClaimRow) -> str:
    return (
        f"{claim.respondent_name}，{claim.state_label}，申请 {yuan_text(claim.amount_fen)}，"
        f"代偿 {yuan_text(claim.paid_fen)}，已追偿 {yuan_text(claim.recovered_fen)}"
    )


def _told(each: Milestone) -> str:
    reason = f"原因：{each.reason}" if each.reason else ""
    return f"{each.summary}{reason}"


Sheets = Sequence[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]


def book(sheets: Sheets) -> bytes:
    """Several sheets as one XLSX. Text never becomes a formula."""
    content = BytesIO()
    made = FastExcel(content)
    for name, head, rows in sheets:
        lines: list[dict[str, Any]] = [dict(zip(head, row, strict=True)) for row in rows]
        made.sheet(name, lines or [dict.fromkeys(head, "")])
    made.save()
    return content.getvalue()


SCHEDULE_HEAD = ("期次", "类别", "到期日", "本金", "利息", "罚息", "已还", "未还", "剩余本金")
LEDGER_HEAD = ("还款编号", "付款方", "还款日期", "金额", "罚息", "利息", "本金", "剩余本金")


def schedule_rows(case: LoanCase) -> list[tuple[Any, ...]]:
    """A version of the schedule, in yuan."""
    return [
        (
            line.no,
            ROW_LABELS[line.kind],
            line.due_on,
            line.principal_fen / 100,
            line.interest_fen / 100,
            line.penalty_fen / 100,
            line.paid_fen / 100,
            line.left_fen / 100,
            line.balance_fen / 100,
        )
        for line in case.schedule
    ]


def ledger_rows(case: LoanCase) -> list[tuple[Any, ...]]:
    """The repayments, in yuan."""
    return [
        (
            each.repayment_no,
            PAYER_LABELS[each.payer],
            each.paid_on,
            each.amount_fen / 100,
            each.penalty_fen / 100,
            each.interest_fen / 100,
            each.principal_fen / 100,
            each.balance_fen / 100,
        )
        for each in case.repayments
    ]
