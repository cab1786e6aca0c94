"""The floor of the hot routes: bare Sanic, and bare Sanic with asyncpg asking the same questions.

`python -m benchmarks.floor_http PORT DATABASE_URL CASE`, where CASE is the statement with which our
server reads a case, as JSON `{text, values}`; the values are named `row` and `party`.
"""

import hashlib
import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import uvloop
from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from benchmarks.acts import EXPLAIN
from orm.engine import Connection

WHO = (
    "SELECT s.id, s.terminal, s.seen_at, a.id AS account_id, a.name, a.roles, a.extra_rights, "
    "p.id AS party_id, p.kind, p.name AS party_name "
    "FROM session s JOIN account a ON a.id = s.account_id JOIN party p ON p.id = a.party_id "
    "WHERE s.token_digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.state = 'active'"
)
POOL = (
    "SELECT * FROM loan_application WHERE state = 'to_accept' AND bank_id IS NULL AND aim = 'open' "
    "ORDER BY created_at DESC, id DESC LIMIT 21"
)


JSON_COLUMNS = ("story", "disbursements", "rating", "score_reasons")


def plain(row: Any) -> Any:
    """A record as JSON takes it; bytes that are encrypted stay where they are."""
    shown = {name: value for name, value in row.items() if not isinstance(value, bytes)}
    for name in JSON_COLUMNS:
        if shown.get(name) is not None:
            shown[name] = msgspec.Raw(shown[name].encode())
    return shown


def answer(value: Any) -> HTTPResponse:
    """JSON."""
    return raw(msgspec.json.encode(value), content_type="application/json")


def create(url: str, case: dict[str, Any]) -> Sanic[Any, Any]:
    """Four routes without a business: nothing is checked but the session."""
    app: Sanic[Any, Any] = Sanic("floor", configure_logging=False)
    app.config.AUTO_EXTEND = False

    @app.before_server_start
    async def _open(app: Sanic[Any, Any]) -> None:
        app.ctx.pool = await asyncpg.create_pool(
            url, min_size=1, max_size=20, connection_class=Connection
        )
        app.ctx.like = await app.ctx.pool.fetchrow(POOL)

    async def who(request: Request, connection: Any) -> Any:
        token = request.headers["authorization"].removeprefix("Bearer ")
        digest = hashlib.sha256(token.encode()).hexdigest()
        return await connection.fetchrow(WHO, digest, datetime.now(UTC))

    @app.get("/json")
    async def _json(_request: Request) -> HTTPResponse:
        return answer({"message": "ok"})

    @app.get("/case/<case_id:uuid>")
    async def _case(request: Request, case_id: UUID) -> HTTPResponse:
        async with request.app.ctx.pool.acquire() as connection:
            me = await who(request, connection)
            given = {"row": case_id, "party": me["party_id"]}
            row = await connection.fetchrow(case["text"], *(given[name] for name in case["values"]))
        return answer(plain(row))

    @app.get("/pool")
    async def _pool(request: Request) -> HTTPResponse:
        async with request.app.ctx.pool.acquire() as connection:
            await who(request, connection)
            rows = await connection.fetch(POOL)
        return answer({"items": [plain(row) for row in rows]})

    @app.post("/publish")
    async def _publish(request: Request) -> HTTPResponse:
        body = msgspec.json.decode(request.body)
        async with request.app.ctx.pool.acquire() as connection:
            me = await who(request, connection)
            made = await written(connection, body, me, request.app.ctx.like)
        return answer(made)

    return app


FROM_WISH = ("term_months", "purpose", "security", "repayment_method")
INSERT_REQUEST = (
    "INSERT INTO financing_request (id, request_no, enterprise_id, aim, amount_fen, term_months, "
    "purpose, security, repayment_method, remarks, published_at) "
    "VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, '', $9)"
)


async def written(connection: Any, wish: dict[str, Any], me: Any, like: Any) -> Any:
    """The rows of a publication, and its journal entry, in one transaction."""
    at, request_id, case_id = datetime.now(UTC), uuid4(), uuid4()
    number = case_id.hex[:20]
    case = dict(like) | {
        "id": case_id,
        "created_at": at,
        "updated_at": at,
        "application_no": number,
        "request_id": request_id,
        "enterprise_id": me["party_id"],
        "enterprise_name": me["party_name"],
        "requested_fen": wish["amount_fen"],
        **{name: wish[name] for name in FROM_WISH},
    }
    marks = ", ".join(f"${place}" for place in range(1, len(case) + 1))
    insert = f"INSERT INTO loan_application ({', '.join(case)}) VALUES ({marks}) RETURNING *"  # noqa: S608 -- names of columns
    async with connection.transaction():
        await connection.execute(
            INSERT_REQUEST,
            request_id,
            number,
            me["party_id"],
            wish["amount_fen"],
            *(wish[name] for name in FROM_WISH),
            at,
        )
        row = await connection.fetchrow(insert, *case.values())
        await connection.fetchval(
            EXPLAIN, "loan_application.publish", case_id, number, me["account_id"], me["name"],
            me["party_id"], me["party_name"], "", "to_accept", "",
            msgspec.json.encode(wish).decode(), None, at,
        )  # fmt: skip
    return plain(row)


def main() -> None:
    """Serve one process until told to stop."""
    uvloop.install()
    port, url, case = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    create(url, case).run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False, debug=False
    )


if __name__ == "__main__":
    main()
