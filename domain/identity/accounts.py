"""Accounts as rows: found by what people type, written, and made the actor they act as."""

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid
from orm import keyring
from orm.identity import Account
from orm.parties import Party
from vocabulary.identifiers import compact_phone, phone_problem
from vocabulary.identity import LogInWay
from vocabulary.parties import Role
from vocabulary.rights import Right

_WAYS = frozenset({LogInWay.PASSWORD, LogInWay.SMS_CODE})
PHONE_PLACE = "account.phone"
_NAMELESS = re.compile(r"用户[0-9]{4}|")


def read_phone(text: str) -> str:
    """The eleven digits of a phone in any writing. Raises `Invalid`."""
    problem = phone_problem(text)
    if problem:
        raise Invalid(problem, (("phone", problem),))
    return compact_phone(text)


def name_for(phone: str) -> str:
    """What a newcomer is called who has not said their name."""
    return f"用户{phone[-4:]}"


def is_nameless(name: str) -> bool:
    """Does the account bear no name of a person yet?"""
    return _NAMELESS.fullmatch(name) is not None


def phone_index(phone: str) -> str:
    """By what an encrypted phone is found."""
    return keyring.held().blind(phone, PHONE_PLACE)


def name_index(typed: str) -> str:
    """What somebody typed as log-in name, blinded: who is counted when no account is found."""
    return keyring.held().blind(_plain(typed), "account.typed_name")


async def find_by_name(typed: str) -> Account | None:
    """The account of a phone or of a log-in name."""
    plain = _plain(typed)
    if phone_problem(plain) is None:
        return await find_by_phone(plain)
    return await Account.get_or_none(log_in_name=plain)


async def find_by_phone(phone: str) -> Account | None:
    """The account of a phone."""
    return await Account.get_or_none(phone_index=phone_index(phone))


def _plain(typed: str) -> str:
    """One spelling: log-in names are small letters, phones eleven digits."""
    return compact_phone(typed) if phone_problem(typed) is None else typed.strip().lower()


def ways_of(*, has_password: bool) -> frozenset[LogInWay]:
    """In which ways an account can prove who it is in a session that has begun."""
    return _WAYS if has_password else _WAYS - {LogInWay.PASSWORD}


def actor_of(account: Account, party: Party, call: Call, session_id: UUID | None = None) -> Actor:
    """The actor an account acts as."""
    return Actor(
        account.id,
        account.party_id,
        party.kind,
        frozenset(Role(role) for role in account.roles),
        account.name,
        party.name,
        session_id=session_id,
        extra_rights=frozenset(Right(right) for right in account.extra_rights),
        ways=ways_of(has_password=account.password_hash is not None),
        call=call,
    )


async def write_account(
    party: Party,
    *,
    name: str,
    phone: str,
    roles: Iterable[Role],
    at: datetime,
    log_in_name: str | None = None,
    password_hash: str | None = None,
    extra_rights: Iterable[Right] = (),
    account_id: UUID | None = None,
) -> Account:
    """Write a new account into the caller's transaction. Actions check first; a seed need not."""
    return await Account.create(
        id=account_id or uuid4(),
        party_id=party.id,
        name=name,
        log_in_name=log_in_name,
        phone=phone,
        phone_index=phone_index(phone),
        password_hash=password_hash,
        roles=sorted(role.value for role in roles),
        extra_rights=sorted(right.value for right in extra_rights),
        created_at=at,
    )
