"""The flows of the platform, as far as domain/flows.py has declared them."""

import importlib
import importlib.util

from domain.kernel.flow import Flow


def declared() -> tuple[type[Flow], ...]:
    if importlib.util.find_spec("domain.flows") is None:
        return ()
    return tuple(importlib.import_module("domain.flows").FLOWS)


FLOWS = declared()
