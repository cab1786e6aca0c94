"""The journal, written and read: what happened, in the order in which it was sealed."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from tortoise.transactions import in_transaction

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.bell import BELL
from orm import acting
from orm.journal import JournalEntry, SubjectKey
from orm.keyring import Keyring, make_keys, read_keys

REASON_MAX = 500
SEALED = "sealed"
TYPED_BY = "typed_by"  # among the facts, where somebody typed for whose act it is
NOT_SEALED = ""  # the link of an entry that has no place in the chain yet
ERASED = "（已删除）"


class Entry(Struct, frozen=True):
    """One act, as followers inside the platform see it. Never sent to a screen as it is."""

    id: int
    seal_no: int
    code: str
    subject_kind: str
    subject_id: UUID
    subject_no: str
    actor_id: UUID
    actor_name: str
    party_id: UUID
    party_name: str
    from_state: str
    to_state: str
    reason: str
    terms: dict[str, Any]
    facts: dict[str, Any]
    changes: dict[str, list[Any]]
    at: datetime

    @property
    def verb(self) -> str:
        """The last word of the code."""
        return self.code.rpartition(".")[2]

    @property
    def seats(self) -> dict[str, str]:
        """Who sat where when it happened."""
        found: dict[str, str] = self.facts.get("seats", {})
        return found

    @property
    def place(self) -> tuple[int, int]:
        """Its place in the one order of all entries."""
        return self.seal_no, self.id

    def before(self, fact: str) -> Any:
        """What a fact was before the act."""
        change = self.changes.get(fact)
        return change[0] if change else self.facts[fact]

    def growth(self, fact: str) -> int:
        """How much the act added to a fact. What a row is begun with is no change."""
        change = self.changes.get(fact)
        return int(change[1] or 0) - int(change[0] or 0) if change else 0


class Deed(Struct):
    """What is about to be recorded."""

    code: str
    subject_kind: str
    subject_id: UUID
    subject_no: str = ""
    flow: str = ""
    version: int = 0
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    terms: Any = None
    facts: dict[str, Any] | None = None
    changes: dict[str, list[Any]] | None = None


async def record(deed: Deed, *, by: Actor, at: datetime) -> None:
    """Write one entry, inside the caller's transaction."""
    await acting.explain(await written(deed, by=by, at=at))


async def written(deed: Deed, *, by: Actor, at: datetime) -> tuple[Any, ...]:
    """An entry as its row is written: the values of `acting.ENTRY`, in that order."""
    return (
        deed.code,
        deed.subject_kind,
        deed.subject_id,
        deed.subject_no,
        deed.flow,
        deed.version,
        by.kind.value,
        by.account_id,
        by.name,
        by.party_id,
        by.party_name,
        by.call.terminal.value,
        by.call.address,
        by.call.request_id,
        deed.from_state,
        deed.to_state,
        deed.reason[:REASON_MAX],
        acting.told(await _terms(deed)),
        acting.told(_facts(deed, by)),
        acting.told(deed.changes),
        at,
        NOT_SEALED,
    )


def _facts(deed: Deed, by: Actor) -> dict[str, Any] | None:
    """What followers need; where somebody typed for the actor, also who did."""
    if by.typist is None:
        return deed.facts
    return (deed.facts or {}) | {TYPED_BY: by.typist.told()}


async def witness(
    code: str,
    subject_kind: str,
    subject_id: UUID,
    *,
    by: Actor,
    subject_no: str = "",
    reason: str = "",
) -> None:
    """Record a read of sensitive data, an export or a refused attempt: a transaction of its own."""
    async with in_transaction():
        deed = Deed(code, subject_kind, subject_id, subject_no, reason=reason)
        await record(deed, by=by, at=clock.now())
    BELL.ring()


async def _terms(deed: Deed) -> dict[str, Any] | None:
    """The terms as they are kept: secrets left out, personal data under the subject's key."""
    if deed.terms is None:
        return None
    terms: dict[str, Any] = msgspec.to_builtins(deed.terms)
    for name in getattr(deed.terms, "secret", ()):
        terms.pop(name, None)
    personal = [name for name in getattr(deed.terms, "personal", ()) if terms.get(name)]
    if personal:
        ring = await _subject_ring(deed.subject_id)
        for name in personal:
            sealed = ring.seal(str(terms[name]), f"journal.{name}")
            terms[name] = {SEALED: b64encode(sealed).decode()}
    return terms


async def _subject_ring(subject_id: UUID) -> Keyring:
    kept = await SubjectKey.get_or_none(subject_id=subject_id)
    if kept is None:
        kept = await SubjectKey.create(subject_id=subject_id, key=make_keys())
    return read_keys(kept.key)


async def open_terms(entry: Entry) -> dict[str, Any]:
    """The terms with personal data readable, or marked as erased when its key is gone."""
    if not any(_is_sealed(value) for value in entry.terms.values()):
        return entry.terms
    kept = await SubjectKey.get_or_none(subject_id=entry.subject_id)
    ring = read_keys(kept.key) if kept else None
    return {
        name: _opened(ring, name, value) if _is_sealed(value) else value
        for name, value in entry.terms.items()
    }


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and SEALED in value


def _opened(ring: Keyring | None, name: str, value: dict[str, str]) -> str:
    if ring is None:
        return ERASED
    return ring.open(b64decode(value[SEALED]), f"journal.{name}")


async def erase(subject_id: UUID) -> bool:
    """Destroy the key of a subject's personal data. The chain stays whole."""
    return await SubjectKey.filter(subject_id=subject_id).delete() > 0


async def story_of(subject_id: UUID, *, limit: int) -> list[Entry]:
    """A subject's entries, oldest first."""
    rows = await JournalEntry.filter(subject_id=subject_id).order_by("id").limit(limit)
    return [entry_of(row) for row in rows]


async def after(place: tuple[int, int], *, limit: int) -> list[Entry]:
    """Sealed entries after a place, in order."""
    seal_no, entry_id = place
    rest = await JournalEntry.filter(seal_no=seal_no, id__gt=entry_id).order_by("id").limit(limit)
    if len(rest) < limit:
        rest += await (
            JournalEntry.filter(seal_no__gt=seal_no)
            .order_by("seal_no", "id")
            .limit(limit - len(rest))
        )
    return [entry_of(row) for row in rest]


def entry_of(row: JournalEntry) -> Entry:
    """Show a row of the journal to a follower."""
    return Entry(
        int(row.id),
        int(row.seal_no or 0),
        row.code,
        row.subject_kind,
        row.subject_id,
        row.subject_no,
        row.actor_id,
        row.actor_name,
        row.party_id,
        row.party_name,
        row.from_state,
        row.to_state,
        row.reason,
        row.terms or {},
        row.facts or {},
        row.changes or {},
        row.at,
    )
