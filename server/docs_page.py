"""/docs: the OpenAPI document as one page, made here, without any foreign host."""

from html import escape
from typing import Any

_STYLE = """
body{font:15px/1.7 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1D2730;
background:#F6F5F1;margin:0}main{max-width:1080px;margin:0 auto;padding:32px 24px}
h1{font-size:28px}h2{font-size:20px;margin-top:40px;border-bottom:2px solid #2F4B5C}
details{background:#fff;border:1px solid #E4E2DA;border-radius:6px;margin:8px 0;padding:8px 16px}
summary{cursor:pointer}code{font-family:ui-monospace,monospace;font-size:13px}
.m{display:inline-block;width:52px;color:#fff;background:#2F4B5C;border-radius:4px;
text-align:center;font-size:12px;margin-right:8px}.m.post{background:#B5392B}
table{border-collapse:collapse;width:100%;margin:8px 0}td,th{border-top:1px solid #E4E2DA;
text-align:left;padding:4px 8px;vertical-align:top}.s{color:#55626E}
"""


def page(document: dict[str, Any]) -> str:
    """The whole page."""
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(found)}" for tag, found in groups.items())
    schemas = "".join(
        _schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())
    )
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1><p>{escape(document['info']['description'])}"
        f'机器可读版本：<a href="/openapi.json">/openapi.json</a></p>{body}'
        f"<h2>数据结构</h2>{schemas}</main></body></html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = [
        _row(each["name"], each["in"], each.get("description", ""), each["schema"])
        for each in operation["parameters"]
    ]
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        text = "" if "application/json" in content else f"文件：{'、'.join(content)}"
        rows.append(_row("（提交内容）", "body", text, next(iter(content.values()))["schema"]))
    answers = "".join(
        f"<tr><td>{status}</td><td colspan=3>{escape(answer['description'])} "
        f"{'、'.join(_kind(each['schema']) for each in answer.get('content', {}).values())}"
        "</td></tr>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<details><summary><span class="m {method}">{method.upper()}</span>'
        f"<code>{escape(path)}</code> <span class=s>{escape(operation['summary'])}</span>"
        f"</summary><table><tr><th>名称</th><th>位置</th><th>类型</th><th>说明</th></tr>"
        f"{''.join(rows)}</table><table>{answers}</table></details>"
    )


def _row(name: str, place: str, text: str, schema: dict[str, Any]) -> str:
    return (
        f"<tr><td><code>{escape(name)}</code></td><td>{place}</td><td>{_kind(schema)}</td>"
        f"<td>{escape(text or schema.get('description', ''))}</td></tr>"
    )


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        _row(field, "必填" if field in schema.get("required", []) else "", "", kind)
        for field, kind in schema.get("properties", {}).items()
    )
    values = "、".join(escape(str(value)) for value in schema.get("enum", []))
    return (
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code> '
        f"<span class=s>{escape(schema.get('description', ''))}</span></summary>"
        f"{values}<table>{rows}</table></details>"
    )


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    limits = "，".join(
        f"{word} {schema[key]}"
        for key, word in (
            ("minimum", "≥"),
            ("exclusiveMinimum", ">"),
            ("maximum", "≤"),
            ("minLength", "最短"),
            ("maxLength", "最长"),
        )
        if key in schema
    )
    return escape(" ".join(filter(None, [schema.get("format", schema.get("type", "")), limits])))
