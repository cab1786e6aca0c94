"""Every way a request can fail, and the one shape in which the caller hears of it."""

import logging
from typing import Any

import asyncpg
import msgspec
import redis.exceptions
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import raw
from tortoise.exceptions import DBConnectionError, OperationalError

from domain.kernel.refusal import Invalid, Refusal
from server.problems import MEDIA, Problem, of_refusal, of_status

RETRY_AFTER_S = 5
OUT_OF_RANGE = "日期或数字超出可以办理的范围，请核对后重新提交"
AWAY = (
    DBConnectionError,
    OperationalError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection died in the middle of a protocol step
    asyncpg.OperatorInterventionError,  # shut down, starting up, cancelled
    asyncpg.InsufficientResourcesError,  # disk, memory, connections
    asyncpg.ObjectNotInPrerequisiteStateError,  # takes no connections
    asyncpg.TransactionRollbackError,  # deadlock: nothing was done, try again
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    ConnectionError,
    TimeoutError,
    OSError,
)
_STATUSES = {
    400: ("malformed", "无法读取", "请求格式不正确，请检查后重试"),
    404: ("not_found", "未找到", "没有这个地址，请检查链接"),
    405: ("method_not_allowed", "不支持的方式", "这个地址不支持这种请求方式"),
    408: ("timeout", "超时", "请求超时，请检查网络后重试"),
    413: ("too_large", "内容过大", "提交的内容超过 256 KB，请精简后重试"),
    416: ("bad_range", "范围无效", "请求的文件范围无效"),
    417: ("expectation_failed", "无法满足", "请去掉 Expect 请求头后重试"),
    431: ("too_large", "请求头过大", "请求头过大，请清除浏览器缓存后重试"),
    503: ("unavailable", "服务暂不可用", "服务暂不可用，请稍后重试"),
}

log = logging.getLogger(__name__)


def install(app: Sanic[Any, Any]) -> None:
    """Answer every failure as a problem."""
    app.error_handler.add(Refusal, refused)
    for kind in AWAY:
        app.error_handler.add(kind, away)
    app.error_handler.add(OverflowError, out_of_range)
    app.error_handler.add(SanicException, unserved)
    app.error_handler.add(Exception, crashed)


def _request_id(request: Request | None) -> str:
    call = getattr(getattr(request, "ctx", None), "call", None)
    return call.request_id if call else ""


def _send(problem: Problem, retry_after_s: int | None = None) -> HTTPResponse:
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    return raw(
        msgspec.json.encode(problem), status=problem.status, content_type=MEDIA, headers=headers
    )


async def refused(request: Request, refusal: Refusal) -> HTTPResponse:
    """A refusal in the caller's words; never a stack trace."""
    return _send(of_refusal(refusal, _request_id(request)), refusal.retry_after_s)


async def out_of_range(request: Request, problem: OverflowError) -> HTTPResponse:
    """A date or a number that nothing can be counted from. Nothing was done."""
    log.warning("out of range: %s %s: %r", request.method, request.path, problem)
    return _send(of_refusal(Invalid(OUT_OF_RANGE), _request_id(request)))


async def away(request: Request, problem: Exception) -> HTTPResponse:
    """Something the platform stands on is away. Nothing was done; try again."""
    log.error("unavailable: %s %s: %r", request.method, request.path, problem)
    sentence = "系统暂时无法保存数据，您的操作没有生效，请稍后重试；重试不会重复提交"
    found = of_status(503, "unavailable", "服务暂不可用", sentence, _request_id(request))
    return _send(found, RETRY_AFTER_S)


async def unserved(request: Request, problem: SanicException) -> HTTPResponse:
    """No such address, wrong method, too large: Sanic's own noes."""
    status = problem.status_code
    if status >= 500 and status != 503:  # noqa: PLR2004 -- the class of server errors
        return await crashed(request, problem)
    code, title, detail = _STATUSES.get(status, ("refused", "无法办理", "请求无法处理"))
    response = _send(of_status(status, code, title, detail, _request_id(request)))
    for name, value in (problem.headers or {}).items():
        response.headers[name] = str(value)
    return response


async def crashed(request: Request, problem: Exception) -> HTTPResponse:
    """Our own fault: said plainly, logged in full, nothing half-done."""
    log.error("crashed: %s %s", request.method, request.path, exc_info=problem)
    sentence = "系统出现意外错误，您的操作没有生效，请稍后重试或联系平台运营方"
    return _send(of_status(500, "crashed", "系统错误", sentence, _request_id(request)))
