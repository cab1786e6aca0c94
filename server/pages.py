"""Serves the built front ends, and what every response carries to keep browsers safe."""

from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import file, html, redirect

from server.answers import AREAS, Answer, safeguards
from server.settings import Settings

CLIENTS = Path(__file__).parent.parent / "clients"
FRONT_ENDS = {
    "portal": CLIENTS / "portal" / "dist",
    "wall": CLIENTS / "bigscreen" / "dist",
    "cockpit": CLIENTS / "bigscreen" / "dist",
    "kiosk": CLIENTS / "kiosk" / "dist",
    "miniprogram": CLIENTS / "miniprogram" / "dist" / "build" / "h5",  # for a phone's browser
}
ASSETS_KEPT_S = 31_536_000
PATH_LENGTH_MAX = 200  # longer names no file of ours
NOT_BUILT = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>页面尚未构建</title>'
    "<body><h1>页面尚未构建</h1>"
    "<p>请在项目目录运行 <code>make setup</code> 后刷新。</p></body></html>"
)


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Serve `/`, `/portal/…`, `/wall/…`, `/cockpit/…`, `/kiosk/…`, `/miniprogram/…`."""
    for name, folder in FRONT_ENDS.items():
        app.add_route(_index(folder), f"/{name}/", name=f"{name}_index")
        app.add_route(_page(folder), f"/{name}/<path:path>", name=f"{name}_page")
    app.add_route(_to("/portal/"), "/", name="root")
    app.register_middleware(_secured(settings), "response")


def _to(address: str) -> Any:
    async def send_on(_request: Request) -> HTTPResponse:
        return redirect(address)

    return send_on


def _index(folder: Path) -> Any:
    async def index(_request: Request) -> HTTPResponse:
        return await _send_index(folder)

    return index


def _page(folder: Path) -> Any:
    root = folder.resolve()

    async def page(request: Request, path: str) -> HTTPResponse:
        if len(path) > PATH_LENGTH_MAX:
            raise NotFound(path[:PATH_LENGTH_MAX])
        wanted = (folder / path).resolve()
        if root in wanted.parents and wanted.is_file():
            kept = ASSETS_KEPT_S if "/assets/" in request.path else 0
            return await file(wanted, max_age=kept or None, no_store=False)
        if "." in path.rpartition("/")[2]:
            raise NotFound(path)
        return await _send_index(folder)

    return page


async def _send_index(folder: Path) -> HTTPResponse:
    index = folder / "index.html"
    if not index.is_file():
        return html(NOT_BUILT, status=503)
    response = await file(index)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _secured(settings: Settings) -> Any:
    async def secured(request: Request, response: HTTPResponse) -> None:
        host = request.headers.get("host", "")
        area = AREAS.get(request.path[1:].partition("/")[0], "")
        headers = safeguards(host, secure=settings.secure_cookies, area=area)
        if isinstance(response, Answer):
            response.carry(headers)
            return
        for name, value in headers:
            response.headers.setdefault(name, value)  # a file for the disk is stricter

    return secured
