"""The checks of a certification: document, form, check digits, dates and register compared; pure.

Every check says in one sentence how it came out and shows what was compared. What could not be
compared is doubtful. A check `contrary` and `final` cannot be put right by handing in again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from domain.kernel.ports import RegistryRecord
from domain.kernel.seeing import FieldReading
from domain.parties.readings import plain, shown
from domain.parties.terms import CertificationHandIn
from vocabulary.certification import CheckItem, CheckVerdict

RULES_VERSION = 1  # of the checks and their thresholds; grows with every change of outcome

MATCHED, DOUBTFUL, CONTRARY = CheckVerdict.MATCHED, CheckVerdict.DOUBTFUL, CheckVerdict.CONTRARY


class FaceFinding(StrEnum):
    """What became of the face."""

    NOT_SHOWN = "not_shown"
    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"


class AuthorizationFacts(Struct, frozen=True):
    """What is known of the authorisation that was handed in."""

    signer_name: str
    text: str
    expires_on: date
    withdrawn: bool


class Evidence(Struct, frozen=True):
    """All that the checks may look at. Readings are empty where nothing could be read."""

    form: CertificationHandIn
    licence: Mapping[str, FieldReading]
    id_front: Mapping[str, FieldReading]
    id_back: Mapping[str, FieldReading]
    record: RegistryRecord | None
    registry_away: bool
    authorization: AuthorizationFacts
    face: FaceFinding
    uscc_taken: bool
    papers_of_others: bool
    today: date


class Compared(Struct, frozen=True):
    """One of the things compared: where it comes from and what it says there."""

    source: str
    text: str


class Check(Struct, frozen=True):
    """How one check came out; `mend` says what the enterprise can do about it."""

    item: CheckItem
    verdict: CheckVerdict
    sentence: str
    values: tuple[Compared, ...] = ()
    mend: str = ""
    final: bool = False


FORM, LICENCE, ID_CARD, REGISTER = "填报", "营业执照", "身份证", "登记系统"


class Said(Struct, frozen=True):
    """One thing as the form, a document and the register say it."""

    item: CheckItem
    what: str
    typed: str
    printed: FieldReading | None
    registered: str | None
    source: str = LICENCE

    def values(self, mask: Callable[[str], str] = shown) -> tuple[Compared, ...]:
        """What is shown of it."""
        found = [Compared(FORM, mask(self.typed))] if self.typed else []
        if self.printed is not None:
            found.append(Compared(self.source, mask(self.printed.text)))
        if self.registered is not None:
            found.append(Compared(REGISTER, mask(self.registered)))
        return tuple(found)


def compared(
    said: Said, *, sure_min: float, same: Callable[[str, str], bool] | None = None
) -> Check:
    """Compare what the form says with the document, then with the register.

    An unsure reading, or one that the register contradicts, is doubted rather than believed.
    """
    alike = same or (lambda one, other: plain(one) == plain(other))
    what, item, values = said.what, said.item, said.values()
    backed = said.registered is not None and alike(said.typed, said.registered)
    if said.printed is None:
        return Check(item, DOUBTFUL, f"{said.source}上未能读出{what}，需人工核对", values)
    unsure = said.printed.sure < sure_min
    if not alike(said.typed, said.printed.text):
        if unsure or backed:
            return Check(
                item, DOUBTFUL, f"{said.source}上的{what}看不清或与填报不同，需人工核对", values
            )
        mend = f"请按{said.source}核对{what}，或重新拍摄后再提交"
        return Check(item, CONTRARY, f"填报的{what}与{said.source}不一致", values, mend)
    if said.registered is not None and not backed:
        return Check(item, DOUBTFUL, f"{what}与登记系统不一致，可能刚办理变更，需人工核对", values)
    if unsure and not backed:
        return Check(item, DOUBTFUL, f"{said.source}上的{what}不够清晰，需人工核对", values)
    return Check(item, MATCHED, f"{what}一致", values)
