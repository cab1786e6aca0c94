"""`python -m server.verify`: read the whole journal again and say whether it was tampered with."""

import asyncio
import sys

from domain import invariants
from domain.kernel.kept import Broken
from domain.kernel.verifying import Verdict, verify
from domain.supervision.queries import Reconciliation, reconcile
from orm import engine, keyring
from server.anchors import Anchors
from server.settings import Settings


async def check(settings: Settings) -> tuple[Verdict, Reconciliation, list[Broken]]:
    """Compare the journal with itself and with its anchors, and the books with one another."""
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        verdict = await verify(Anchors(settings.anchors).read())
        return verdict, await reconcile(), await invariants.broken()
    finally:
        await engine.disconnect()


def main() -> int:
    """Print the verdict; 0 when the journal is whole and the books agree."""
    verdict, books, broken = asyncio.run(check(Settings.from_environment()))
    out = sys.stdout.write
    out(f"封印 {verdict.seals} 个，记录 {verdict.entries} 条，锚点 {verdict.anchors} 个，")
    out(f"待封 {verdict.unsealed} 条。\n")
    for finding in verdict.findings:
        out(f"✗ {finding}\n")
    out("日志完整，未发现改动。\n" if not verdict.findings else "日志已被改动！\n")
    for line in books.differences:
        out(f"✗ 业务台账与监管台账不一致：{line.institution_name} 合同 {line.contract_no}，")
        out(f"业务台账 {line.register_fen} 分，监管台账 {line.ledger_fen} 分\n")
    if books.agrees:
        out(f"业务台账与监管台账一致：{books.ledger.count} 笔，{books.ledger.amount_fen} 分，")
        out(f"同步中 {books.on_the_way} 笔。\n")
    for each in broken:
        out(f"✗ {each.sentence}不符：{'、'.join(each.rows)}\n")
    if not broken:
        out(f"不变量 {len(invariants.INVARIANTS)} 条，全部成立。\n")
    return 1 if verdict.findings or not books.agrees or broken else 0


if __name__ == "__main__":
    sys.exit(main())
