"""What the requirements name exists: the routes are served, the pages are drawn."""

import re

from server import reference as reference_door
from server.app import DOORS
from server.settings import Settings
from tests import reference
from tests.marks import ROOT

ROWS = reference.requirements()


def test_every_route_a_row_names_is_served() -> None:
    doors = [*DOORS, reference_door.routes(Settings())]
    served = {
        f"{route.method} /api{re.sub(r'{[^}]*}', '<id>', route.path)}"
        for door in doors
        for route in door
    }
    named = {route for row in ROWS for route in row.routes}
    assert not named - served


def test_every_page_a_row_names_is_drawn() -> None:
    table = (ROOT / "clients/portal/src/routes.ts").read_text("utf-8")
    drawn = {f"/portal{path}" for path in re.findall(r"path: '(/[^']*)'", table)} | {
        "/cockpit/",
        "/wall/",
        "/kiosk/",
        "/miniprogram/",
    }
    named = {page for row in ROWS for page in row.pages}
    assert not named - drawn
