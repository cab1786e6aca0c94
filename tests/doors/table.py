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

# Open to everybody, listed by hand: a route that becomes public is a line to approve.
OPEN_TO_ALL = {
    "GET /admission-criteria",
    "GET /institutions",
    "GET /letters/{letter_no}",
    "GET /notices",
    "GET /notices/{notice_id}",
    "GET /notices/{notice_id}/attachments/{attachment_id}",
    "GET /onboarding",
    "GET /onboarding-agreement",
    "GET /processes",
    "GET /products",
    "GET /products/{product_id}",
    "GET /products/{product_id}/brochure",
    "GET /products/{product_id}/versions",
    "GET /reference",
    "GET /counter-displays/{counter_no}",
    "GET /store-queue",
    "GET /tickets/{ticket_id}/progress",
    "POST /device-keys/enrol",
    "POST /device-reports/hear",
    "POST /kiosk/activate",
    "POST /letters/verify",
    "POST /accounts/reset-password",
    "POST /accounts/set-up",
    "POST /accounts/sign-up",
    "POST /onboarding/apply",
    "POST /onboarding/hand-in",
    "POST /onboarding/look-up",
    "POST /onboarding/resubmit",
    "POST /onboarding/sign",
    "POST /onboarding/submit",
    "POST /onboarding/withdraw",
    "POST /sessions/bind-phone",
    "POST /sessions/by-password",
    "POST /sessions/by-sms-code",
    "POST /sessions/by-wechat",
    "POST /sessions/second/by-password",
    "POST /sessions/second/by-sms-code",
    "POST /sessions/second/by-wechat",
    "POST /sessions/second/send-code",
    "POST /sms-codes/send",
    "POST /tools/repayment-schedule",
}


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
