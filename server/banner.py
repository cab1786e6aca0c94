"""What `make run` prints: where every terminal is, and who can log in."""

import sys
from unicodedata import east_asian_width

from server.seed import demo_log_ins
from server.settings import Settings
from vocabulary.identity import Terminal

TITLE_WIDTH = 40


def _padded(text: str, width: int) -> str:
    """Fill up to a width on the terminal, where a Chinese character takes two columns."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(1, width - taken)


def show(settings: Settings, *, took_s: float) -> None:
    """Print the addresses and the demo log-ins."""
    base = f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:{settings.port}"  # noqa: S104 -- compared, not bound
    key = f"?key={settings.wall_key}" if settings.wall_key else ""
    lines = [
        "",
        "  企业金融服务超市平台",
        f"  电脑端（银行、企业、运营）  {base}/portal/",
        f"  线下大屏（1920×1080）       {base}/wall/{key}",
        f"  监管驾驶舱（1920×1080）     {base}/cockpit/",
        f"  小程序（手机浏览器）        {base}/miniprogram/",
        f"  自助终端（1080×1920）       {base}/kiosk/",
        f"  接口文档                    {base}/docs",
        f"  运行状况                    {base}/healthz  {base}/readyz  {base}/metrics",
        f"  数据目录                    {settings.data_dir.absolute()}",
    ]
    if settings.demo:
        lines += ["", "  演示账号（仅演示环境）："]
        lines += [
            f"    {_padded(each.title, TITLE_WIDTH)}{each.log_in_name:<18}{each.password}"
            for each in demo_log_ins()
            if Terminal.PORTAL in each.terminals
        ]
    lines += ["", f"  已就绪（准备用时 {took_s:.1f} 秒）。按 Ctrl-C 停止。", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
