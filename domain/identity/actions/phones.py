"""The phone of an account: given another one."""

from domain.identity import accounts
from domain.identity.actions.checking import locked_row, proved, spend
from domain.identity.sessions import end_sessions
from domain.identity.terms import PhoneChange
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Unmet
from vocabulary.identity import CodePurpose

TAKEN = "该手机号已用于其他账号，请核对"


async def change_phone(body: PhoneChange, *, by: Actor) -> None:
    """Take another phone: who asks was proved lately, the new phone by its own code."""
    by.must_be_fresh("account.change_phone")
    phone = accounts.read_phone(body.phone)
    code = await proved(phone, CodePurpose.CHANGE_PHONE, body.sms_code, call=by.call)
    async with enact(
        "account.change_phone", "account", by.account_id, by=by, terms=body
    ) as outcome:
        await spend(code)
        if await accounts.find_by_phone(phone):
            raise Unmet(TAKEN)
        account = await locked_row(by.account_id)
        account.phone, account.phone_index = phone, accounts.phone_index(phone)
        await account.save(update_fields=["phone", "phone_index"])
        await end_sessions(by.account_id, at=outcome.at, but=by.session_id)
