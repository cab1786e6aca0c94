"""Who may hand in files at a request for cover, and under which names that is journalled."""

from domain.insurance.flow import CLERK, UNDERWRITER
from domain.kernel.actor import Actor
from domain.kernel.flow import Subject

COVER_ATTACH_CODE = "cover_request.attach"
COVER_READ_CODE = "cover_request.read_attachment"


def holds_post(row: Subject, by: Actor) -> bool:
    """Does the actor hold a post at one of its seats?"""
    seats = row.seats()
    return any(
        post.role in by.roles and seats.get(post.seat) == by.party_id
        for post in (CLERK, UNDERWRITER)
    )
