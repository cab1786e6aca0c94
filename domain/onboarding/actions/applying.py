"""The applicant's desk: apply, hand in, submit, withdraw, sign. Nobody here has an account yet."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from domain.identity import accounts, codes
from domain.identity.accounts import find_by_phone, write_account
from domain.identity.log_in import apart
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor, Call
from domain.kernel.clock import date_of
from domain.kernel.perform import begin, enact, perform
from domain.kernel.ports import IncomingFile
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.onboarding import documents, rules, tickets
from domain.onboarding.flow import OnboardingFlow
from domain.onboarding.standards import AGREEMENTS, STANDARDS
from domain.onboarding.terms import Application, OnboardingForm, Signature
from orm.messaging import Outgoing
from orm.onboarding import Onboarding, OnboardingDocument
from orm.parties import Party
from vocabulary.identity import CodePurpose
from vocabulary.parties import Role

NUMBER_PREFIX = "JG"
SET_UP_TEMPLATE = "account_opened"
USCC_TAKEN = "该统一社会信用代码已有入驻申请在办理，或机构已经入驻，请核对或联系平台运营方"
PHONE_TAKEN = "该手机号码已用于平台其他账号，请更换首位管理员的手机号码"
TEXT_CHANGED = "协议文本已更新，请刷新页面，阅读新的文本后再签署"
NOT_AUTHORISED = "签署人应为申请中填写的授权代表，请核对姓名"


async def apply(body: Application, *, call: Call) -> tickets.Entry:
    """Begin an application: a draft, and a party that is not certified and offered nowhere."""
    standard = STANDARDS.current(clock.today())
    form = rules.checked(body.form, standard)
    code = await tickets.proved(form.administrator_phone, body.sms_code, call=call)
    if await find_by_phone(form.administrator_phone):
        raise Invalid(PHONE_TAKEN, (("administrator_phone", PHONE_TAKEN),))
    await _must_be_free(form.uscc)
    number = await numbering.draw(NUMBER_PREFIX)
    row = Onboarding(
        onboarding_no=number,
        institution_id=uuid4(),
        administrator_id=uuid4(),
        criteria_version=standard.version,
    )
    _write(row, form)
    by = tickets.applicant_of(row, apart(call))
    async with in_transaction():
        await Party.create(
            id=row.institution_id, kind=row.kind, name=row.name, created_at=clock.now()
        )
        async with begin(OnboardingFlow, "apply", row, by=by, terms=form):
            entry = await tickets.write(row, code, call=call, at=row.created_at)
    return entry


async def submit(form: OnboardingForm, *, call: Call) -> Onboarding:
    """Hand the application in. From now on its code is held: of two that race, one wins."""
    return await _hand_over("submit", form, call)


async def resubmit(form: OnboardingForm, *, call: Call) -> Onboarding:
    """Put right what was sent back; the check begins anew."""
    return await _hand_over("resubmit", form, call)


async def _hand_over(verb: str, form: OnboardingForm, call: Call) -> Onboarding:
    draft, by = await tickets.holder(call)
    tidy = rules.checked(form, STANDARDS.of(draft.criteria_version))
    async with perform(verb, Onboarding, draft.id, by=by, terms=tidy) as row:
        rules.must_stand(row, tidy)
        await documents.must_be_complete(row, tidy.kind)
        await _must_be_free(tidy.uscc, row.id)
        _write(row, tidy)
        row.held_uscc = tidy.uscc
        row.submitted_at, row.reason = row.updated_at, ""
        row.findings, row.checked_by_id, row.checked_at = [], None, None
        await Party.filter(id=row.institution_id).update(name=row.name)
    return row


async def withdraw(reason: str, *, call: Call) -> Onboarding:
    """Take the application back; the institution may apply anew."""
    draft, by = await tickets.holder(call)
    async with perform("withdraw", Onboarding, draft.id, by=by, reason=reason) as row:
        row.reason, row.held_uscc = reason, None
    return row


async def hand_in(evidence: str, file: IncomingFile, *, call: Call) -> Onboarding:
    """Hand in a document as the applicant."""
    row, by = await tickets.holder(call)
    return await hand_in_for(row.id, evidence, file, by=by)


async def hand_in_for(
    onboarding_id: UUID, evidence: str, file: IncomingFile, *, by: Actor
) -> Onboarding:
    """Keep a document at the case; it takes the place of the one before."""
    documents.must_take(await _own(onboarding_id, by), evidence, by)  # before the file travels
    document_id = uuid4()
    terms, sealed = await documents.kept(document_id, evidence, file, by)
    async with enact(
        documents.HAND_IN_CODE, Onboarding.subject, onboarding_id, by=by, terms=terms
    ) as outcome:
        row = await _own(onboarding_id, by, locked=True)
        documents.must_take(row, evidence, by)
        await OnboardingDocument.filter(
            onboarding_id=row.id, evidence=evidence, replaced_at__isnull=True
        ).update(replaced_at=outcome.at)
        await OnboardingDocument.create(
            id=document_id,
            onboarding_id=row.id,
            evidence=evidence,
            name=terms.name,
            media=terms.media,
            size_bytes=terms.size_bytes,
            sha256=terms.sha256,
            object_key=sealed.object_key,
            key=sealed.key,
            account_id=by.account_id,
            at=outcome.at,
        )
        outcome.subject_no, outcome.result = row.onboarding_no, row
    return row


async def sign(signature: Signature, *, call: Call) -> Onboarding:
    """Accept the agreement: the institution is aboard, and its administrator has an account."""
    found, by = await tickets.holder(call)
    agreement = AGREEMENTS.current(clock.today())
    if (signature.version, signature.hash) != (agreement.version, agreement.hash):
        raise Unmet(TEXT_CHANGED)
    async with perform("sign", Onboarding, found.id, by=by, terms=signature) as row:
        if signature.name.strip() != row.authorised_name:
            raise Invalid(NOT_AUTHORISED, (("name", NOT_AUTHORISED),))
        row.agreement_version, row.agreement_hash = agreement.version, agreement.hash
        row.signed_name, row.signed_at = row.authorised_name, row.updated_at
        row.signed_address = call.address
        row.admitted_on = date_of(row.updated_at)
        row.valid_until = rules.a_year_after(row.admitted_on)
        if row.licence_valid_until is not None:
            row.valid_until = min(row.valid_until, row.licence_valid_until)
        await _admit(row)
        await _open_administrator(row)
    return row


async def _admit(row: Onboarding) -> None:
    """Write what was checked into the party: from now on it is certified, and offered."""
    party = await Party.select_for_update().get(id=row.institution_id)
    party.kind, party.name, party.short_name = row.kind, row.name, row.short_name
    party.uscc, party.region = row.uscc, row.region
    party.legal_representative = row.legal_representative
    party.contact_name, party.contact_phone = row.contact_name, row.contact_phone
    party.certified, party.lapsed = True, False
    try:
        await party.save()
    except IntegrityError as problem:  # the operator has opened it by hand meanwhile
        raise Unmet(USCC_TAKEN) from problem


async def _open_administrator(row: Onboarding) -> None:
    """An account without a password, and the code with which its owner alone sets one."""
    phone, at = row.administrator_phone, row.updated_at
    if await accounts.find_by_phone(phone):
        raise Unmet(PHONE_TAKEN)
    await write_account(
        await Party.get(id=row.institution_id),
        account_id=row.administrator_id,
        name=row.administrator_name,
        phone=phone,
        roles={Role.INSTITUTION_ADMIN},
        at=at,
    )
    text, _ = await codes.issue(phone, CodePurpose.SET_UP, at=at, lasts=codes.SET_UP_LASTS)
    hours = str(codes.SET_UP_LASTS // timedelta(hours=1))
    params = {"code": text, "hours": hours, "no": row.onboarding_no}
    await Outgoing.create(
        way="sms",
        receiver=phone,
        template=SET_UP_TEMPLATE,
        params=msgspec.json.encode(params).decode(),
        due_at=at,
    )


def _write(row: Onboarding, form: OnboardingForm) -> None:
    for name in form.__struct_fields__:
        setattr(row, name, getattr(form, name))


async def _must_be_free(uscc: str, but: UUID | None = None) -> None:
    """One code, one application under way, one institution aboard."""
    held = Onboarding.filter(held_uscc=uscc)
    if but is not None:
        held = held.exclude(id=but)
    if await held.exists() or await Party.filter(uscc=uscc).exists():
        raise Invalid(USCC_TAKEN, (("uscc", USCC_TAKEN),))


async def _own(onboarding_id: UUID, by: Actor, *, locked: bool = False) -> Onboarding:
    rows = Onboarding.visible_to(by.party_id, by.party_kind)
    rows = rows.select_for_update() if locked else rows
    row = await rows.get_or_none(id=onboarding_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return row
