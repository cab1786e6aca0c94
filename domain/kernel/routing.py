"""How a route is written: one line of a literal table, from which the server and OpenAPI are made.

A handler is a plain function; it is given, by name, what it asks for: the parts of its path
(UUIDs; text where the name ends in `_no`), `body`, `file` (the body of an upload), `query`,
`actor` (then a log-in is needed) or `call` (public routes that act).
Its docstring is what the reader of the documentation sees, in Chinese.

It stands in the kernel because the doors are strangers to each other and write their tables in the
same words; it knows nothing of the web, only what a handler asks for and answers.

An act names `renders`: how its row is shown to the actor. It runs inside the act's transaction,
so the answer of an idempotency key commits with the act.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta, Struct

Handler = Callable[..., Awaitable[Any]]
Renderer = Callable[[Any, Any], Awaitable[Any]]


class Done(Struct, frozen=True):
    """已完成。"""

    done: bool = True


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """原因。"""

    reason: Annotated[str, Meta(min_length=1, max_length=500, description="原因，会显示给对方")]


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """不需要填写内容。"""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the whole body, of these media; `named`: in the header `X-File-Name`."""

    media: tuple[str, ...]
    bytes_max: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table. `download` names the media of the files it may answer with.

    `device`: only an activated terminal is answered, and whoever is logged in is so at it.
    `assisted`: an act of filing that the store's people may type for an enterprise, by its leave.
    `calls_max`: of one address in a minute, where a public door's usual number is too few.
    """

    method: str
    path: str
    handle: Handler
    answer: Any
    body: type[Struct] | None = None
    query: type[Struct] | None = None
    renders: Renderer | None = None
    status: int = 200
    public: bool = False
    device: bool = False
    assisted: bool = False
    media: str = "application/json"
    upload: Upload | None = None
    calls_max: int = 0
    download: tuple[str, ...] = ()


async def done(_result: object, _actor: object) -> Done:
    """The answer of an act that shows nothing."""
    return Done()


def get(path: str, handle: Handler, answer: Any, **more: Any) -> Route:
    """A read."""
    return Route("GET", path, handle, answer, **more)


def take(path: str, handle: Handler, answer: Any, **more: Any) -> Route:
    """An act whose body is a file."""
    return Route("POST", path, handle, answer, **more)


def post(path: str, handle: Handler, answer: Any, **more: Any) -> Route:
    """An act. Its body is JSON; without a struct of its own it takes `{}`."""
    more.setdefault("body", Nothing)
    return Route("POST", path, handle, answer, **more)
