"""征信授权书: signed in words that are kept, and taken back at any time."""

from uuid import UUID, uuid4

from domain.identity import codes
from domain.identity.actions.checking import proved, spend
from domain.identity.codes import CodeSent
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, Unmet
from domain.parties.rules import must_be_clerk
from domain.parties.terms import AuthorizationAsked, AuthorizationSigned
from domain.parties.texts import AuthorizationText, authorization_text
from orm.certifying import CreditAuthorization
from orm.identity import Account, SmsCode
from orm.parties import Party
from vocabulary.identifiers import compact_uscc, uscc_problem
from vocabulary.identity import CodePurpose
from vocabulary.parties import PartyKind

SUBJECT = "credit_authorization"


async def text_for(asked: AuthorizationAsked, *, by: Actor) -> AuthorizationText:
    """The authorisation as it would be signed now."""
    must_be_clerk(by)
    if problem := uscc_problem(asked.uscc):
        raise Invalid(problem, (("uscc", problem),))
    operator = await Party.filter(kind=PartyKind.OPERATOR).order_by("created_at").first()
    assert operator is not None, "a platform without its operator"
    uscc = compact_uscc(asked.uscc)
    return authorization_text(asked.name.strip(), uscc, operator.name, clock.today())


async def send_code(*, by: Actor) -> CodeSent:
    """Send the person for whom somebody types a code: to sign is theirs alone."""
    must_be_clerk(by)
    if by.typist is None:
        raise NotNow("本人登录时可以直接签署，不需要验证码")
    account = await Account.get(id=by.account_id)
    return await codes.send_to(account.phone, CodePurpose.ASSIST, call=by.call)


async def sign(signed: AuthorizationSigned, *, by: Actor) -> CreditAuthorization:
    """Accept the authorisation. What was read must be what is kept."""
    must_be_clerk(by)
    text = await text_for(AuthorizationAsked(signed.name, signed.uscc), by=by)
    if (text.version, text.text_sha256) != (signed.text_version, signed.text_sha256):
        raise Unmet("授权书内容已更新，请重新阅读后签署")
    code = await _own_yes(signed, by)
    row = CreditAuthorization(
        id=uuid4(),
        enterprise_id=by.party_id,
        account_id=by.account_id,
        purpose=text.purpose,
        text_version=text.version,
        text=text.text,
        text_sha256=text.text_sha256,
        signer_name=signed.signer_name.strip(),
        address=by.call.address,
        expires_on=text.expires_on,
    )
    async with enact(f"{SUBJECT}.sign", SUBJECT, row.id, by=by, terms=signed) as outcome:
        if code is not None:
            await spend(code)
        row.signed_at = outcome.at
        await row.save(force_create=True)
        outcome.result = row
    return row


async def _own_yes(signed: AuthorizationSigned, by: Actor) -> SmsCode | None:
    """What proves the signer's own will while somebody else types."""
    if by.typist is None:
        return None
    account = await Account.get(id=by.account_id)
    return await proved(account.phone, CodePurpose.ASSIST, signed.sms_code or "", call=by.call)


async def withdraw(authorization_id: UUID, *, by: Actor) -> CreditAuthorization:
    """Take an authorisation back; from this moment nothing is queried under it."""
    must_be_clerk(by)
    async with enact(f"{SUBJECT}.withdraw", SUBJECT, authorization_id, by=by) as outcome:
        row = (
            await CreditAuthorization.filter(enterprise_id=by.party_id)
            .select_for_update()
            .get_or_none(id=authorization_id)
        )
        if row is None:
            raise NotFound(NOT_FOUND)
        if row.withdrawn_at is not None:
            raise Unmet("该授权书已撤回，无需重复办理")
        row.withdrawn_at = outcome.at
        await row.save(update_fields=["withdrawn_at"])
        outcome.result = row
    return row
