"""Checklists: what is looked at, from reference data, and how one line of it is answered."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

import vocabulary
from domain.kernel.refusal import Invalid, NotFound
from domain.store.checklist_terms import ItemCheck
from orm.store_upkeep import ChecklistItem
from vocabulary.upkeep import FaultGrade

ITEMS_MAX = 40  # of one checklist
TELL_WHY = "请写明异常情况，便于维修"


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a template."""

    key: str
    title: str
    look: str
    severity: FaultGrade


class Templates(Struct, frozen=True, forbid_unknown_fields=True):
    """Every template of one version."""

    version: str
    daily: list[Line]
    weekly: list[Line]
    meeting: list[Line]


TEMPLATES = msgspec.toml.decode(
    (Path(vocabulary.__file__).parent / "reference" / "checklists.toml").read_bytes(),
    type=Templates,
)


class ItemView(Struct, frozen=True, kw_only=True):
    """一个检查项：看什么、结果、谁在何时检查、异常对应的故障。"""

    id: UUID
    key: str
    title: str
    look: str
    passed: bool | None
    remark: str
    checked_by_name: str
    checked_at: datetime | None
    fault_id: UUID | None
    fault_no: str


def must_say_why(check: ItemCheck) -> None:
    """Refuse a failed item without a word."""
    if not check.passed and not check.remark.strip():
        raise Invalid(TELL_WHY, (("remark", TELL_WHY),))


async def write(subject_id: UUID, lines: list[Line]) -> None:
    """Write a checklist as its template says today."""
    await ChecklistItem.bulk_create(
        [
            ChecklistItem(
                id=uuid4(),
                subject_id=subject_id,
                place=place,
                key=line.key,
                title=line.title,
                look=line.look,
                severity=line.severity,
            )
            for place, line in enumerate(lines, start=1)
        ]
    )


async def of(subject_id: UUID) -> list[ChecklistItem]:
    """The checklist, in its order."""
    return await ChecklistItem.filter(subject_id=subject_id).order_by("place").limit(ITEMS_MAX)


async def item_of(subject_id: UUID, item_id: UUID) -> ChecklistItem:
    """One line of it. Raises NotFound."""
    row = await ChecklistItem.get_or_none(id=item_id, subject_id=subject_id)
    if row is None:
        raise NotFound("没有这个检查项，请刷新页面")
    return row


async def reset(subject_id: UUID) -> None:
    """Ask everything anew: what was tested was for another time. The faults found stay."""
    await ChecklistItem.filter(subject_id=subject_id).update(
        passed=None, remark="", checked_at=None, checked_by_name="", fault_id=None
    )
