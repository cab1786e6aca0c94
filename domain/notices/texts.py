"""A notice's text out of its row, or out of a version that was published; and whom it is for."""

from collections.abc import Mapping
from typing import Any

from msgspec import convert, to_builtins

from domain.notices.fitting import Aim
from domain.notices.terms import NoticeDraft
from orm.notices import Notice


def draft_of(row: Notice) -> NoticeDraft:
    """The text as it stands."""
    held = {name: getattr(row, name) for name in NoticeDraft.__struct_fields__}
    return convert(held, NoticeDraft)


def stored(draft: NoticeDraft) -> dict[str, Any]:
    """A text as a version keeps it."""
    kept: dict[str, Any] = to_builtins(draft)
    return kept


def published(terms: Mapping[str, Any]) -> NoticeDraft:
    """The text of a version."""
    return convert(terms, NoticeDraft)


def aim_of(draft: NoticeDraft) -> Aim:
    """Whom it is for."""
    return Aim(draft.industries, draft.regions, draft.sizes, draft.loan_kinds)
