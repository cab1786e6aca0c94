"""What a document says, in the form in which it can be compared; pure."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from domain.kernel.seeing import FieldReading
from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import compact_uscc, resident_id_problem, uscc_problem
from vocabulary.printed import LONG_TERM, capital_fen, printed_dates
from vocabulary.regions import ALSO_KNOWN, REGIONS
from vocabulary.seeing import DocumentKind

SURE_MIN = 0.85  # below it a person should look at the field
TEXT_SHOWN_MAX = 300
TERM_SIGN = "至"

FIELDS_SHOWN: dict[DocumentKind, tuple[F, ...]] = {
    DocumentKind.BUSINESS_LICENCE: (
        F.NAME,
        F.USCC,
        F.LEGAL_REPRESENTATIVE,
        F.REGISTERED_CAPITAL,
        F.ESTABLISHED_ON,
        F.BUSINESS_TERM,
        F.ADDRESS,
        F.BUSINESS_SCOPE,
    ),
    DocumentKind.ID_CARD_FRONT: (F.NAME, F.RESIDENT_ID, F.BIRTH_DATE, F.ADDRESS),
    DocumentKind.ID_CARD_BACK: (F.ISSUING_AUTHORITY, F.VALID_FROM, F.VALID_UNTIL),
}


def plain(text: str) -> str:
    """The text without what only looks different: widths, blanks, kinds of brackets."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace()).upper()


def shown(text: str) -> str:
    """A text read from a picture, as a screen may show it: no control signs, not endless."""
    seen = (sign if sign.isprintable() else " " for sign in text)
    return " ".join("".join(seen).split())[:TEXT_SHOWN_MAX]


def day_of(text: str) -> date | None:
    """The first day that a text names; None if it names none."""
    return next(iter(printed_dates(text)), None)


def is_long_term(text: str) -> bool:
    """Does a term never end?"""
    return LONG_TERM in plain(text)


def ending_of(term: FieldReading | None) -> FieldReading | None:
    """The end of a term 2001-02-03至2031-02-02; empty where only its beginning was read."""
    if term is None or is_long_term(term.text):
        return term
    _, sign, ending = term.text.rpartition(TERM_SIGN)
    return FieldReading(ending if sign else "", term.sure)


def problem_of(kind: DocumentKind, name: str, text: str, today: date) -> str | None:
    """What is wrong with one field as read, for whoever fills in the form; None if nothing is."""
    if name == F.USCC:
        return uscc_problem(text)
    if name == F.RESIDENT_ID:
        return resident_id_problem(text, today=today)
    if name in {F.VALID_UNTIL, F.BUSINESS_TERM} and not is_long_term(text):
        until = day_of(text.rpartition(TERM_SIGN)[2])
        if until is None:
            return "未能看清期限，请核对"
        return "证照已过有效期，请更换新证照后办理" if until < today else None
    return None


def value_of(kind: DocumentKind, name: str, text: str) -> str:
    """A field as the form wants it: compact codes, capital in fen, the region of an address."""
    if name == F.USCC:
        return compact_uscc(text)
    if name == F.REGISTERED_CAPITAL:
        fen = capital_fen(text)
        return "" if fen is None else str(fen)
    if kind is DocumentKind.BUSINESS_LICENCE and name == F.ADDRESS:
        return region_of(text)
    return text


def region_of(address: str) -> str:
    """The code of the one region that an address names; empty when it names none, or several."""
    words = plain(address)
    named = {code for code, name in REGIONS.items() if name in words}
    named |= {code for name, code in ALSO_KNOWN.items() if name in words}
    return named.pop() if len(named) == 1 else ""


def is_doubtful(reading: FieldReading) -> bool:
    """Should a person look at this field?"""
    return reading.sure < SURE_MIN


def text_of(fields: Mapping[str, FieldReading], name: str) -> str:
    """The text of a field; empty when it was not found."""
    return fields[name].text if name in fields else ""
