"""The words in which this door's tables are written: the kernel's, for every door the same."""

from domain.kernel.routing import Done, Nothing, Reason, Route, Upload, done, get, post, take

__all__ = ["Done", "Nothing", "Reason", "Route", "Upload", "done", "get", "post", "take"]
