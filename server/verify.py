"""`python -m server.verify`: read the whole journal again and say whether it was tampered with."""

import asyncio
import sys

from domain.kernel.verifying import Verdict, verify
from orm import engine, keyring
from server.anchors import Anchors
from server.settings import Settings


async def check(settings: Settings) -> Verdict:
    """Compare the journal with itself and with its anchors."""
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        return await verify(Anchors(settings.anchors).read())
    finally:
        await engine.disconnect()


def main() -> int:
    """Print the verdict; 0 when the journal is whole."""
    verdict = asyncio.run(check(Settings.from_environment()))
    out = sys.stdout.write
    out(f"封印 {verdict.seals} 个，记录 {verdict.entries} 条，锚点 {verdict.anchors} 个，")
    out(f"待封 {verdict.unsealed} 条。\n")
    for finding in verdict.findings:
        out(f"✗ {finding}\n")
    out("日志完整，未发现改动。\n" if not verdict.findings else "日志已被改动！\n")
    return 1 if verdict.findings else 0


if __name__ == "__main__":
    sys.exit(main())
