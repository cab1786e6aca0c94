"""What a role may see, export or unmask. What it may *do* stands in the flows."""

from enum import StrEnum

from vocabulary.parties import Role


class Right(StrEnum):
    """A reading right, `subject.act`. Alphabetical; a typo cannot become a right."""

    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_VIEW = "account.view"
    APPLICATION_EXPORT = "application.export"
    APPLICATION_HISTORICAL = "application.historical"
    APPLICATION_VIEW = "application.view"
    CERTIFICATION_VIEW = "certification.view"
    DEVICE_MANAGE = "device.manage"
    INSTITUTION_OPEN = "institution.open"
    JOURNAL_VIEW = "journal.view"
    OPERATIONS_VIEW = "operations.view"
    POOL_VIEW = "pool.view"
    REGISTER_EXPORT = "register.export"
    REGISTER_VIEW = "register.view"
    REQUEST_PUBLISH = "request.publish"


R = Right
RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.ENTERPRISE_CLERK: frozenset(
        {R.APPLICATION_VIEW, R.CERTIFICATION_VIEW, R.REQUEST_PUBLISH, R.APPLICATION_EXPORT}
    ),
    Role.INSTITUTION_ADMIN: frozenset({R.APPLICATION_VIEW, R.REGISTER_VIEW}),
    Role.BANK_OFFICER: frozenset(
        {R.APPLICATION_VIEW, R.POOL_VIEW, R.REGISTER_VIEW, R.APPLICATION_EXPORT, R.REGISTER_EXPORT}
    ),
    Role.BANK_APPROVER: frozenset(
        {R.APPLICATION_VIEW, R.POOL_VIEW, R.REGISTER_VIEW, R.APPLICATION_EXPORT, R.REGISTER_EXPORT}
    ),
    Role.UNDERWRITER: frozenset({R.APPLICATION_VIEW}),
    Role.GUARANTEE_OFFICER: frozenset({R.APPLICATION_VIEW}),
    Role.PLATFORM_OPERATOR: frozenset(
        {
            R.ACCOUNT_MANAGE,
            R.ACCOUNT_VIEW,
            R.APPLICATION_EXPORT,
            R.APPLICATION_VIEW,
            R.CERTIFICATION_VIEW,
            R.DEVICE_MANAGE,
            R.INSTITUTION_OPEN,
            R.JOURNAL_VIEW,
            R.OPERATIONS_VIEW,
            R.REGISTER_EXPORT,
            R.REGISTER_VIEW,
        }
    ),
    Role.SYSTEM: frozenset(),
}


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything these roles may read."""
    return frozenset().union(*(RIGHTS_OF[role] for role in roles))
