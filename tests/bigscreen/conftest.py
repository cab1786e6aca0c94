"""Who meets before the cockpit: the same desk as in lending."""

from tests.lending.conftest import desk

__all__ = ["desk"]
