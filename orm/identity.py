"""Accounts, sessions, codes and the log-in record."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.fields import EncryptedText, graded
from vocabulary.grades import Grade
from vocabulary.identity import AccountState, CodePurpose, ExternalClient, LogInWay, Terminal
from vocabulary.parties import Role


class Account(Model):
    """A person who can log in, acting for one party."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    party_id = fields.UUIDField(db_index=True)
    name = graded(fields.CharField(max_length=60, default=""), Grade.INTERNAL)
    log_in_name = fields.CharField(max_length=40, null=True, unique=True)
    phone = EncryptedText()
    phone_index = fields.CharField(max_length=64, null=True, unique=True)
    password_hash: Any = EncryptedText(Grade.SECRET, null=True)
    roles: Any = fields.JSONField()
    extra_rights: Any = fields.JSONField(default=list)
    state = fields.CharEnumField(AccountState, max_length=10, default=AccountState.ACTIVE)
    reset_by_code_at: Any = fields.DatetimeField(null=True)  # by a code to the phone alone
    last_log_in_at: Any = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "account"


class Session(Model):
    """A log-in on one device. Only the token's digest is kept."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    token_digest = graded(fields.CharField(max_length=64, unique=True), Grade.INTERNAL)
    account_id = fields.UUIDField(db_index=True)
    terminal = fields.CharEnumField(Terminal, max_length=20)
    kiosk_id: Any = fields.UUIDField(null=True, db_index=True)
    address = fields.CharField(max_length=64, default="")
    device = fields.CharField(max_length=200, default="")
    began_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    ended_at: Any = fields.DatetimeField(null=True)
    factors: Any = fields.JSONField(null=True)  # way: when it was proved

    class Meta:
        table = "session"
        indexes = (Index(fields=("ended_at",), name="session_ended_at"),)


class LogInTicket(Model):
    """Between the first proof and the second: whoever holds the ticket has given the first."""

    ticket_digest = fields.CharField(max_length=64, primary_key=True)
    account_id = fields.UUIDField()
    way = fields.CharEnumField(LogInWay, max_length=20)
    proved_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "log_in_ticket"


class AllowList(Model):
    """From which networks the holders of one post may come. No row: from anywhere."""

    role = fields.CharEnumField(Role, max_length=40, primary_key=True)
    networks: Any = fields.JSONField()
    reason = fields.CharField(max_length=500)
    set_at = fields.DatetimeField()
    set_by = fields.CharField(max_length=60, default="")

    class Meta:
        table = "allow_list"


class ClientAllowList(Model):
    """From which networks one kind of external client may come. No row: from anywhere."""

    client = fields.CharEnumField(ExternalClient, max_length=20, primary_key=True)
    networks: Any = fields.JSONField()
    reason = fields.CharField(max_length=500)
    set_at = fields.DatetimeField()
    set_by = fields.CharField(max_length=60, default="")

    class Meta:
        table = "client_allow_list"


class LogInRecord(Model):
    """One attempt to log in, whoever tried."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField(null=True, db_index=True)
    way = fields.CharEnumField(LogInWay, max_length=20)
    terminal = fields.CharEnumField(Terminal, max_length=20)
    address = fields.CharField(max_length=64, default="")
    device = fields.CharField(max_length=200, default="")
    succeeded = fields.BooleanField()
    note = fields.CharField(max_length=100, default="")
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "log_in_record"


class WrongPassword(Model):
    """Wrong passwords in a row for one account, or for a name that no account has.

    Both are counted alike, so that being locked does not tell whether an account exists.
    """

    who = graded(fields.CharField(max_length=64, primary_key=True), Grade.INTERNAL)
    tries = fields.SmallIntField()
    since = fields.DatetimeField(db_index=True)
    locked_until: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "wrong_password"


class SmsCode(Model):
    """A code sent to a phone, kept as a digest, good for one purpose, once."""

    id = fields.BigIntField(primary_key=True, generated=True)
    phone_index = fields.CharField(max_length=64, db_index=True)
    purpose = fields.CharEnumField(CodePurpose, max_length=20)
    code_digest = fields.CharField(max_length=64)
    tries = fields.SmallIntField(default=0)
    sent_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "sms_code"


class WeChatBinding(Model):
    """Which account a WeChat user is. The open id is found by its blind index."""

    open_id_index = fields.CharField(max_length=64, primary_key=True)
    open_id = EncryptedText()
    account_id = fields.UUIDField(db_index=True)
    bound_at = fields.DatetimeField()

    class Meta:
        table = "wechat_binding"


class WeChatTicket(Model):
    """Between `wx.login` and the phone number: whoever holds the ticket is that open id."""

    ticket_digest = fields.CharField(max_length=64, primary_key=True)
    open_id = EncryptedText()
    expires_at = fields.DatetimeField(db_index=True)
    used_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "wechat_ticket"
