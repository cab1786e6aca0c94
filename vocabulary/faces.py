"""The words of faces in the business: for what one is used, and what people are told before."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path


class FacePurpose(StrEnum):
    """For what a face is used; each purpose needs a consent of its own."""

    LOG_IN = "log_in"  # 1:N at the kiosk; a template is kept
    VERIFICATION = "verification"  # 1:1 in certification; nothing is kept


FACE_PURPOSE_LABELS: dict[FacePurpose, str] = {
    FacePurpose.LOG_IN: "登录",
    FacePurpose.VERIFICATION: "人脸核验",
}


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What a person reads before they consent; its hash is kept with the consent."""

    version: str
    title: str
    body: str

    @property
    def hash(self) -> str:
        """By which it can be shown later that this very text was agreed to."""
        return sha256(f"{self.version}\n{self.title}\n{self.body}".encode()).hexdigest()


_TEXTS = tomllib.loads((Path(__file__).parent / "reference" / "consents.toml").read_text("utf-8"))


def consent_text(purpose: FacePurpose) -> ConsentText:
    """The text in force for a purpose."""
    return ConsentText(**_TEXTS[purpose.value])
