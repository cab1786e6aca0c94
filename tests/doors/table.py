"""The table of routes as it is served, and how to fill in a path."""

import re
from typing import Any

import msgspec

from domain.kernel.routing import Route
from server import reference
from server.app import DOORS
from server.settings import Settings

NOBODY = "00000000-0000-4000-8000-00000000dead"
ROUTES: tuple[Route, ...] = (
    *(route for door in DOORS for route in door if not route.device),
    *reference.routes(Settings()),
)
AT_KIOSK = [route for door in DOORS for route in door if route.device]
PUBLIC = [route for route in ROUTES if route.public]
CLOSED = [route for route in ROUTES if not route.public]
ACTS = [route for route in ROUTES if route.body is not None]
READS = [route for route in ROUTES if route.query is not None and route.upload is None]
OF_ONE = [route for route in ROUTES if "{" in route.path]
OPERATORS_ALONE = (
    "/devices/",
    "/accounts/",
    "/institutions/open",
    "/certifications/{certification_id}/approve",
)


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def filled(route: Route, row_id: str = NOBODY) -> str:
    """The path under /api, every id the same."""
    return re.sub(r"\{\w+\}", row_id, route.path)


def fields_of(struct: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(struct)]


def wrong_value(struct: type[msgspec.Struct], name: str) -> Any:
    """Something no field of that name could mean."""
    kind = msgspec.inspect.type_info(struct)
    assert isinstance(kind, msgspec.inspect.StructType)
    field = next(each for each in kind.fields if each.encode_name == name)
    return 7 if isinstance(field.type, msgspec.inspect.ListType) else [{"x": 1}]
