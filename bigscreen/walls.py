"""The walls there are, each a literal table of its panels."""

from bigscreen.panels import (
    devices,
    districts,
    feed,
    industries,
    institutions,
    products,
    stages,
    today,
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
    "devices": Panel(devices.snapshot, devices.follow),
}
