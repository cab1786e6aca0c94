"""Seals give the journal its order, chain it per subject and as a whole, and let it be verified.

Database ids are not commit order. The sealer takes unsealed entries by id, gives them the
next seal number and writes one seal whose primary key fences a stale leader. An id is drawn
under its row's lock, so order per subject holds; a late commit takes a later seal.

    link(entry) = SHA-256(link of the subject's entry before it | entry)
    hash(seal)  = SHA-256(hash of the seal before it | no | entries | their links)

A chain does not see its own tail cut off: the head is anchored outside the database.
"""

from hashlib import sha256
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.transactions import in_transaction

from domain.kernel import clock
from orm import raw
from orm.journal import JournalEntry, Seal, encode

BATCH_MAX = 1000
SUBJECTS_MAX = 400
GENESIS = "0" * 64
_LAST_LINKS = (
    "SELECT subject_id, link FROM (SELECT subject_id, link, ROW_NUMBER() OVER "
    "(PARTITION BY subject_id ORDER BY seal_no DESC, id DESC) AS place FROM journal "
    "WHERE seal_no IS NOT NULL AND subject_id IN ({marks})) AS ranked WHERE place = 1"
)
_NOT_CHAINED = {"seal_no", "link"}


class Head(Struct, frozen=True):
    """Where the journal stands: the last seal and how many entries it has sealed in all."""

    no: int
    hash: str
    entries: int


async def is_due() -> bool:
    """Is anything unsealed? One statement, without a transaction."""
    return bool(await raw.rows("SELECT 1 FROM journal WHERE seal_no IS NULL LIMIT 1"))


async def seal() -> int:
    """Seal the oldest unsealed entries. Returns how many."""
    async with in_transaction():
        fresh = await JournalEntry.filter(seal_no=None).order_by("id").limit(BATCH_MAX)
        if not fresh:
            return 0
        last = await Seal.all().order_by("-no").first()
        no, prev, total = (last.no + 1, last.hash, last.total) if last else (1, GENESIS, 0)
        links = await _last_links({entry.subject_id for entry in fresh})
        for entry in fresh:
            entry.link = links[entry.subject_id] = link_of(
                links.get(entry.subject_id, GENESIS), entry
            )
        await Seal.create(
            no=no,
            entries=len(fresh),
            total=total + len(fresh),
            prev=prev,
            hash=hash_of(prev, no, [entry.link for entry in fresh]),
            at=clock.now(),
        )
        await raw.many(
            "UPDATE journal SET seal_no = ?, link = ? WHERE id = ?",
            [(no, entry.link, entry.id) for entry in fresh],
        )
    return len(fresh)


async def _last_links(subjects: set[UUID]) -> dict[UUID, str]:
    """The link of each subject's last sealed entry."""
    found: dict[UUID, str] = {}
    wanted = list(subjects)
    for start in range(0, len(wanted), SUBJECTS_MAX):
        some = wanted[start : start + SUBJECTS_MAX]
        marks = ", ".join("?" * len(some))
        rows = await raw.rows(_LAST_LINKS.replace("{marks}", marks), *some)
        found |= {UUID(str(row["subject_id"])): row["link"] for row in rows}
    return found


def link_of(prev: str, entry: JournalEntry) -> str:
    """Chain one entry to the one before it of the same subject."""
    return sha256((prev + encode(_content(entry))).encode()).hexdigest()


def hash_of(prev: str, no: int, links: list[str]) -> str:
    """Chain one seal to the one before it."""
    return sha256("|".join([prev, str(no), str(len(links)), *links]).encode()).hexdigest()


def _content(entry: JournalEntry) -> dict[str, Any]:
    columns = entry._meta.db_fields - _NOT_CHAINED  # noqa: SLF001 -- Tortoise has no other
    content = {name: getattr(entry, name) for name in columns}
    return content | {"at": f"{entry.at:%Y-%m-%dT%H:%M:%S.%f}"}


async def head() -> Head | None:
    """The journal's head, to be anchored outside."""
    last = await Seal.all().order_by("-no").first()
    return Head(int(last.no), last.hash, int(last.total)) if last else None
