"""The cockpit's table: what stands behind each of its figures."""

from domain.kernel.actor import Actor
from domain.kernel.routing import Route, get
from domain.supervision import figures
from domain.supervision.figures import FigureRows
from domain.supervision.terms import FigureAsked


async def figure(query: FigureAsked, actor: Actor) -> FigureRows:
    """驾驶舱上一个数字的口径、背后的各行，以及每行在操作日志中的封存位置（监管人员、平台运营）。"""
    return await figures.figure(query, to=actor)


ROUTES: tuple[Route, ...] = (get("/cockpit/figures", figure, FigureRows, query=FigureAsked),)
