"""Who meets in the stories of live loans: the same desk as in lending."""

from tests.lending.conftest import desk

__all__ = ["desk"]
