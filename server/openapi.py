"""OpenAPI 3.1, made from the table of routes that serves: complete and true by construction."""

import inspect
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from domain.kernel.routing import Route
from server.problems import MEDIA, Problem

TEMPLATE = "#/components/schemas/{name}"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSALS = {
    400: "填写有误：`errors` 指出每一项",
    401: "尚未登录、登录已失效，或凭据不正确",
    403: "岗位没有权限、尚未认证、业务冻结、账号锁定或来源不被信任",
    404: "不存在，或不属于您的单位",
    409: "当前状态不能办理、条件不满足，或提交编号已用于其他内容",
    412: "内容已被他人更新（If-Match）",
    413: "内容过大",
    429: "过于频繁：Retry-After 指出何时再试",
    500: "系统错误",
    503: "服务暂不可用：没有生效，可以重试",
}


SYSTEM = (
    ("/healthz", "进程是否存活", "application/json"),
    ("/readyz", "数据库、Redis 与日志封存是否就绪", "application/json"),
    ("/metrics", "运行指标（Prometheus）", "text/plain"),
    ("/openapi.json", "本文档", "application/json"),
    ("/docs", "接口文档网页", "text/html"),
)


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole document."""
    types = [kind for route in routes for kind in (route.body, route.query, route.answer) if kind]
    unique = list(dict.fromkeys([*types, Problem]))
    refs, schemas = msgspec.json.schema_components(unique, ref_template=TEMPLATE)
    schema_of = dict(zip(unique, refs, strict=True))
    paths: dict[str, dict[str, Any]] = {
        path: {"get": _system(path, summary, media)} for path, summary, media in SYSTEM
    }
    for route in routes:
        operation = _operation(route, schema_of, schemas)
        paths.setdefault(f"/api{route.path}", {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "企业金融服务超市平台接口",
            "version": version,
            "description": "金额单位为分，利率单位为基点，时间为 UTC，日期为北京时间的自然日。",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "登录后得到的令牌"},
                "device": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-Device-Token",
                    "description": "智能终端启用后得到的令牌",
                },
                "cookie": {"type": "apiKey", "in": "cookie", "name": "finmart_session"},
            },
        },
    }


def _system(path: str, summary: str, media: str) -> dict[str, Any]:
    """One of the addresses outside the tables of routes."""
    kind = "object" if media == "application/json" else "string"
    ready = {"503": {"description": "尚未就绪"}} if path in {"/readyz", "/metrics"} else {}
    return {
        "operationId": f"get{path.replace('/', '_').replace('.', '_')}",
        "tags": ["system"],
        "summary": summary,
        "parameters": [],
        "responses": {
            "200": {"description": "正常", "content": {media: {"schema": {"type": kind}}}},
            **ready,
        },
    }


def _operation(route: Route, schema_of: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    summary = inspect.getdoc(route.handle) or ""
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()}{re.sub(r'[^a-zA-Z0-9]+', '_', route.path)}",
        "tags": [route.path.split("/")[1]],
        "summary": summary,
        "parameters": _parameters(route, schema_of, schemas),
        "responses": _responses(route, schema_of),
    }
    if route.body is not None:
        content = {"application/json": {"schema": schema_of[route.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    elif route.upload is not None:
        operation["requestBody"] = {"required": True, "content": _files(route.upload.media)}
    ways: list[dict[str, list[str]]] = [] if route.public else [{"bearer": []}, {"cookie": []}]
    if route.device:
        ways = [{"device": []}] if route.public else [{"device": [], "bearer": []}]
    if ways:
        operation["security"] = ways
    return operation


def _parameters(
    route: Route, schema_of: dict[Any, Any], schemas: dict[str, Any]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _part(name)}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    if route.query is not None:
        shape = schemas[schema_of[route.query]["$ref"].rpartition("/")[2]]
        required = shape.get("required", [])
        found += [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            | ({"description": schema["description"]} if "description" in schema else {})
            for name, schema in shape["properties"].items()
        ]
    if route.upload is not None and route.upload.named:
        found.append(
            {
                "name": "X-File-Name",
                "in": "header",
                "required": True,
                "description": "文件名，UTF-8 百分号编码；扩展名须与内容一致",
                "schema": {"type": "string", "pattern": "^[!-~]+$"},
            }
        )
    if route.method == "POST":
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "同一编号重复提交只生效一次",
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
            }
        )
    return found


def _part(name: str) -> dict[str, Any]:
    """What a part of a path is: an id, or a number that people read."""
    if name.endswith("_no"):
        return {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{8}-[0-9]{5}-[0-9]$"}
    return {"type": "string", "format": "uuid"}


def _files(media: Sequence[str]) -> dict[str, Any]:
    return {each: {"schema": {"type": "string", "format": "binary"}} for each in media}


def _responses(route: Route, schema_of: dict[Any, Any]) -> dict[str, Any]:
    if route.download or route.media == _SPREADSHEET:
        content = _files(route.download or (route.media,))
    else:
        content = {route.media: {"schema": schema_of[route.answer]}}
    problem = {MEDIA: {"schema": schema_of[Problem]}}
    answers: dict[str, Any] = {str(route.status): {"description": "办理成功", "content": content}}
    for status, sentence in _REFUSALS.items():
        answers[str(status)] = {"description": sentence, "content": problem}
    return answers
