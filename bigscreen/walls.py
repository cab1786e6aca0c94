"""The walls there are, each a literal table of its panels."""

from bigscreen.panels import (
    devices,
    districts,
    feed,
    industries,
    institutions,
    months,
    portfolio,
    products,
    roadshows,
    stages,
    tickets,
    today,
    visits,
    warnings,
)
from bigscreen.wall import Panel, Panels

LOBBY_PANELS: Panels = {
    "today": Panel(today.snapshot, today.follow, today.tick),
    "stages": Panel(stages.snapshot, stages.follow),
    "districts": Panel(districts.snapshot, districts.follow),
    "institutions": Panel(institutions.snapshot, institutions.follow),
    "industries": Panel(industries.snapshot, industries.follow),
    "products": Panel(products.snapshot, products.follow),
    "feed": Panel(feed.snapshot, feed.follow),
}
# What happens in the building: whoever adds a panel adds its line here.
STORE_PANELS: Panels = {
    "visits": Panel(visits.snapshot, visits.follow, visits.tick),
    "roadshows": Panel(roadshows.snapshot, roadshows.follow, roadshows.tick),
    "tickets": Panel(tickets.snapshot, tickets.follow, tickets.tick),
    "devices": Panel(devices.snapshot, devices.follow),
}
COCKPIT_PANELS: Panels = {
    "warnings": Panel(warnings.snapshot, warnings.follow, show=warnings.show),
    "months": Panel(months.snapshot, months.follow, months.tick),
    "portfolio": Panel(portfolio.snapshot, portfolio.follow),
    **{name: LOBBY_PANELS[name] for name in ("today", "stages", "districts", "institutions")},
    **{name: LOBBY_PANELS[name] for name in ("industries", "products")},
    **STORE_PANELS,
}
