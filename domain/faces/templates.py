"""Templates as rows: sealed on the way in, opened on the way to the gallery, deleted for good."""

from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from uuid import UUID

from domain.faces import consents
from domain.kernel.outside import held
from domain.kernel.seeing import Template
from orm.faces import FaceTemplate

LASTS = timedelta(days=365)


async def write(account_id: UUID, consent_id: UUID, template: Template, *, at: datetime) -> None:
    """Keep a template in place of the account's older one."""
    await FaceTemplate.filter(account_id=account_id).delete()
    await FaceTemplate.create(
        account_id=account_id,
        consent_id=consent_id,
        engine=template.engine,
        version=template.version,
        vector=b64encode(template.vector).decode(),
        enrolled_at=at,
        expires_at=at + LASTS,
    )


def opened(row: FaceTemplate) -> Template:
    """The template of a row."""
    return Template(row.engine, row.version, b64decode(row.vector))


def is_current(row: FaceTemplate) -> bool:
    """Was it made by the engine this process sees with? Others cannot be compared."""
    faces = held().faces
    return (row.engine, row.version) == (faces.engine, faces.version)


async def usable(account_id: UUID, *, at: datetime) -> FaceTemplate | None:
    """The account's template, if its time is not over, its consent stands and it can be compared.

    Asked of the database at every log-in: what was withdrawn a moment ago lets nobody in, however
    far the gallery has come.
    """
    row = await FaceTemplate.get_or_none(account_id=account_id, expires_at__gt=at)
    if row is None or not is_current(row):
        return None
    return row if await consents.stands(row.consent_id) else None
