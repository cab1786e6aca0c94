"""What several acts ask first: is the field right, the password good, the code the one sent?"""

from uuid import UUID

from domain.identity import codes
from domain.identity.rules import password_problem
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, NotFound
from orm.identity import Account, SmsCode
from vocabulary.identity import CodePurpose


def must(problem: str | None, field: str) -> None:
    """Refuse a field that has a problem."""
    if problem:
        raise Invalid(problem, ((field, problem),))


def must_be_good(password: str, field: str, *, phone: str, log_in_name: str = "") -> None:
    """Refuse a new password that will not do."""
    must(password_problem(password, phone, log_in_name), field)


async def proved(phone: str, purpose: CodePurpose, text: str, *, call: Call) -> SmsCode:
    """The code this phone was sent, if it is the one typed. Raises `Invalid`."""
    code = await codes.check(phone, purpose, text, call=call)
    if code is None:
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    return code


async def spend(code: SmsCode) -> None:
    """Use a code up, in the act it is for; raises when somebody else was first."""
    if not await codes.spend(code):
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))


async def locked_row(account_id: UUID) -> Account:
    """An account, locked for the rest of the transaction."""
    account = await Account.select_for_update().get_or_none(id=account_id)
    if account is None:
        raise NotFound("未找到该账号，请刷新后再试")
    return account
