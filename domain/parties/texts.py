"""The words that are accepted: 征信授权书; pure."""

from calendar import monthrange
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

import vocabulary

MONTHS_OF_A_YEAR = 12


class AuthorizationText(Struct, frozen=True):
    """征信授权书的文本：版本、用途、到期日、正文和摘要。"""

    version: str
    title: str
    purpose: str
    expires_on: date
    text: str
    text_sha256: str


class _Form(Struct, frozen=True):
    version: str
    title: str
    purpose: str
    months: int
    text: str


class _Texts(Struct, frozen=True):
    financing: _Form


_TEXTS = msgspec.toml.decode(
    (Path(vocabulary.__file__).parent / "reference" / "authorization.toml").read_bytes(),
    type=_Texts,
)


def authorization_text(name: str, uscc: str, operator: str, today: date) -> AuthorizationText:
    """The authorisation as an enterprise would sign it today.

    Names are put in as they are; the text is shown as text, never as markup.
    """
    form = _TEXTS.financing
    expires_on = _months_later(today, form.months)
    text = form.text.strip()
    for place, said in (
        ("{name}", name),
        ("{uscc}", uscc),
        ("{operator}", operator),
        ("{expires}", f"{expires_on.year}年{expires_on.month}月{expires_on.day}日"),
    ):
        text = text.replace(place, said.replace("{", "（").replace("}", "）"))
    digest = sha256(text.encode()).hexdigest()
    return AuthorizationText(form.version, form.title, form.purpose, expires_on, text, digest)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + months, MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_in_force(
    *, purpose: str, asked_for: str, expires_on: date, withdrawn: bool, today: date
) -> bool:
    """May credit be queried under this authorisation: for this purpose, today?"""
    return purpose == asked_for and not withdrawn and today <= expires_on
