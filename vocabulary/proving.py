"""Which posts prove twice who they are at log-in, and which operations want a fresh proof."""

from vocabulary.identity import LogInWay
from vocabulary.parties import Role

PROOFS = 2

# Whoever holds one of these logs in with any two ways (setting TWO_FACTORS; always in production).
TWO_FACTOR_ROLES: frozenset[Role] = frozenset(
    {
        Role.AUDIT_ADMINISTRATOR,
        Role.BANK_APPROVER,
        Role.GUARANTEE_APPROVER,
        Role.INSTITUTION_ADMIN,
        Role.PLATFORM_OPERATOR,
        Role.SECURITY_ADMINISTRATOR,
        Role.SUPERVISOR,
        Role.SYSTEM_ADMINISTRATOR,
    }
)

# By the name an operation has everywhere (its code in the journal, or its right): within how many
# minutes before it the person must have proved who they are. A log-in counts as proof.
FRESH_MINUTES: dict[str, int] = {
    "account.change_phone": 10,
    "account.change_roles": 10,
    "account.open": 10,
    "account.unmask": 10,
    "allow_list.set": 10,
    "enterprise.unmask": 10,
    "face.enrol": 10,
    "application.export": 15,
    "certification.unmask": 10,
    "guarantee.export": 15,
    "inspection.sign": 30,
    "letter_application.issue": 30,
    "loan_application.confirm_guarantee": 30,
    "loan_application.disburse": 30,
    "register.export": 15,
    "session.revoke_others": 10,
}

# By which a fresh proof can be given in a session that has begun, in the order they are offered.
STEP_UP_WAYS: tuple[LogInWay, ...] = (LogInWay.PASSWORD, LogInWay.SMS_CODE, LogInWay.FACE)
