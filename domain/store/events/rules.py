"""How a seat is called, and what a wall may say of a delegation. Pure."""

from vocabulary.identifiers import mask_enterprise


def seat_label(row_seats: int, seat_no: int | None) -> str:
    """A seat as it is written on the chair: 2排5座."""
    if seat_no is None or row_seats < 1:
        return ""
    return f"{(seat_no - 1) // row_seats + 1}排{(seat_no - 1) % row_seats + 1}座"


def welcome_name(name: str, *, is_enterprise: bool, agrees: bool) -> str:
    """A delegation's name for the wall: in full, unless it is a firm that did not agree."""
    return mask_enterprise(name) if is_enterprise and not agrees else name
