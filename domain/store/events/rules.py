"""How a seat is called, and what a screen in the hall may say of guests. Pure."""

from vocabulary.identifiers import mask_enterprise, mask_person


def seat_label(row_seats: int, seat_no: int | None) -> str:
    """A seat as it is written on the chair: 2排5座."""
    if seat_no is None or row_seats < 1:
        return ""
    return f"{(seat_no - 1) // row_seats + 1}排{(seat_no - 1) % row_seats + 1}座"


def welcome_name(name: str, *, is_enterprise: bool, agrees: bool) -> str:
    """A delegation's name for the wall: in full, unless it is a firm that did not agree."""
    return mask_enterprise(name) if is_enterprise and not agrees else name


def shown_as(name: str, company: str) -> tuple[str, str]:
    """A guest and their company as a list in the hall shows them: several may look alike."""
    return mask_person(name), mask_enterprise(company) if company else ""
