"""Spreadsheets: a sheet of the business, written as XLSX. Text never becomes a formula."""

import asyncio
from io import BytesIO
from typing import Any
from urllib.parse import quote

from rustpy_xlsxwriter import FastExcel
from sanic import HTTPResponse
from sanic.response import raw

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.sheet import Sheet

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def send(sheet: Sheet, actor: Actor) -> HTTPResponse:
    """Write the sheet off the loop, with a line that says who took it and when."""
    now = clock.now().astimezone(clock.SHANGHAI)
    mark = f"{actor.party_name} {actor.name} {now:%Y-%m-%d %H:%M}"
    content = await asyncio.to_thread(_written, sheet, mark)
    name = f"{sheet.name}-{clock.today():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return raw(content, content_type=MEDIA, headers=headers)


def _written(sheet: Sheet, mark: str) -> bytes:
    rows: list[dict[str, Any]] = [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]
    content = BytesIO()
    book = FastExcel(content)
    book.sheet(sheet.name, rows or [dict.fromkeys(sheet.head, "")])
    book.sheet("导出记录", [{"导出人": mark, "行数": len(rows)}])
    book.save()
    return content.getvalue()
