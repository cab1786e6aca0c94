"""The menu as a table: what an account may open, in the order in which the portal shows it.

Whoever lacks the right, or is of a kind of party that has nothing to do with it, does not see the
entry (6.1.1.1 b); the routes behind it refuse by the same rights.
"""

from dataclasses import dataclass

from vocabulary.parties import PartyKind as K
from vocabulary.rights import Right

EVERYBODY = frozenset(K)
INSTITUTIONS = EVERYBODY - {K.ENTERPRISE, K.OPERATOR, K.REGULATOR}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the right it wants, whose it is, and whether an enterprise must be certified."""

    right: Right | None = None
    kinds: frozenset[K] = EVERYBODY
    from_certified: bool = True


MENU: dict[str, Entry] = {
    "cockpit": Entry(Right.COCKPIT_VIEW),
    "workbench": Entry(Right.APPLICATION_VIEW, from_certified=False),
    "pool": Entry(Right.POOL_VIEW),
    "underwriting": Entry(Right.APPLICATION_VIEW, frozenset({K.INSURER})),
    "publish": Entry(Right.REQUEST_PUBLISH),
    "applications": Entry(Right.APPLICATION_VIEW),
    "cover_requests": Entry(
        Right.COVER_REQUEST_VIEW, frozenset({K.ENTERPRISE, K.INSURER, K.OPERATOR})
    ),
    "guarantees": Entry(Right.APPLICATION_VIEW, frozenset({K.GUARANTOR, K.BANK, K.OPERATOR})),
    "letters": Entry(Right.APPLICATION_VIEW, frozenset({K.ENTERPRISE, K.GUARANTOR, K.OPERATOR})),
    "loans": Entry(Right.APPLICATION_VIEW),
    "claims": Entry(Right.APPLICATION_VIEW, EVERYBODY - {K.ENTERPRISE}),
    "proposals": Entry(Right.APPLICATION_VIEW, EVERYBODY - {K.ENTERPRISE}),
    "products": Entry(from_certified=False),
    "product_desk": Entry(Right.PRODUCT_VIEW, INSTITUTIONS),
    "enquiries": Entry(Right.PRODUCT_ENQUIRY_VIEW),
    "listings": Entry(Right.PRODUCT_VIEW, frozenset({K.OPERATOR}), from_certified=False),
    "shelf_check": Entry(Right.SHELF_CHECK),
    "programmes": Entry(Right.PROGRAMME_VIEW),
    "register": Entry(Right.REGISTER_VIEW),
    "repayments": Entry(Right.APPLICATION_VIEW),
    "enterprises": Entry(Right.ENTERPRISE_VIEW),
    "legacy_demands": Entry(Right.LEGACY_VIEW),
    "appraisals": Entry(Right.APPRAISAL_VIEW),
    "exposure": Entry(Right.EXPOSURE_VIEW),
    "own_tickets": Entry(kinds=frozenset({K.ENTERPRISE}), from_certified=False),
    "services": Entry(Right.SERVICE_RECORD_VIEW),
    "follow_ups": Entry(Right.FOLLOW_UP_CALL_VIEW, frozenset({K.OPERATOR})),
    "visits": Entry(Right.EVENT_VIEW),
    "roadshows": Entry(Right.EVENT_VIEW),
    "store_calendar": Entry(Right.ROOM_MANAGE),
    "enterprise": Entry(kinds=frozenset({K.ENTERPRISE}), from_certified=False),
    "certification": Entry(kinds=frozenset({K.ENTERPRISE}), from_certified=False),
    "certifications": Entry(
        Right.CERTIFICATION_VIEW, EVERYBODY - {K.ENTERPRISE}, from_certified=False
    ),
    "onboarding": Entry(Right.ONBOARDING_VIEW, INSTITUTIONS, from_certified=False),
    "onboardings": Entry(Right.ONBOARDING_VIEW, frozenset({K.OPERATOR}), from_certified=False),
    "meetings": Entry(Right.MEETING_SUPPORT_VIEW),
    "inspections": Entry(Right.UPKEEP_VIEW),
    "faults": Entry(Right.UPKEEP_VIEW),
    "findings": Entry(Right.UPKEEP_VIEW),
    "notices": Entry(Right.MESSAGE_VIEW, EVERYBODY - {K.OPERATOR}, from_certified=False),
    "notice_desk": Entry(Right.NOTICE_VIEW),
    "messages": Entry(Right.MESSAGE_VIEW, from_certified=False),
    "accounts": Entry(Right.ACCOUNT_VIEW),
    "staff": Entry(Right.STAFF_MANAGE),
    "counter": Entry(Right.QUEUE_SERVE),
    "queue_statistics": Entry(Right.QUEUE_SERVE),
    "queue_settings": Entry(Right.QUEUE_MANAGE),
    "fleet": Entry(Right.DEVICE_VIEW, frozenset({K.OPERATOR})),
    "device_alerts": Entry(Right.DEVICE_VIEW, frozenset({K.OPERATOR})),
    "duty_roster": Entry(Right.DEVICE_VIEW, frozenset({K.OPERATOR})),
    "devices": Entry(Right.DEVICE_MANAGE),
    "state_limits": Entry(Right.DEADLINE_MANAGE),
    "amount_limits": Entry(Right.AMOUNT_LIMIT_MANAGE),
    "allow_lists": Entry(Right.ALLOW_LIST_MANAGE),
    "journal": Entry(Right.JOURNAL_VIEW),
    "account": Entry(from_certified=False),
}


# What the store's people open while they type for an enterprise, by its leave: filing alone.
ASSISTED = frozenset({"publish", "products", "certification"})


def menu(kind: K, rights: frozenset[Right], *, certified: bool) -> list[str]:
    """List what an account may open."""
    return [
        item
        for item, entry in MENU.items()
        if kind in entry.kinds
        and (entry.right is None or entry.right in rights)
        and (certified or not entry.from_certified)
    ]
